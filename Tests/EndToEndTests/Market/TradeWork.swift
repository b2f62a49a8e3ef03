import Persistence
import SMPProtocol

@testable import Demo

/// What the workers of Circular Trade have not done yet, all together.
struct TradeWork: Hashable, Sendable, CustomStringConvertible {
    private(set) var counts: [Kind: Int64] = [:]

    enum Kind: String, CaseIterable {
        /// Accounts that authorities have not answered about.
        case askedLocks = "SELECT count(*) FROM account_lock WHERE transfer_id IS NULL"
        /// Accounts that take part, or still wait for what they shall get.
        case locks = "SELECT count(*) FROM account_lock WHERE released_at IS NULL"
        case participations = "SELECT count(*) FROM creditor_participation"
        case statuses = "SELECT count(*) FROM dispatching_status"
        case collectings = "SELECT count(*) FROM worker_collecting"
        case sendings = "SELECT count(*) FROM worker_sending"
        case receivings = "SELECT count(*) FROM worker_receiving"
        case dispatchings = "SELECT count(*) FROM worker_dispatching"
        case attempts = "SELECT count(*) FROM transfer_attempt"
        /// Attempts whose next try waits for a moment.
        case postponedAttempts = "SELECT count(*) FROM transfer_attempt WHERE rescheduled_for IS NOT NULL"
        case delayed = "SELECT count(*) FROM delayed_account_transfer"
        case changes = "SELECT count(*) FROM collector_status_change"
        case messages = "SELECT count(*) FROM outbox_message"
    }

    subscript(kind: Kind) -> Int64 { counts[kind] ?? 0 }

    var isDone: Bool { counts.isEmpty }

    var description: String {
        isDone ? "nothing" : Kind.allCases.filter { self[$0] > 0 }.map { "\(self[$0]) \($0)" }.joined(separator: ", ")
    }

    /// What there is now.
    static func read(_ databases: StackDatabases) async throws -> TradeWork {
        var work = TradeWork()
        for worker in databases.workers {
            let answers = try await worker.pipeline(Kind.allCases.map { Query(Statement(stringLiteral: $0.rawValue)) }, readOnly: true)
            for (kind, rows) in zip(Kind.allCases, answers) {
                let count: Int64 = try rows[0][0]
                if count > 0 { work.counts[kind, default: 0] += count }
            }
        }
        return work
    }
}

/// Where the workers stand in a turn, as they say.
struct WorkersTurn: Sendable {
    /// Phase and sub-phase of each worker that knows the turn, in an order that grows.
    var steps: [Step] = []
    var phaseDeadline: Timestamp?
    var collectionStartedAt: Timestamp?

    struct Step: Hashable, Comparable, Sendable {
        let phase: Int16
        let subphase: Int16

        static func < (a: Step, b: Step) -> Bool { (a.phase, a.subphase) < (b.phase, b.subphase) }
    }

    static func read(_ turn: TurnID, _ databases: StackDatabases) async throws -> WorkersTurn {
        var found = WorkersTurn()
        for worker in databases.workers {
            let rows = try await worker.query(
                "SELECT phase, worker_turn_subphase, phase_deadline, collection_started_at FROM worker_turn WHERE turn_id = $1", turn)
            guard let row = rows.first else { continue }
            found.steps.append(Step(phase: try row[0], subphase: try row[1]))
            found.phaseDeadline = try row[2]
            found.collectionStartedAt = try row[3]
        }
        return found
    }

    /// What the workers know of people's wishes, and of their balances.
    static func policies(_ databases: StackDatabases) async throws -> [Holdings.Account: (wish: Wish, balance: Int64)] {
        var known: [Holdings.Account: (wish: Wish, balance: Int64)] = [:]
        for worker in databases.workers {
            let rows = try await worker.query(
                """
                SELECT debtor_id, creditor_id, min_principal, max_principal, principal FROM trading_policy
                WHERE policy_name IS NOT NULL AND account_id <> ''
                """)
            for row in rows {
                known[Holdings.Account(try row[0], try row[1])] = (Wish(minimum: try row[2], maximum: try row[3]), try row[4])
            }
        }
        return known
    }

    /// How many accounts take part in the turn.
    static func lockedAccounts(_ turn: TurnID, _ databases: StackDatabases) async throws -> Int64 {
        var count: Int64 = 0
        for worker in databases.workers {
            count += try await worker.query("SELECT count(*) FROM account_lock WHERE turn_id = $1", turn)[0][0]
        }
        return count
    }

    /// The earliest moment for which an attempt waits.
    static func nextAttempt(_ databases: StackDatabases) async throws -> Timestamp? {
        var moments: [Timestamp] = []
        for worker in databases.workers {
            let rows = try await worker.query("SELECT min(rescheduled_for) FROM transfer_attempt")
            if let moment: Timestamp = try rows[0][0] { moments.append(moment) }
        }
        return moments.min()
    }
}
