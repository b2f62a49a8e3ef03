import NodeKit
import Persistence
import SMPProtocol
import Synchronization
import TestSupport
import Testing

@testable import Trade

/// A worker's database with a fetcher.
struct FetchingFixture: Sendable {
    let store: WorkerStore
    let wakeUp: WakeUp
    let clock = WorkerClock()

    static let debtor: DebtorID = 666

    static func with(_ change: (inout WorkerRules) -> Void = { _ in }, _ body: (FetchingFixture) async throws -> Void) async throws {
        var rules = Sample.rules
        change(&rules)
        try await TestDatabase.with(migrations: Resources.workerMigrations) { database in
            try await body(FetchingFixture(database, rules))
        }
    }

    private init(_ database: Database, _ rules: WorkerRules) {
        let wakeUps = WakeUps(service: "test")
        wakeUp = wakeUps.subscribe(to: .fetching)
        let clock = clock
        store = WorkerStore(
            database: database, wakeUps: wakeUps, rules: rules, logger: TestDatabase.quietLogger, now: { clock.now })
    }

    // MARK: Fetching

    func loop(
        connections: Int = 100, quitsEarly: Bool = true, realm: ShardingRealm = .everything,
        _ fetch: @escaping @Sendable (String) async -> FetchOutcome
    ) -> FetchLoop {
        FetchLoop(
            name: "fetch_debtor_infos", store: store, realm: realm,
            pace: FetchLoop.Pace(connections: connections, waitSeconds: 3600, quitsEarly: quitsEarly), fetch: fetch, wakeUp: wakeUp)
    }

    /// Fetches all that is due.
    ///
    /// - Returns: what was asked for, in no particular order.
    @discardableResult
    func pass(
        connections: Int = 100, realm: ShardingRealm = .everything, _ fetch: @escaping @Sendable (String) async -> FetchOutcome
    ) async throws -> [String] {
        let asked = Mailbox<String>()
        try await loop(connections: connections, realm: realm) { url in
            asked.append(url)
            return await fetch(url)
        }.run()
        return asked.all
    }

    // MARK: Rows and messages

    func schedule(_ messages: [FetchDebtorInfo]) async throws { try await store.handle(messages) }

    func fetches() async throws -> [DebtorInfoFetch] {
        try await store.read(Statement("test.fetches", "SELECT \(FetchRows.table.columns) FROM debtor_info_fetch t")()).map(
            FetchRows.decode)
    }

    func documents() async throws -> [DebtorInfoDocument] {
        try await store.read(Statement("test.documents", "SELECT \(DocumentRows.table.columns) FROM debtor_info_document t")())
            .map(DocumentRows.decode)
    }

    /// Takes what waits in the outbox.
    func takeMessages() async throws -> [Outgoing] {
        let rows = try await store.database.query("DELETE FROM outbox_message RETURNING kind, body, message_id")
        let messages: [(Int64, Outgoing)] = try rows.map { row in
            let kind = try #require(MessageKind(rawValue: try row[0]))
            let body: [UInt8] = try row[1]
            let message: Outgoing =
                switch kind {
                case .fetchDebtorInfo: .fetchDebtorInfo(try FetchDebtorInfo(json: body))
                case .storeDocument: .storeDocument(try StoreDocument(json: body))
                case .confirmDebtor: .confirmDebtor(try ConfirmDebtor(json: body))
                default: throw UnexpectedMessage(kind: kind)
                }
            return (try row[2], message)
        }
        return messages.sorted { $0.0 < $1.0 }.map(\.1)
    }

    struct UnexpectedMessage: Error { let kind: MessageKind }

    /// Fetches, and delivers what that leads to, until nothing happens any more.
    ///
    /// - Returns: what was asked for, in this order.
    func settle(_ fetch: @escaping @Sendable (String) async -> FetchOutcome) async throws -> [String] {
        var asked: [String] = []
        while true {
            asked += try await pass(fetch)
            let messages = try await takeMessages()
            if messages.isEmpty { return asked }
            try await store.handle(messages.compactMap { $0.message as? any InboxMessage })
        }
    }
}

/// A clock that stands still until it is moved.
final class WorkerClock: Sendable {
    private let moment = Mutex(Sample.now)

    var now: Timestamp { moment.withLock { $0 } }

    func advance(_ duration: Duration) { moment.withLock { $0 = $0.adding(duration) } }
}

extension LocatedCoinInfo {
    /// A document that says where it is.
    static func sample(_ locator: String, _ debtor: DebtorID = FetchingFixture.debtor, peg: (String, DebtorID)? = nil) -> LocatedCoinInfo {
        LocatedCoinInfo(
            locator: locator,
            info: CoinInfo(
                debtor: debtor, peg: peg.map { CoinInfo.Peg(locator: $0.0, debtor: $0.1, exchangeRate: 1) }, willNotChangeUntil: nil))
    }
}
