import NodeKit
import Persistence
import SMPProtocol

@testable import Trade

/// Three currencies that are worth the same, with two collectors each, and traders who each have too much of one and too little of the
/// next.
struct PlayedMarket {
    static let base: DebtorID = 101
    static let currencies: [DebtorID] = [201, 202, 203]
    static let collectors: [CreditorID] = [0x100_0000_0001, 0x100_0000_0002]

    var network: PlayedNetwork
    let traders: Int
    private var fixture: ShardsFixture { network.fixture }
    private(set) var startTotals: [DebtorID: Int64] = [:]

    /// Everything is known to the workers and to the solver.
    init(_ fixture: ShardsFixture, traders: Int) async throws {
        network = PlayedNetwork(fixture)
        self.traders = traders
        for debtor in [Self.base] + Self.currencies { describe(debtor) }
        for debtor in Self.currencies {
            for collector in Self.collectors { try await addCollector(AccountKey(creditor: collector, debtor: debtor)) }
        }
        for number in 0..<traders { addTrader(number) }
        try await network.settle()
        for debtor in Self.currencies { startTotals[debtor] = network.authority.total(debtor) }
    }

    private static func locator(_ debtor: DebtorID) -> String { "https://example.com/\(debtor)" }

    private mutating func describe(_ debtor: DebtorID) {
        let now = fixture.clock.now()
        let peg = debtor == Self.base ? nil : CoinInfo.Peg(locator: Self.locator(Self.base), debtor: Self.base, exchangeRate: 1)
        network.post(StoreDocument(CoinInfo(debtor: debtor, peg: peg, willNotChangeUntil: nil), at: Self.locator(debtor), ts: now))
        network.post(ConfirmDebtor(debtorID: debtor, debtorInfoLocator: Self.locator(debtor), ts: now))
    }

    private mutating func addCollector(_ key: AccountKey) async throws {
        let id = AccountID("c-\(key.creditor)")!
        let now = fixture.clock.now()
        network.authority.accounts[key] = .init(id: id, balance: 0)
        try await fixture.solver.run(
            """
            INSERT INTO collector_account (debtor_id, collector_id, collector_hash, account_id, status, latest_status_change_at)
            VALUES (\(key.debtor), \(key.creditor), \(key.creditor.shardingHash16), '\(id)', 2, '2026-01-01T00:00:00Z')
            """)
        for shard in fixture.shards where shard.realm.contains(key.creditor) {
            _ = try await shard.database.pipeline([NeededAccountRows.insert([NeededWorkerAccount(key: key, configuredAt: now)])])
        }
        network.post(network.authority.update(key, now: now))
    }

    private mutating func addTrader(_ number: Int) {
        let creditor = CreditorID(0x200_0000_0001 + Int64(number))
        let (sold, bought) = (Self.currencies[number % 3], Self.currencies[(number + 1) % 3])
        let amount = 20_000 + 1000 * Int64(number % 7)
        addAccount(AccountKey(creditor: creditor, debtor: sold), has: 2 * amount, wants: amount)
        addAccount(AccountKey(creditor: creditor, debtor: bought), has: 0, wants: amount)
    }

    private mutating func addAccount(_ key: AccountKey, has balance: Int64, wants principal: Int64) {
        let now = fixture.clock.now()
        network.authority.accounts[key] = .init(id: AccountID("u-\(key.creditor)-\(key.debtor)")!, balance: balance)
        network.post(network.authority.ledger(key, now: now))
        network.post(Sample.policy(key, min: principal, max: principal, peg: (Self.base, 1), ts: now))
    }

    // MARK: A turn

    /// A whole turn, from its beginning to its end. Whatever fails is done again.
    ///
    /// - Returns: what the solver had decided to take, in all.
    mutating func playTurn() async throws -> Int64 {
        let solver = fixture.solver
        try await solve()
        try await rollAll()
        try await network.settle()
        fixture.clock.advance(seconds: 61)
        try await solve()
        try await rollAll()
        try await network.settle()
        fixture.clock.advance(seconds: 560)
        try await rollAll()
        fixture.clock.advance(seconds: 60)
        try await solve()
        let taken = try await solver.numbers("SELECT coalesce(sum(amount), 0)::bigint FROM creditor_taking")[0][0]
        try await rollAll()
        try await network.settle()
        // What was rescheduled, and then the end of the solver's turn.
        for _ in 0..<6 {
            fixture.clock.advance(seconds: 7200)
            try await rollAll()
            try await network.settle()
        }
        try await solve()
        return taken
    }

    private mutating func solve() async throws {
        let roller = fixture.solver.roller()
        try await network.insist { _ = try await roller.pass() }
    }

    private mutating func rollAll() async throws {
        for shard in fixture.shards {
            try await network.insist { _ = try await WorkerTurnRoller(context: shard).pass() }
            try await network.insist { try await CollectorKeeper(context: shard, maxCount: 100).pass() }
        }
    }

    // MARK: What must be true in the end

    /// TW 28.5 – 28.14.
    func violations(taken: Int64) async throws -> [String] {
        var found = network.authority.violations(taken: taken, startTotals: startTotals)
        found += network.outcomes.filter { $0.value.count > 1 }.map { "transfer \($0.key) was finalized with \($0.value)" }
        for (index, shard) in fixture.shards.enumerated() {
            if try await shard.count("account_lock", where: "released_at IS NULL") > 0 { found.append("worker \(index) has open locks") }
            for table in Self.emptied where try await shard.count(table) > 0 { found.append("worker \(index) has rows in \(table)") }
        }
        for table in ResultTable.allCases.map(\.rawValue) + ["sell_offer", "buy_offer", "debtor_info", "confirmed_debtor"]
        where try await fixture.solver.count(table) > 0 { found.append("the solver has rows in \(table)") }
        return found
    }

    private static let emptied = [
        "creditor_participation", "dispatching_status", "worker_collecting", "worker_sending", "worker_receiving", "worker_dispatching",
        "transfer_attempt", "delayed_account_transfer", "collector_status_change", "outbox_message",
    ]
}
