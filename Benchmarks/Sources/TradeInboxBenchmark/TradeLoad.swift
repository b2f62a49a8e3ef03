import BenchmarkKit
import InboxLoads
import Persistence
import SMPProtocol

/// What a worker of Circular Trade does with the messages of a turn, until all is in its database and what it sends has been published.
final class TradeLoad {
    private let run: QueueRun
    private let database: Database
    private var updateID: Int64 = 0
    private var turn = TurnID(0)

    /// - Parameter database: the worker's; it gets a market.
    init(_ run: QueueRun, database: Database) async throws {
        self.run = run
        self.database = database
        try await Market.create(in: database)
    }

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
        let last = Market.key(step.count - 1)
        return try await measure(
            "CandidateOffer", step, messages, expecting: step.count, "SELECT count(*) FROM account_lock",
            after: "EXISTS (SELECT FROM account_lock WHERE creditor_id = \(last.creditor) AND debtor_id = \(last.debtor))")
    }

    /// At most two for each account; an even number.
    func transfers(_ step: QueueRun.Step) async throws -> BenchmarkReport.Case {
        turn = TurnID(turn.rawValue + 1)
        try await Market.settleTurn(turn, in: database)
        let messages = (0..<step.count).map { Market.transfer($0, turn: turn, now: now()) }
        let last = Market.key(step.count / 2 - 1)
        let open = "SELECT FROM worker_collecting WHERE creditor_id = \(last.creditor) AND debtor_id = \(last.debtor) AND collector_id = "
        return try await measure(
            "AccountTransfer", step, messages, expecting: step.count,
            """
            SELECT (SELECT count(*) FROM account_lock WHERE released_at IS NOT NULL)
                + (SELECT count(*) FROM worker_collecting WHERE collected)
            """, after: "EXISTS (\(open)\(last.collector) AND turn_id = \(turn) AND collected)")
    }

    private func nextID(_ number: Int) -> Int64 {
        if number % Market.accounts == 0 { updateID += 1 }
        return updateID
    }

    private func measureUpdates(
        _ name: String, _ step: QueueRun.Step, _ messages: [any SMPMessage], _ select: String
    ) async throws -> BenchmarkReport.Case {
        let last = Market.key(step.count - 1)
        let mark = "\(select) WHERE creditor_id = \(last.creditor) AND debtor_id = \(last.debtor)"
        return try await measure(name, step, messages, expecting: Int(updateID), mark, after: "true")
    }

    /// - Parameters:
    ///   - mark: a number that says when all is done. It may be costly.
    ///   - condition: what the last message brings about; only then the mark is looked at.
    private func measure(
        _ name: String, _ step: QueueRun.Step, _ messages: [any SMPMessage], expecting value: Int, _ mark: String, after condition: String
    ) async throws -> BenchmarkReport.Case {
        let isNear = Statement("near.\(name).\(step.prefetchCount)", "SELECT \(condition)")
        let progress = Statement("mark.\(name).\(step.prefetchCount)", mark)
        return try await run.measure(
            name, of: "trade-solver", prefetchCount: step.prefetchCount, messages: messages,
            groups: [try .ofStack("trade-worker", name: "flusher"), try .ofStack("postgres"), try .ofStack("broker")]
        ) {
            guard try await database.query(isNear)[0].decode(0, as: Bool.self) else { return false }
            guard let row = try await database.query(progress).first, try row[0] as Int64 >= Int64(value) else { return false }
            return try await !database.query("SELECT EXISTS (SELECT FROM outbox_message)")[0].decode(0)
        }
    }
}
