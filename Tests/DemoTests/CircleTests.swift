import SMPProtocol
import Testing

@testable import Demo

@Suite struct CircleTests {
    private func link(_ giver: CreditorID, _ taker: CreditorID, _ currency: DebtorID, _ amount: Int64) -> Circle.Link {
        Circle.Link(giver: giver, taker: taker, currency: currency, amount: amount)
    }

    /// The admin API says who gets something; whoever comes before him gives it.
    @Test func aCircleOfTheAdminAPIIsReadAsLinks() throws {
        let circle = try Circle([
            "value": JSONValue(3000.5), "n_members": 3,
            "members": [
                ["creditor_id": 1, "debtor_id": 9, "amount": 20], ["creditor_id": 2, "debtor_id": 7, "amount": 120],
                ["creditor_id": 3, "debtor_id": 8, "amount": 15],
            ],
        ])
        #expect(circle.value == 3000.5)
        #expect(circle.links == [link(3, 1, 9, 20), link(1, 2, 7, 120), link(2, 3, 8, 15)])
        #expect(circle.beginning(with: 1).links == [link(1, 2, 7, 120), link(2, 3, 8, 15), link(3, 1, 9, 20)])
        #expect(circle.beginning(with: 4) == circle)
    }

    @Test func aCircleWithoutAmountsIsRefused() {
        #expect(throws: MissingPart.self) { try Circle(["value": 1, "members": [["creditor_id": 1, "debtor_id": 9]]]) }
        #expect(throws: MissingPart.self) { try Circle(["members": []]) }
    }

    @Test func aCircleIsDrawnAsAChainAndTheWayBack() {
        let names: [CreditorID: String] = [1: "Ana", 2: "Cleo", 3: "Ben"]
        let units: [DebtorID: String] = [7: "LOAF", 8: "REPAIR", 9: "BASKET"]
        let circle = Circle(value: 1, links: [link(1, 2, 7, 120), link(2, 3, 8, 15), link(3, 1, 9, 20)])
        let drawing = circle.drawing(name: { names[$0] ?? "?" }, amount: { "\($1) \(units[$0] ?? "?")" })
        #expect(
            drawing == [
                "Ana ──120 LOAF──▶ Cleo ──15 REPAIR──▶ Ben ──╮",
                " ▲                                          │",
                " ╰─────────────── 20 BASKET ────────────────╯",
            ])
    }
}
