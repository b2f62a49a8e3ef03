import CircularTrade
import Persistence
import SMPProtocol

/// Table `turn`.
enum TurnRows {
    private static let columns = """
        turn_id, started_at, base_debtor_info_locator, base_debtor_id, max_distance_to_base, min_trade_amount, phase, phase_deadline, \
        collection_started_at, collection_deadline
        """

    static func turn(_ row: Row) throws -> Turn {
        let baseID: DebtorID = try row[3]
        let maxDistance: Int32 = try row[4]
        return Turn(
            id: try row[0], startedAt: try row[1],
            // The table does not allow rules that are not valid.
            rules: MarketRules(
                baseLocator: try row[2], baseCurrency: CurrencyID(baseID.rawValue), maxDistanceToBase: Int(maxDistance),
                minTradeAmount: try row[5]),
            phase: try row[6], phaseDeadline: try row[7], collectionStartedAt: try row[8], collectionDeadline: try row[9])
    }

    // MARK: Reading

    /// The turns in phases 1 to 3, in the order of their IDs (TS2 3.3, TW 12.1.1).
    static let unfinished = Statement("turn.unfinished", "SELECT \(columns) FROM turn WHERE phase < 4 ORDER BY turn_id")

    private static let byIDStatement = Statement("turn.byID", "SELECT \(columns) FROM turn WHERE turn_id = ANY($1) ORDER BY turn_id")

    static func byID(_ ids: [TurnID]) -> Query { byIDStatement(ids) }

    private static let pageStatement = Statement(
        "turn.page", "SELECT \(columns) FROM turn WHERE $1::int4 IS NULL OR turn_id < $1 ORDER BY turn_id DESC LIMIT $2")

    /// The latest turns, the latest first.
    ///
    /// - Parameter before: only older ones than this.
    static func page(before: TurnID?, limit: Int) -> Query { pageStatement(before, limit) }

    /// When the latest turn began; no row when there has been none.
    static let latestStart = Statement("turn.latestStart", "SELECT started_at FROM turn ORDER BY started_at DESC LIMIT 1")

    private static let lockStatement = Statement("turn.lock", "SELECT \(columns) FROM turn WHERE turn_id = $1 FOR UPDATE")

    static func lock(_ id: TurnID) -> Query { lockStatement(id) }

    private static let shareStatement = Statement("turn.share", "SELECT \(columns) FROM turn WHERE turn_id = $1 FOR SHARE")

    /// The turn, which cannot advance before this transaction ends (TW 30.18).
    static func share(_ id: TurnID) -> Query { shareStatement(id) }

    // MARK: Writing

    /// Lets one transaction at a time begin a turn; readers are not kept waiting (TS 2.3.2).
    static let lockTable = Statement("turn.lockTable", "LOCK TABLE turn IN SHARE ROW EXCLUSIVE MODE")

    static let nextID = Statement("turn.nextID", "SELECT nextval(pg_get_serial_sequence('turn', 'turn_id'))::int4")

    private static let insertStatement = Statement(
        "turn.insert", "INSERT INTO turn (\(columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")

    static func insert(_ turn: Turn) -> Query {
        insertStatement(
            turn.id, turn.startedAt, turn.rules.baseLocator, DebtorID(turn.rules.baseCurrency.rawValue),
            Int16(turn.rules.maxDistanceToBase), turn.rules.minTradeAmount, turn.phase, turn.phaseDeadline, turn.collectionStartedAt,
            turn.collectionDeadline)
    }

    private static let updateStatement = Statement(
        "turn.update",
        """
        UPDATE turn SET phase = $2, phase_deadline = $3, collection_started_at = $4, collection_deadline = $5 WHERE turn_id = $1
        """)

    static func update(_ turn: Turn) -> Query {
        updateStatement(turn.id, turn.phase, turn.phaseDeadline, turn.collectionStartedAt, turn.collectionDeadline)
    }
}
