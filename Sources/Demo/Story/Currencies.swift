import SMPProtocol

extension Story {
    /// The issuers, and the wallets of the people, still without accounts.
    func found() async throws -> Village {
        narrator.headline("Three issuers publish currencies")
        let hour = try await currency(
            "The town hall", Coin(name: "Hour of Work", summary: "The measure of the village.", unit: "HOUR"), peg: nil)
        let loaf = try await currency(
            "The bakery", Coin(name: "Riverside Bakery", summary: "One LOAF buys a loaf of bread.", unit: "LOAF"), peg: (hour, 0.25))
        let basket = try await currency(
            "The farm", Coin(name: "Hillside Farm", summary: "One BASKET buys a basket of vegetables.", unit: "BASKET"), peg: (hour, 1.5))
        let repair = try await currency(
            "The workshop", Coin(name: "Bicycle Workshop", summary: "One REPAIR gets a bicycle repaired.", unit: "REPAIR"), peg: (hour, 2))
        narrator.remark("Each is a document, which is found through a digital coin such as")
        narrator.remark(loaf.issuer.digitalCoin)

        narrator.headline("People get wallets and open accounts")
        return Village(
            hour: hour, loaf: loaf, basket: basket, repair: repair, ana: try await person("Ana"), ben: try await person("Ben"),
            cleo: try await person("Cleo"))
    }

    /// How many tokens of each currency may be in circulation: 1,000.00.
    static let limit: Int64 = 100_000

    private func currency(_ issuerName: String, _ coin: Coin, peg: (money: Money, rate: Double)?) async throws -> Money {
        let pegText = peg.map { ", worth \($0.rate) \($0.money.coin.unit)" } ?? ", the base of all others"
        let coin = peg.map { coin.pegged(to: $0.money.coin, of: $0.money.issuer, rate: $0.rate) } ?? coin
        return try await narrator.step("\(issuerName) publishes the \(coin.unit)\(pegText)") {
            // The base currency has the ID and the address that Circular Trade knows.
            let issuer = try await peg == nil ? Issuer.base(on: nodes) : Issuer.create(on: nodes)
            try await issuer.publish(coin, limit: Self.limit)
            return Money(coin: coin, issuer: issuer)
        }
    }

    private func person(_ name: String) async throws -> Person {
        try await narrator.step("\(name) gets a wallet") { Person(name: name, wallet: try await Wallet.create(on: nodes)) }
    }
}
