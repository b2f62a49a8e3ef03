import CircularTrade
import NodeKit
import Persistence
import SMPProtocol

extension WorkerSubphase: PostgresScalar {}

/// The table `worker_turn`.
enum WorkerTurnRows: WorkerRows {
    static let table = WorkerTable(
        "worker_turn", key: ["turn_id integer"],
        values: [
            "started_at timestamptz", "base_debtor_info_locator text", "base_debtor_id bigint", "max_distance_to_base smallint",
            "min_trade_amount bigint", "phase smallint", "phase_deadline timestamptz", "collection_started_at timestamptz",
            "collection_deadline timestamptz", "worker_turn_subphase smallint",
        ])

    static func decode(_ row: Row) throws -> WorkerTurn {
        var c = RowCursor(row)
        let (id, startedAt): (TurnID, Timestamp) = (try c.next(), try c.next())
        let (locator, base): (String, DebtorID) = (try c.next(), try c.next())
        let (distance, amount): (Int16, Int64) = (try c.next(), try c.next())
        // The table does not allow rules that are not valid.
        let rules = MarketRules(
            baseLocator: locator, baseCurrency: CurrencyID(base.rawValue), maxDistanceToBase: Int(distance), minTradeAmount: amount)
        let phase: TurnPhase = try c.next()
        let turn = Turn(
            id: id, startedAt: startedAt, rules: rules, phase: phase, phaseDeadline: try c.next(), collectionStartedAt: try c.next(),
            collectionDeadline: try c.next())
        guard let state = WorkerTurnState(phase: phase, subphase: try c.next()) else {
            throw ImplausibleRow(table: "worker_turn", reason: "is in a sub-phase that phase \(phase.rawValue) has not")
        }
        return WorkerTurn(turn: turn, state: state)
    }

    /// TW 15.1.1: locks of accounts share the turn; a turn that the next sub-phase holds is not there.
    private static let shareStatement = Statement(
        "worker_turn.share", "SELECT \(table.columns) FROM worker_turn t WHERE turn_id = ANY($1) FOR SHARE SKIP LOCKED")

    /// Turns as they are, for those who only want to know.
    static func read(_ ids: Set<TurnID>) -> Query { table.read(Array(ids)) }

    /// Turns that cannot advance before this transaction ends.
    static func share(_ ids: Set<TurnID>) -> Query { shareStatement(Array(ids)) }

    static func insert(_ entities: [WorkerTurn]) -> Query { store(table.insert, entities) }
    static func update(_ entities: [WorkerTurn]) -> Query { store(table.update, entities) }
    static func delete(_ keys: [TurnID]) -> Query { table.delete(keys) }

    private static func store(_ statement: Statement, _ t: [WorkerTurn]) -> Query {
        statement(
            t.map(\.turn.id), t.map(\.turn.startedAt), t.map(\.turn.rules.baseLocator),
            t.map { DebtorID($0.turn.rules.baseCurrency.rawValue) }, t.map { Int16(clamping: $0.turn.rules.maxDistanceToBase) },
            t.map(\.turn.rules.minTradeAmount), t.map(\.state.phase), t.map(\.turn.phaseDeadline), t.map(\.turn.collectionStartedAt),
            t.map(\.turn.collectionDeadline), t.map(\.state.subphase))
    }
}
