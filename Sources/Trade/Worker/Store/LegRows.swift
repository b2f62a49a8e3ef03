import NodeKit
import Persistence
import SMPProtocol

/// The statements of one table of expected transfers. Its key is a collector, a turn, a currency, and whoever is at the other end.
struct LegTable: Sendable {
    let rows: WorkerTable
    /// All rows of some collectors' turns.
    private let ofStatuses: Statement

    init(_ name: String, collector: String, other: String, values: [String]) {
        rows = WorkerTable(
            name, key: ["\(collector) bigint", "turn_id integer", "debtor_id bigint", "\(other) bigint"],
            values: values + ["purge_after timestamptz"])
        ofStatuses = Statement(
            "\(name).of_statuses",
            """
            SELECT \(rows.columns) FROM unnest($1::bigint[], $2::integer[], $3::bigint[]) AS k (collector_id, turn_id, debtor_id)
            JOIN \(name) t ON t.\(collector) = k.collector_id AND t.turn_id = k.turn_id AND t.debtor_id = k.debtor_id
            """)
    }

    static let collecting = LegTable(
        "worker_collecting", collector: "collector_id", other: "creditor_id", values: ["amount bigint", "collected boolean"])
    static let sending = LegTable("worker_sending", collector: "from_collector_id", other: "to_collector_id", values: ["amount bigint"])
    static let receiving = LegTable(
        "worker_receiving", collector: "to_collector_id", other: "from_collector_id",
        values: ["expected_amount bigint", "received_amount bigint"])
    static let dispatching = LegTable("worker_dispatching", collector: "collector_id", other: "creditor_id", values: ["amount bigint"])

    func lock(_ legs: Set<LegKey>) -> Query { call(rows.lock, Array(legs)) }
    func delete(_ legs: [LegKey]) -> Query { call(rows.delete, legs) }
    func all(of keys: Set<StatusKey>) -> Query { ofStatuses(keys.map(\.collector), keys.map(\.turn), keys.map(\.debtor)) }

    private func call(_ statement: Statement, _ legs: [LegKey]) -> Query {
        statement(legs.map(\.status.collector), legs.map(\.status.turn), legs.map(\.status.debtor), legs.map(\.other))
    }
}

extension RowCursor {
    fileprivate mutating func leg() throws -> LegKey {
        LegKey(StatusKey(collector: try next(), turn: try next(), debtor: try next()), try next())
    }
}

/// The table `worker_collecting`.
enum CollectingRows: WorkerRows {
    static func decode(_ row: Row) throws -> WorkerCollecting {
        var c = RowCursor(row)
        return WorkerCollecting(key: try c.leg(), amount: try c.next(), isCollected: try c.next(), purgeAfter: try c.next())
    }

    static func insert(_ entities: [WorkerCollecting]) -> Query { store(LegTable.collecting.rows.insert, entities) }
    static func update(_ entities: [WorkerCollecting]) -> Query { store(LegTable.collecting.rows.update, entities) }
    static func delete(_ keys: [LegKey]) -> Query { LegTable.collecting.delete(keys) }

    private static func store(_ statement: Statement, _ l: [WorkerCollecting]) -> Query {
        statement(
            l.map(\.key.status.collector), l.map(\.key.status.turn), l.map(\.key.status.debtor), l.map(\.key.other), l.map(\.amount),
            l.map(\.isCollected), l.map(\.purgeAfter))
    }
}

/// The table `worker_receiving`.
enum ReceivingRows: WorkerRows {
    static func decode(_ row: Row) throws -> WorkerReceiving {
        var c = RowCursor(row)
        return WorkerReceiving(key: try c.leg(), expectedAmount: try c.next(), receivedAmount: try c.next(), purgeAfter: try c.next())
    }

    static func insert(_ entities: [WorkerReceiving]) -> Query { store(LegTable.receiving.rows.insert, entities) }
    static func update(_ entities: [WorkerReceiving]) -> Query { store(LegTable.receiving.rows.update, entities) }
    static func delete(_ keys: [LegKey]) -> Query { LegTable.receiving.delete(keys) }

    private static func store(_ statement: Statement, _ l: [WorkerReceiving]) -> Query {
        statement(
            l.map(\.key.status.collector), l.map(\.key.status.turn), l.map(\.key.status.debtor), l.map(\.key.other),
            l.map(\.expectedAmount), l.map(\.receivedAmount), l.map(\.purgeAfter))
    }
}

/// The table `worker_sending`, whose rows are inserted and deleted.
enum SendingRows {
    static func decode(_ row: Row) throws -> WorkerSending {
        var c = RowCursor(row)
        return WorkerSending(key: try c.leg(), amount: try c.next(), purgeAfter: try c.next())
    }

    static func insert(_ l: [WorkerSending]) -> Query {
        LegTable.sending.rows.insert(
            l.map(\.key.status.collector), l.map(\.key.status.turn), l.map(\.key.status.debtor), l.map(\.key.other), l.map(\.amount),
            l.map(\.purgeAfter))
    }
}

/// The table `worker_dispatching`, whose rows are inserted and deleted.
enum DispatchingRows {
    static func decode(_ row: Row) throws -> WorkerDispatching {
        var c = RowCursor(row)
        return WorkerDispatching(key: try c.leg(), amount: try c.next(), purgeAfter: try c.next())
    }

    static func insert(_ l: [WorkerDispatching]) -> Query {
        LegTable.dispatching.rows.insert(
            l.map(\.key.status.collector), l.map(\.key.status.turn), l.map(\.key.status.debtor), l.map(\.key.other), l.map(\.amount),
            l.map(\.purgeAfter))
    }
}
