import NodeKit
import Persistence
import SMPProtocol

/// The table `trade_explanation`. Sub-phases and messages write it; nothing is decided by it.
enum ExplanationRows {
    private static let columns = """
        creditor_id, turn_id, debtor_id, wanted_amount, traded_amount, reason, code, other_debtor_id, own_price, market_price, \
        fetch_status, fetch_failed_at
        """
    private static let values = """
        SELECT * FROM unnest($1::bigint[], $2::integer[], $3::bigint[], $4::bigint[], $5::bigint[], $6::smallint[], $7::text[], \
        $8::bigint[], $9::real[], $10::real[], $11::smallint[], $12::timestamptz[])
        """

    // MARK: Bids (TW-14)

    private static let forgetStatement = Statement(
        "trade_explanation.forget", "DELETE FROM trade_explanation WHERE turn_id <= $1 OR turn_id = $2")

    /// When a turn gets its bids, the turns that are too old are forgotten, and what messages have said of it too early.
    static func begin(_ turn: TurnID, _ rules: WorkerRules) -> [Query] {
        let oldest = Int64(turn.rawValue) - Int64(max(1, rules.explainedTurns))
        return [forgetStatement(TurnID(Int32(clamping: oldest)), turn)]
    }

    private static let failuresStatement = Statement(
        "trade_explanation.document_failures",
        """
        UPDATE trade_explanation e SET fetch_status = f.latest_attempt_errorcode, fetch_failed_at = f.latest_attempt_at
        FROM (
            SELECT DISTINCT ON (debtor_id) debtor_id, latest_attempt_errorcode, latest_attempt_at FROM debtor_info_fetch
            WHERE latest_attempt_at IS NOT NULL ORDER BY debtor_id, latest_attempt_at DESC
        ) f
        WHERE e.turn_id = $1 AND e.reason IN (\(Obstacle.Reason.notConfirmed.rawValue), \(Obstacle.Reason.pegNotKnown.rawValue))
            AND f.debtor_id = coalesce(e.other_debtor_id, e.debtor_id)
        """)

    /// Adds to what is said of currencies that are not confirmed what this worker knows of their documents. (Other workers may know more:
    /// fetches are divided among them by address.)
    static func documentFailures(_ turn: TurnID, _ rules: WorkerRules) -> [Query] { rules.explains ? [failuresStatement(turn)] : [] }

    // MARK: Locks (TW-15, 16)

    private static let addStatement = Statement(
        "trade_explanation.add",
        """
        INSERT INTO trade_explanation (\(columns)) \(values)
        ON CONFLICT (creditor_id, turn_id, debtor_id) DO UPDATE SET
            wanted_amount = excluded.wanted_amount, traded_amount = excluded.traded_amount, reason = excluded.reason, code = excluded.code,
            other_debtor_id = NULL, own_price = NULL, market_price = NULL, fetch_status = NULL, fetch_failed_at = NULL
        WHERE excluded.reason IN (\(authorityReasons.map { String($0.rawValue) }.joined(separator: ", ")))
        """)

    /// What authorities say is more exact than what was known before. Everything else may come again with a message that comes again.
    private static let authorityReasons: [Obstacle.Reason] = [.lockRefused, .lockUnusable, .paymentFailed]

    /// What messages have brought.
    static func add(_ explanations: [Explanation]) -> Query {
        // Of several about the same account the last one counts.
        var latest: [ParticipationKey: Explanation] = [:]
        for each in explanations { latest[ParticipationKey(account: each.key, turn: each.turn)] = each }
        return query(addStatement, latest.sorted { $0.key < $1.key }.map(\.value))
    }

    private static let unansweredStatement = Statement(
        "trade_explanation.unanswered",
        """
        INSERT INTO trade_explanation (creditor_id, turn_id, debtor_id, wanted_amount, traded_amount, reason)
        SELECT creditor_id, turn_id, debtor_id, amount, 0, \(Obstacle.Reason.noAnswer.rawValue) FROM account_lock
        WHERE turn_id = $1 AND transfer_id IS NULL AND NOT is_collector AND amount <> 0 ORDER BY creditor_id, debtor_id
        ON CONFLICT DO NOTHING
        """)

    /// Locks that nobody has answered when offers are made of them.
    static func unanswered(_ turn: TurnID, _ rules: WorkerRules) -> [Query] { rules.explains ? [unansweredStatement(turn)] : [] }

    // MARK: The market (TW-17)

    private static let unservedStatement = Statement(
        "trade_explanation.unserved",
        """
        INSERT INTO trade_explanation (creditor_id, turn_id, debtor_id, wanted_amount, traded_amount, reason)
        SELECT l.creditor_id, l.turn_id, l.debtor_id, l.amount, coalesce(p.amount, 0),
            CASE WHEN p.amount IS NULL THEN \(Obstacle.Reason.noCircle.rawValue) ELSE \(Obstacle.Reason.marketTookPart.rawValue) END
        FROM account_lock l LEFT JOIN creditor_participation p USING (creditor_id, debtor_id, turn_id)
        WHERE l.turn_id = $1 AND l.transfer_id IS NOT NULL AND l.finalized_at IS NULL AND NOT l.is_collector AND l.amount <> 0
            AND p.amount IS DISTINCT FROM l.amount AND (p.amount IS NULL OR (p.amount < 0) = (l.amount < 0))
        ORDER BY l.creditor_id, l.debtor_id
        ON CONFLICT DO NOTHING
        """)

    /// Locks whose offers the market did not need, or not whole. The turn's participations must be there.
    static func unserved(_ turn: TurnID, _ rules: WorkerRules) -> [Query] { rules.explains ? [unservedStatement(turn)] : [] }

    private static func query(_ statement: Statement, _ e: [Explanation]) -> Query {
        let o = e.map(\.obstacle)
        return statement(
            e.map(\.key.creditor), e.map(\.turn), e.map(\.key.debtor), e.map(\.wantedAmount), e.map(\.tradedAmount),
            o.map(\.reason.rawValue), o.map(\.code), o.map(\.otherDebtor), o.map(\.prices?.own), o.map(\.prices?.market),
            o.map { $0.failedFetch?.status }, o.map(\.failedFetch?.at))
    }

    // MARK: Reading

    private static let readStatement = Statement(
        "trade_explanation.of_creditor",
        "SELECT \(columns) FROM trade_explanation WHERE creditor_id = $1 ORDER BY turn_id DESC, debtor_id")

    /// What is known of a creditor, the latest turn first.
    static func read(_ creditor: CreditorID) -> Query { readStatement(creditor) }

    static func decode(_ row: Row) throws -> Explanation {
        var c = RowCursor(row)
        let (creditor, turn, debtor): (CreditorID, TurnID, DebtorID) = (try c.next(), try c.next(), try c.next())
        let (wanted, traded): (Int64, Int64) = (try c.next(), try c.next())
        let number: Int16 = try c.next()
        let (code, other): (String?, DebtorID?) = (try c.next(), try c.next())
        let (own, market): (Float?, Float?) = (try c.next(), try c.next())
        let (status, failedAt): (Int16?, Timestamp?) = (try c.next(), try c.next())
        guard let reason = Obstacle.Reason(rawValue: number) else {
            throw ImplausibleRow(table: "trade_explanation", reason: "has the reason \(number)")
        }
        var obstacle = Obstacle(reason, code: code, otherDebtor: other)
        if let own, let market { obstacle.prices = .init(own: own, market: market) }
        if let failedAt { obstacle.failedFetch = .init(at: failedAt, status: status) }
        return Explanation(
            key: AccountKey(creditor: creditor, debtor: debtor), turn: turn, wantedAmount: wanted, tradedAmount: traded,
            obstacle: obstacle)
    }
}
