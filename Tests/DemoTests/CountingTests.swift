import SMPProtocol
import Testing

@testable import Demo

@Suite struct CountingTests {
    private func holdings(_ amounts: (debtor: DebtorID, creditor: CreditorID, amount: Int64)...) -> Holdings {
        amounts.reduce(into: Holdings()) { $0[$1.debtor, $1.creditor] = $1.amount }
    }

    @Test func theSumOfACurrencyLeavesOutTheOthers() {
        let all = holdings((7, 0, -50), (7, 1, 30), (7, 2, 20), (8, 1, .max), (8, 2, .max))
        #expect(all.total(of: 7) == 0)
        #expect(all.total(of: 8) == 2 * Int128(Int64.max))
        #expect(all.total(of: 9) == 0)
    }

    @Test func placesThatDisagreeAreToldByAccount() {
        let books = holdings((7, 0, -50), (7, 1, 30), (7, 2, 20))
        #expect(books.differences(from: books, "the books", "themselves") == [])
        #expect(books.differences(from: holdings((7, 0, -50), (7, 1, 30), (7, 2, 20), (9, 3, 0)), "the books", "others") == [])
        #expect(
            books.differences(from: holdings((7, 0, -50), (7, 1, 31)), "the books", "a wallet") == [
                "account 1 in currency 7 has 30 according to the books, and 31 according to a wallet",
                "account 2 in currency 7 has 20 according to the books, and 0 according to a wallet",
            ])
    }

    @Test(
        arguments: [
            (12_000, false, 1e-6, 11_999), (12_000, true, 1e-6, 11_998), (1_500, true, 1e-3, 1_497), (2_000_000, false, 1e-6, 1_999_998),
        ] as [(Int64, Bool, Double, Int64)])
    func whatIsHandedOutIsRoundedDownAtEachStep(_ amount: Int64, _ isSent: Bool, _ cut: Double, _ arrives: Int64) {
        #expect(Story.handedOut(amount, isSent: isSent, cut: cut) == arrives)
    }

    @Test func whatACircleKeepsBackIsTheCollectors() throws {
        let nodes = try Nodes(environment: NodesTests.environment)
        let money = Money(coin: Coin(name: "Bread", summary: "", unit: "LOAF"), issuer: Issuer(id: 7, nodes: nodes))
        let (giver, taker) = (
            Person(name: "Ana", wallet: Wallet(id: 1, nodes: nodes)), Person(name: "Cleo", wallet: Wallet(id: 2, nodes: nodes))
        )
        var balances = Balances()
        balances.issue(200, money, to: giver)
        balances.apply(Circle.Link(giver: 1, taker: 2, currency: 7, amount: 120), 118)
        #expect(balances[money, giver] == 80)
        #expect(balances[money, taker] == 118)
        #expect(balances.collectors(money) == 2)
        #expect(balances.issuer(money) == -200)
    }
}
