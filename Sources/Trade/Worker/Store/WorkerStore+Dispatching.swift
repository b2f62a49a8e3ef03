import NodeKit
import Persistence
import SMPProtocol

extension WorkerStore {
    /// The collectors' turns that look as if they could reach their next stage (TW 21.1), in the order of their keys, after a key.
    func progressingStatuses(after last: StatusKey, limit: Int) async throws -> [StatusKey] {
        try await read(StatusProgressRows.candidates(after: last, limit: limit)).map {
            StatusKey(collector: try $0[0], turn: try $0[2], debtor: try $0[1])
        }
    }

    /// Takes the next stage, where nothing is in the way. What somebody else has locked is left alone.
    ///
    /// - Returns: whether some status may take one more at once.
    func advanceStatuses(_ keys: [StatusKey]) async throws -> Bool {
        try await transaction { tx, effects in
            let rows = try tx.query(StatusProgressRows.lock(keys))
            let moment = now()
            var (old, new): ([StatusKey: DispatchingStatus], [StatusKey: DispatchingStatus]) = ([:], [:])
            var hasMore = false
            for row in rows {
                var status = try StatusRows.decode(row)
                old[status.key] = status
                new[status.key] = status
                guard let progress = status.progress(try StatusProgressRows.openLegs(row, columns: rows.columnCount)) else { continue }
                status.advance(progress, now: moment, effects: &effects)
                new[status.key] = progress == .finished ? nil : status
                if progress == .everythingSent { hasMore = true }
            }
            StatusRows.enqueueChanges(from: old, to: new, in: tx)
            return hasMore
        }
    }

    /// Sends messages that came too early once more, now that their turn's results are there (TW 20.6).
    ///
    /// - Parameter isLeftOver: whether the row belongs to the sibling shard.
    /// - Returns: how many rows there were.
    func replayDelayedTransfers(limit: Int, isLeftOver: @Sendable (CreditorID) -> Bool) async throws -> Int {
        try await transaction { tx, effects in
            let ready = try tx.query(DelayedTransferRows.lockReady(limit: limit)).map(DelayedTransferRows.decode)
            for row in ready where !isLeftOver(row.transfer.message.creditorID) { effects.send(.accountTransfer(row.transfer.message)) }
            if !ready.isEmpty { tx.enqueue(DelayedTransferRows.delete(ready.map(\.key))) }
            return ready.count
        }
    }

    /// Triggers attempts whose time has come (TW 22.12).
    ///
    /// - Parameter isLeftOver: whether the row belongs to the sibling shard.
    /// - Returns: how many there were, and when the next one is due.
    func triggerAttempts(limit: Int, isLeftOver: @Sendable (CreditorID) -> Bool) async throws -> (count: Int, nextDueAt: Timestamp?) {
        try await transaction { tx, effects in
            let moment = now()
            let results = try tx.pipeline([DueAttemptRows.takeDue(at: moment, limit: limit), Query(DueAttemptRows.nextDue)])
            for attempt in try results[0].map(AttemptRows.decode) where !isLeftOver(attempt.key.status.collector) {
                effects.send(.triggerTransfer(attempt.trigger(ts: moment)))
            }
            return (results[0].count, try results[1][0][0])
        }
    }
}

/// How far collectors have got in their turns.
enum StatusProgressRows {
    private static func exists(_ table: String, _ collector: String, _ condition: String = "") -> String {
        """
        EXISTS (SELECT FROM \(table) l WHERE l.\(collector) = t.collector_id AND l.turn_id = t.turn_id AND l.debtor_id = t.debtor_id\
        \(condition))
        """
    }

    private static let uncollected = exists("worker_collecting", "collector_id", " AND NOT l.collected")
    private static let sendings = exists("worker_sending", "from_collector_id")
    private static let unreceived = exists("worker_receiving", "to_collector_id", " AND l.received_amount = 0")
    private static let dispatchings = exists("worker_dispatching", "collector_id")

    private static let candidatesStatement = Statement(
        "dispatching_status.candidates",
        """
        SELECT t.collector_id, t.debtor_id, t.turn_id FROM dispatching_status t
        WHERE (t.collector_id, t.debtor_id, t.turn_id) > ($1, $2, $3) AND NOT t.awaiting_signal_flag AND CASE
            WHEN NOT t.started_sending THEN NOT \(uncollected)
            WHEN NOT t.all_sent THEN NOT \(sendings)
            WHEN NOT t.started_dispatching THEN NOT \(unreceived)
            ELSE NOT \(dispatchings)
        END
        ORDER BY t.collector_id, t.debtor_id, t.turn_id LIMIT $4
        """)

    /// As (collector, debtor, turn). What they wait for can only become less, so what is a candidate stays one until it has advanced.
    static func candidates(after last: StatusKey, limit: Int) -> Query {
        candidatesStatement(last.collector, last.debtor, last.turn, limit)
    }

    private static let lockStatement = Statement(
        "dispatching_status.lock_progress",
        """
        SELECT \(StatusRows.table.columns), \(uncollected), \(sendings), \(unreceived), \(dispatchings)
        FROM unnest($1::bigint[], $2::integer[], $3::bigint[]) AS k (collector_id, turn_id, debtor_id)
        JOIN dispatching_status t ON t.collector_id = k.collector_id AND t.turn_id = k.turn_id AND t.debtor_id = k.debtor_id
        ORDER BY t.collector_id, t.turn_id, t.debtor_id FOR UPDATE OF t SKIP LOCKED
        """)

    /// As ``StatusRows`` reads them, with what is open of each.
    static func lock(_ keys: [StatusKey]) -> Query { lockStatement(keys.map(\.collector), keys.map(\.turn), keys.map(\.debtor)) }

    /// The last four columns.
    static func openLegs(_ row: Row, columns: Int) throws -> OpenLegs {
        OpenLegs(
            hasUncollected: try row[columns - 4], hasSendings: try row[columns - 3], hasUnreceived: try row[columns - 2],
            hasDispatchings: try row[columns - 1])
    }
}

/// Attempts by the moment for which they are rescheduled.
enum DueAttemptRows {
    private static let takeDueStatement = Statement(
        "transfer_attempt.take_due",
        """
        UPDATE transfer_attempt t SET rescheduled_for = NULL WHERE ctid = ANY(ARRAY(
            SELECT ctid FROM transfer_attempt WHERE rescheduled_for <= $1 ORDER BY rescheduled_for LIMIT $2 FOR UPDATE SKIP LOCKED
        ))
        RETURNING \(AttemptRows.table.columns)
        """)

    /// Those that are due and nobody else works on; they are not rescheduled any more.
    static func takeDue(at now: Timestamp, limit: Int) -> Query { takeDueStatement(now, limit) }

    /// One row with the earliest moment, or NULL.
    static let nextDue = Statement("transfer_attempt.next_due", "SELECT min(rescheduled_for) FROM transfer_attempt")
}
