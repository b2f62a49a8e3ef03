import BenchmarkKit
import InboxLoads
import Persistence
import SMPProtocol

/// What a worker of Circular Trade does with the messages of a turn, until all is in its database and what it sends has been published.
final class TradeLoad {
    private let run: QueueRun
    private let database: Database
    private let flusher: NodeProcess
    private var updateID: Int64 = 0
    private var turn = TurnID(0)

    /// - Parameter database: the worker's; it gets a market.
    init(_ run: QueueRun, database: Database) async throws {
        self.run = run
        self.database = database
        try await Market.create(in: database)
        flusher = try NodeProcess(of: "trade-solver", ["flush_all"], environment: ["APP_LOG_LEVEL": "error"])
    }

    func stop() { flusher.stop() }

    func policies(_ step: QueueRun.Step) async throws -> BenchmarkReport.Case {
        let messages = (0..<step.count).map { Market.policy($0, updateID: nextID($0), now: now()) }
        return try await measureUpdates("UpdatedPolicy", step, messages, "SELECT latest_policy_update_id FROM trading_policy")
    }

    func ledgers(_ step: QueueRun.Step) async throws -> BenchmarkReport.Case {
        let messages = (0..<step.count).map { Market.ledger($0, updateID: nextID($0), now: now()) }
        return try await measureUpdates("UpdatedLedger", step, messages, "SELECT latest_ledger_update_id FROM trading_policy")
    }

    /// At most one for each account.
    func offers(_ step: QueueRun.Step) async throws -> BenchmarkReport.Case {
        turn = TurnID(turn.rawValue + 1)
        try await Market.openTurn(turn, in: database)
        let messages = (0..<step.count).map { Market.offer($0, turn: turn, now: now()) }
        return try await measure("CandidateOffer", step, messages, expecting: step.count, "SELECT count(*) FROM account_lock")
    }

    /// At most two for each account.
    func transfers(_ step: QueueRun.Step) async throws -> BenchmarkReport.Case {
        turn = TurnID(turn.rawValue + 1)
        try await Market.settleTurn(turn, in: database)
        let messages = (0..<step.count).map { Market.transfer($0, turn: turn, now: now()) }
        return try await measure(
            "AccountTransfer", step, messages, expecting: step.count,
            """
            SELECT (SELECT count(*) FROM account_lock WHERE released_at IS NOT NULL)
                + (SELECT count(*) FROM worker_collecting WHERE collected)
            """)
    }

    private func nextID(_ number: Int) -> Int64 {
        if number % Market.accounts == 0 { updateID += 1 }
        return updateID
    }

    private func measureUpdates(
        _ name: String, _ step: QueueRun.Step, _ messages: [any SMPMessage], _ select: String
    ) async throws -> BenchmarkReport.Case {
        let last = Market.key(step.count - 1)
        let mark = Statement("mark.\(name)", "\(select) WHERE creditor_id = \(last.creditor) AND debtor_id = \(last.debtor)")
        return try await measure(name, step, messages, expecting: Int(updateID), mark)
    }

    /// - Parameter mark: a number that says when all is done.
    private func measure(
        _ name: String, _ step: QueueRun.Step, _ messages: [any SMPMessage], expecting value: Int, _ mark: Statement
    ) async throws -> BenchmarkReport.Case {
        try await run.measure(
            name, of: "trade-solver", prefetchCount: step.prefetchCount, messages: messages,
            groups: [ProcessGroup(name: "flusher", pids: [flusher.pid]), try .ofStack("postgres"), try .ofStack("broker")]
        ) {
            guard let row = try await database.query(mark).first, try row[0] as Int64 >= Int64(value) else { return false }
            return try await !database.query("SELECT EXISTS (SELECT FROM outbox_message)")[0].decode(0)
        }
    }
}
