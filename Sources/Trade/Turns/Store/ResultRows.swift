import Persistence
import SMPProtocol

/// The six tables of a turn's trades (TS 4.3, TS 9): the solver writes them, each worker reads and deletes its share.
enum ResultTable: String, Sendable, CaseIterable {
    // In the order in which the solver looks for rows that are left (TS 2.7).
    case collectorDispatching = "collector_dispatching"
    case collectorReceiving = "collector_receiving"
    case collectorSending = "collector_sending"
    case collectorCollecting = "collector_collecting"
    case creditorGiving = "creditor_giving"
    case creditorTaking = "creditor_taking"

    /// Decides which worker a row is for (TS 4.5).
    var hashColumn: String {
        switch self {
        case .creditorGiving, .creditorTaking: "creditor_hash"
        case .collectorDispatching, .collectorCollecting: "collector_hash"
        case .collectorSending: "from_collector_hash"
        case .collectorReceiving: "to_collector_hash"
        }
    }

    /// What a worker needs of a row. The first four tables: (creditor, debtor, amount, collector); the last two: (debtor, from, to,
    /// amount).
    private var readColumns: String {
        switch self {
        case .creditorGiving, .creditorTaking, .collectorDispatching, .collectorCollecting: "creditor_id, debtor_id, amount, collector_id"
        case .collectorSending, .collectorReceiving: "debtor_id, from_collector_id, to_collector_id, amount"
        }
    }

    /// Where the solver writes.
    var target: CopyTarget {
        switch self {
        case .creditorGiving, .creditorTaking:
            CopyTarget(rawValue, "turn_id", "creditor_id", "debtor_id", "creditor_hash", "amount", "collector_id")
        case .collectorDispatching, .collectorCollecting:
            CopyTarget(rawValue, "turn_id", "debtor_id", "creditor_id", "amount", "collector_id", "collector_hash")
        case .collectorSending:
            CopyTarget(rawValue, "turn_id", "debtor_id", "from_collector_id", "to_collector_id", "from_collector_hash", "amount")
        case .collectorReceiving:
            CopyTarget(rawValue, "turn_id", "debtor_id", "to_collector_id", "from_collector_id", "to_collector_hash", "amount")
        }
    }
}

extension ResultTable {
    /// The rows of one worker, for `copyOut` (TW 17.1). See the tables' own columns.
    func read(_ turn: TurnID, _ realm: ShardingRealm) -> Query {
        Statement("\(rawValue).read", "SELECT \(readColumns) FROM \(rawValue) WHERE turn_id = $1 AND \(hashColumn) & $2 = $3")(
            turn, realm.mask16, realm.prefix16)
    }

    /// Deletes the rows of one worker (TW 19.2).
    func delete(_ turn: TurnID, _ realm: ShardingRealm) -> Query {
        Statement("\(rawValue).delete", "DELETE FROM \(rawValue) WHERE turn_id = $1 AND \(hashColumn) & $2 = $3")(
            turn, realm.mask16, realm.prefix16)
    }

    private static let pendingStatement = Statement(
        "turn.hasPendingResults",
        "SELECT " + allCases.map { "EXISTS (SELECT FROM \($0.rawValue) WHERE turn_id = $1)" }.joined(separator: " OR "))

    /// Whether any worker has yet to delete its rows (TS 2.7): one row with one truth value.
    static func pending(_ turn: TurnID) -> Query { pendingStatement(turn) }

    private static let leftoversStatement = Statement(
        "turn.leftovers",
        allCases.map { table in
            "SELECT '\(table.rawValue)', (\(table.hashColumn) >> 12) & 15, count(*) FROM \(table.rawValue) WHERE turn_id = $1 GROUP BY 2"
        }.joined(separator: " UNION ALL ") + " ORDER BY 1, 2")

    /// What workers have not deleted as (table, first four bits of the hash, rows), for the operator (TS2 20.9).
    static func leftovers(_ turn: TurnID) -> Query { leftoversStatement(turn) }
}
