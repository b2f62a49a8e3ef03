import NodeKit
import Persistence
import SMPProtocol

/// The table `dispatching_status`.
enum StatusRows: WorkerRows {
    static let table = WorkerTable(
        "dispatching_status", key: ["collector_id bigint", "turn_id integer", "debtor_id bigint"],
        values: [
            "inserted_at timestamptz", "amount_to_collect bigint", "total_collected_amount bigint", "amount_to_send bigint",
            "started_sending boolean", "all_sent boolean", "amount_to_receive bigint", "number_to_receive integer",
            "total_received_amount bigint", "amount_to_dispatch bigint", "started_dispatching boolean", "awaiting_signal_flag boolean",
        ])

    static func decode(_ row: Row) throws -> DispatchingStatus {
        var c = RowCursor(row)
        let key = StatusKey(collector: try c.next(), turn: try c.next(), debtor: try c.next())
        let (insertedAt, toCollect, collected): (Timestamp, Int64, Int64?) = (try c.next(), try c.next(), try c.next())
        let (toSend, _, allSent): (Int64, Bool, Bool) = (try c.next(), try c.next(), try c.next())
        let (toReceive, number, received): (Int64, Int32, Int64?) = (try c.next(), try c.next(), try c.next())
        let (toDispatch, _, awaits): (Int64, Bool, Bool) = (try c.next(), try c.next(), try c.next())
        var status = DispatchingStatus(
            key: key, insertedAt: insertedAt,
            plan: .init(
                amountToCollect: toCollect, amountToSend: toSend, amountToReceive: toReceive, numberToReceive: number,
                amountToDispatch: toDispatch))
        status.totalCollectedAmount = collected
        status.allSent = allSent
        status.totalReceivedAmount = received
        status.awaitsSignal = awaits
        return status
    }

    static func lock(_ keys: Set<StatusKey>) -> Query { table.lock(keys.map(\.collector), keys.map(\.turn), keys.map(\.debtor)) }
    static func insert(_ entities: [DispatchingStatus]) -> Query { store(table.insert, entities) }
    static func update(_ entities: [DispatchingStatus]) -> Query { store(table.update, entities) }
    static func delete(_ keys: [StatusKey]) -> Query { table.delete(keys.map(\.collector), keys.map(\.turn), keys.map(\.debtor)) }

    private static func store(_ statement: Statement, _ s: [DispatchingStatus]) -> Query {
        statement(
            s.map(\.key.collector), s.map(\.key.turn), s.map(\.key.debtor), s.map(\.insertedAt), s.map(\.plan.amountToCollect),
            s.map(\.totalCollectedAmount), s.map(\.plan.amountToSend), s.map(\.hasStartedSending), s.map(\.allSent),
            s.map(\.plan.amountToReceive), s.map(\.plan.numberToReceive), s.map(\.totalReceivedAmount), s.map(\.plan.amountToDispatch),
            s.map(\.hasStartedDispatching), s.map(\.awaitsSignal))
    }
}
