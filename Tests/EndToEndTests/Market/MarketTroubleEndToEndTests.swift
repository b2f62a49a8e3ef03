import Demo
import SMPProtocol
import TestSupport
import Testing

/// What people and issuers do in the middle of a turn of the market, at the worst moment.
@Suite(.serialized, .timeLimit(.minutes(10))) struct MarketTroubleEndToEndTests {
    private func randomWishes(_ market: Market, _ number: UInt64) async throws -> (wishes: [Holdings.Account: Wish], books: Holdings) {
        var generator = SplitMix64(seed: EndToEndStack.seed(300) &+ number)
        let books = try await market.rest().books
        return (market.randomWishes(books, using: &generator), books)
    }

    /// Requests to set money aside come late and in any order: a payment of nearly everything that somebody has, and his own offer.
    @Test func peopleSpendTheirMoneyBetweenOfferAndLock() async throws {
        let market = try await Market.shared.value
        let (wishes, books) = try await randomWishes(market, 0)
        let spenders = Self.spenders(market, wishes, books)
        try #require(spenders.count > 10)
        let sandbox = SandboxAuthority(nodes: market.place.nodes)
        let refused = try await sandbox.totals().sent["RejectedTransfer"] ?? 0
        var faults = SandboxAuthority.Faults()
        (faults.seed, faults.delay, faults.maxDelaySeconds, faults.types) = (7, 1, 1.5, ["PrepareTransfer"])
        try await sandbox.set(faults)
        let spend: @Sendable () async throws -> Void = {
            _ = try await concurrently(spenders, limit: 32) { spender in
                try await market.pay(spender.amount, spender.account.debtor, from: spender.payer, to: spender.payee)
            }
            try await sandbox.switchFaultsOff()
        }
        let report = try await market.trade(wishes, .init(), .init(whenOffersBegin: spend))
        #expect(report.differences == [])
        #expect(try await sandbox.totals().sent["RejectedTransfer"] ?? 0 > refused, "somebody's money was there twice")
    }

    private struct Spender: Sendable {
        let account: Holdings.Account
        let amount: Int64
        let payer: Marketplace.Trader
        let payee: Marketplace.Trader
    }

    /// Those who would sell something, with somebody who can take all of it.
    private static func spenders(_ market: Market, _ wishes: [Holdings.Account: Wish], _ books: Holdings) -> [Spender] {
        let people = Dictionary(uniqueKeysWithValues: market.place.traders.map { ($0.wallet.id, $0) })
        return wishes.sorted { $0.key < $1.key }.compactMap { account, wish in
            let balance = books.amounts[account] ?? 0
            let payee = market.place.traders.first { $0.wallet.id != account.creditor && $0.identities[account.debtor] != nil }
            guard wish.offered(of: balance) > 0, let payer = people[account.creditor], let payee else { return nil }
            return Spender(account: account, amount: balance - balance / 100, payer: payer, payee: payee)
        }
    }

    /// Some who give and some who want something close these accounts: before they are locked, when they are, and when all is decided.
    /// Authorities let nobody go whose account has something prepared, and the trade service pays whom it owes.
    @Test func accountsAreClosedInTheMiddleOfATurn() async throws {
        let market = try await Market.shared.value
        let (wishes, _) = try await randomWishes(market, 1)
        let closed = wishes.filter { $0.value != Wish() }.keys.sorted()
        @Sendable func close(_ third: Int, isClosed: Bool = true) async throws {
            _ = try await concurrently(closed.indices.filter { $0 % 12 == third }.map { closed[$0] }) { account in
                let wallet = Wallet(id: account.creditor, nodes: market.place.nodes)
                try await wallet.change("config", of: account.debtor, ["scheduledForDeletion": .bool(isClosed)])
            }
        }
        let report = try await market.trade(
            wishes, .init(),
            .init(
                whenOffersBegin: { try await close(0) }, whenAccountsAreLocked: { try await close(1) },
                whenTradesAreDecided: { try await close(2) }))
        #expect(report.differences == [])
        #expect(!report.deeds.isEmpty)
        for third in 0..<3 { try await close(third, isClosed: false) }
        let next = try await randomWishes(market, 2)
        #expect(try await market.trade(next.wishes).differences == [])
    }

    /// Commits come late, and meanwhile issuers change their interest rates: what collectors have prepared cannot be committed any more,
    /// and is tried again. Whether a change comes in time is a race, so it may need a second turn.
    @Test func theInterestRateChangesBetweenPrepareAndCommit() async throws {
        let market = try await Market.shared.value
        let sandbox = SandboxAuthority(nodes: market.place.nodes)
        let since = try market.clock.now()
        for attempt: Int64 in 0..<4 {
            if try await Self.refusals(sandbox, since: since) > 0 { break }
            let (wishes, _) = try await randomWishes(market, 3 + UInt64(attempt))
            let change: @Sendable () async throws -> Void = {
                try await Self.lowerRates(market, sandbox, rate: -5 - Double(attempt), revision: 2 + attempt)
            }
            let report = try await market.trade(wishes, .init(), .init(whenTradesAreDecided: change))
            #expect(report.differences == [])
        }
        #expect(try await Self.refusals(sandbox, since: since) > 0)
    }

    /// Commits take seconds, and each currency gets a lower rate as soon as a collector has prepared something in it.
    private static func lowerRates(_ market: Market, _ sandbox: SandboxAuthority, rate: Double, revision: Int64) async throws {
        var faults = SandboxAuthority.Faults()
        (faults.seed, faults.delay, faults.maxDelaySeconds, faults.types) = (8, 1, 3, ["FinalizeTransfer"])
        try await sandbox.set(faults)
        _ = try await concurrently(market.place.currencies) { currency in
            let seen: Void? = try? await untilTrue("a collector's transfer", seconds: 8) {
                try await sandbox.tradeLocks(of: currency.issuer.id).contains { $0.sender.isSystemAccount }
            }
            if seen != nil { try await lower(currency, sandbox, rate: rate, revision: revision) }
        }
        try await sandbox.switchFaultsOff()
    }

    private static func lower(
        _ currency: Marketplace.Currency, _ sandbox: SandboxAuthority, rate: Double, revision: Int64
    ) async throws {
        try await currency.issuer.publish(currency.coin, revision: revision, interestRate: rate)
        let debtor = currency.issuer.id
        try await untilTrue("the new rate of \(debtor.unsignedText)") {
            try await sandbox.order(.rates, debtor: debtor)
            let answer = try await sandbox.api.call(.get, "/accounts?debtorId=\(debtor.unsignedText)", expecting: 200)
            return (answer.at("accounts")?.elements ?? []).contains { $0.at("interestRate")?.number == rate }
        }
    }

    /// How often the authority has refused to commit because of a newer rate.
    private static func refusals(_ sandbox: SandboxAuthority, since: Timestamp) async throws -> Int {
        let messages = try await sandbox.api.call(.get, "/messages", expecting: 200).at("messages")?.elements ?? []
        return messages.filter { entry in
            guard let moment = entry.at("at")?.moment, moment >= since else { return false }
            return entry.at("message", "status_code")?.string == StatusCode.newerInterestRate
        }.count
    }
}
