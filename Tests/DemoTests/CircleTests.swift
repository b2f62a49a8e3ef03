import CircularTrade
import Testing

@testable import Demo

/// The solver has a `Circle`, too.
private typealias Circle = Demo.Circle

@Suite struct CircleTests {
    private func link(_ giver: Int64, _ taker: Int64, _ currency: Int64, _ amount: Int64) -> Circle.Link {
        Circle.Link(giver: TraderID(giver), taker: TraderID(taker), currency: CurrencyID(currency), amount: amount)
    }

    private func share(_ trader: Int64, _ currency: Int64, _ amount: Int64) -> Circle.Share {
        Circle.Share(trader: TraderID(trader), currency: CurrencyID(currency), amount: amount)
    }

    @Test func giversAndTakersOfACurrencyComeTogetherInOrder() {
        let links = Circle.links(
            from: [share(1, 7, 10), share(2, 7, 5), share(3, 8, 4)], to: [share(4, 8, 4), share(5, 7, 12), share(6, 7, 3)])
        #expect(links == [link(1, 5, 7, 10), link(2, 5, 7, 2), link(2, 6, 7, 3), link(3, 4, 8, 4)])
    }

    @Test func chainsThatCloseAreCirclesAndOthersAreLeftOut() {
        let circle = [link(1, 2, 7, 10), link(2, 3, 8, 5), link(3, 1, 9, 4)]
        let swap = [link(4, 5, 7, 1), link(5, 4, 8, 1)]
        let loose = [link(6, 1, 7, 3), link(6, 9, 9, 3)]
        let circles = Circle.circles(of: loose + circle + swap)
        #expect(circles.map { Set($0.links) } == [Set(circle), Set(swap)])
        #expect(Circle.circles(of: []) == [])
    }

    @Test func aCircleIsDrawnAsAChainAndTheWayBack() {
        let names: [Int64: String] = [1: "Ana", 2: "Cleo", 3: "Ben"]
        let units: [Int64: String] = [7: "LOAF", 8: "REPAIR", 9: "BASKET"]
        let circle = Circle(links: [link(1, 2, 7, 120), link(2, 3, 8, 15), link(3, 1, 9, 20)])
        let drawing = circle.drawing(name: { names[$0.rawValue] ?? "?" }, amount: { "\($1) \(units[$0.rawValue] ?? "?")" })
        #expect(
            drawing == [
                "Ana ──120 LOAF──▶ Cleo ──15 REPAIR──▶ Ben ──╮",
                " ▲                                          │",
                " ╰─────────────── 20 BASKET ────────────────╯",
            ])
    }
}
