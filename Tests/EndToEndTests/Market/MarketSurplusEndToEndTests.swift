import Demo
import Foundation
import SMPProtocol
import TestSupport
import Testing

/// Money that collectors have and owe to nobody is found out, sold for what the owner wants, and handed to him. That takes months of the
/// workers' own clock; nothing that they are told shortens it.
@Suite(.serialized, .timeLimit(.minutes(10))) struct MarketSurplusEndToEndTests {
    /// Somebody makes the collectors of stone a present. Whoever sells shells for stone buys it from them; and what they get, shells, the
    /// owner wants to have.
    @Test func theSurplusOfCollectorsBecomesTheOwners() async throws {
        let quarry = try await Quarry.found()
        let market = quarry.market
        var wishes: [Holdings.Account: Wish] = [
            Holdings.Account(quarry.stone, quarry.mason.wallet.id): Wish(maximum: 900_000),
            Holdings.Account(quarry.shell, quarry.mason.wallet.id): Wish(minimum: 100_000),
            Holdings.Account(quarry.shell, quarry.fisher.wallet.id): Wish(maximum: 0),
            Holdings.Account(quarry.stone, quarry.fisher.wallet.id): Wish(minimum: 100_000),
            Holdings.Account(quarry.shell, quarry.owner.id): Wish(minimum: 1_000_000_000, maximum: 2_000_000_000),
        ]
        for number in 0..<2 {
            let report = try await market.trade(wishes)
            #expect(report.differences == [], "turn \(number)")
            #expect(report.deeds.isEmpty == (number == 0))
            if number == 0 { try await market.place.awaitTradability(market.databases) }
        }
        try await quarry.giveAway(40_000)
        wishes = [
            Holdings.Account(quarry.stone, quarry.mason.wallet.id): Wish(),
            Holdings.Account(quarry.shell, quarry.mason.wallet.id): Wish(),
            Holdings.Account(quarry.stone, quarry.fisher.wallet.id): Wish(minimum: 10_000_000),
        ]
        var deeds: [MoneyTransfer] = []
        // A turn after each of: 28 days of work, none, 14 days of rest, 36 hours of doubt about clocks.
        let pauses = [28 * 24, 0, 14 * 24, 37].map { Duration.seconds($0 * 3600) }
        for number in 0..<32 where !deeds.contains(where: { $0.recipient == quarry.owner.id }) {
            try market.clock.advance(by: pauses[number % pauses.count])
            try await quarry.hearOfCollectors()
            let report = try await market.trade(number == 0 ? wishes : nil, .init(collectorsTrade: true))
            #expect(report.differences == [], "turn \(number) of the months")
            deeds += report.deeds
        }
        let moved = deeds.filter { $0.note?.kind == .moving }
        #expect(moved.contains { $0.debtor == quarry.stone }, "the present of one collector comes to the primary one")
        #expect(moved.contains { $0.debtor == quarry.shell && $0.recipient == quarry.owner.id }, "\(moved)")
        #expect(try await quarry.owner.balance(quarry.shell) > 1000)
    }
}

/// A small market with an owner who wants shells.
private struct Quarry: Sendable {
    let market: Market
    let mason: Marketplace.Trader
    let fisher: Marketplace.Trader
    let owner: Wallet

    var stone: DebtorID { market.place.currencies[0].issuer.id }
    var shell: DebtorID { market.place.currencies[1].issuer.id }

    static func found() async throws -> Quarry {
        let nodes = try EndToEndStack.nodes()
        var place = try await Marketplace.found(on: nodes, rates: [1, 2])
        try await place.settle([[0: 1_000_000, 1: 0], [0: 0, 1: 5_000_000]])
        let text = ProcessInfo.processInfo.environment["OWNER_CREDITOR_ID"] ?? ""
        let id = try #require(SettingText.id(text, as: CreditorID.self), "OWNER_CREDITOR_ID is not set; scripts/test sets it")
        let owner = Wallet(id: id, nodes: nodes)
        _ = try await nodes.creditorsAPI(as: .creditorsSuperuser).call(.post, owner.path + "activate", [:], expecting: 200, 409)
        try await owner.open(place.base.id)
        _ = try await Circulation.openAccount(in: owner, of: place.currencies[1].issuer, on: nodes)
        return Quarry(
            market: try Market(place, wallets: [owner]), mason: place.traders[0], fisher: place.traders[1], owner: owner)
    }

    /// The mason pays into each collector account of stone.
    func giveAway(_ amount: Int64) async throws {
        let collectors = try await TradeAdministration(nodes: market.place.nodes).collectors(of: stone).filter(\.isActive)
        #expect(collectors.count == 2)
        for collector in collectors {
            let accounts = try await SandboxAuthority(nodes: market.place.nodes).accounts(of: stone)
            let account = try #require(accounts.first { $0.creditorID == collector.id })
            let outcome = try await mason.wallet.pay(PaymentOrder(to: account.uri, amount: amount))
            #expect(outcome.isSuccess, "\(outcome)")
        }
    }

    /// The authority says again how the accounts are, and the workers fetch again what is old.
    func hearOfCollectors() async throws {
        let issuers = market.place.currencies.map(\.issuer) + [market.place.base]
        for issuer in issuers { try await SandboxAuthority(nodes: market.place.nodes).order(.heartbeats, debtor: issuer.id) }
        let now = try market.clock.now()
        try await untilTrue("documents that are not old") {
            let moments = try await market.databases.fetchedDocuments(issuers.map(\.locator)).values
            return moments.filter { now.seconds(since: $0) < 8 * 86_400 }.count == issuers.count
        }
    }
}
