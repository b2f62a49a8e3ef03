import Persistence
import SMPProtocol

/// A message as the flusher finds it.
struct OutboxRow: Sendable {
    /// Where the row lies. Nobody moves it as long as the transaction that found it keeps it locked.
    let place: TupleID
    let messageID: Int64
    let message: OutboxMessage
    /// How often it could not be delivered before.
    let attempts: Int16
}

/// What the flusher does with the table (SMP 13.2).
enum OutboxTable {
    /// The commit need not wait for the disk: should a crash undo the deletion of what was confirmed, it is sent once more (SMP 13.2).
    ///
    /// The table is empty at one moment and has a hundred thousand rows at the next, so that no statistics are right for long: the
    /// statements below are to follow the index whatever the planner thinks of the table's size, and the one way that sorts nothing is
    /// along the index. There is nothing to be gained from planning anew for each pass, either, which costs more than a small pass does.
    ///
    /// Returns the moment up to which the pass looks.
    static let prepare = Statement(
        "outbox.prepare",
        """
        SELECT now(), set_config('synchronous_commit', 'off', true), set_config('enable_sort', 'off', true),
            set_config('plan_cache_mode', 'force_generic_plan', true)
        """)

    /// Type by type: what has just been recorded, in the order of recording, then what has waited for its moment.
    static let lockDue = Statement(
        "outbox.lockDue",
        """
        SELECT due.* FROM unnest($1::smallint[]) AS wanted (kind) CROSS JOIN LATERAL (
            SELECT m.message_id, m.kind, m.debtor_id, m.creditor_id, m.coordinator_id, m.coordinator_type, m.collector_id, m.iri, m.body,
                m.attempts, m.ctid
            FROM outbox_message AS m
            WHERE m.kind = wanted.kind AND m.retry_at <= now()
            ORDER BY m.retry_at, m.message_id LIMIT $2
            FOR UPDATE SKIP LOCKED
        ) AS due
        LIMIT $2
        """)

    /// How long until the next message may leave whose moment is after a given one, in seconds; null when there is none.
    static let nextMoment = Statement(
        "outbox.nextMoment",
        """
        SELECT extract(epoch FROM min(later.retry_at) - clock_timestamp())::float8
        FROM unnest($1::smallint[]) AS wanted (kind) CROSS JOIN LATERAL (
            SELECT m.retry_at FROM outbox_message AS m
            WHERE m.kind = wanted.kind AND m.retry_at > $2
            ORDER BY m.retry_at LIMIT 1
        ) AS later
        """)

    private static let delete = Statement("outbox.delete", "DELETE FROM outbox_message WHERE ctid = ANY($1)")

    private static let postpone = Statement(
        "outbox.postpone",
        """
        UPDATE outbox_message
        SET attempts = least(attempts, 32000) + 1, retry_at = clock_timestamp() + make_interval(secs => p.seconds)
        FROM unnest($1::tid[], $2::float8[]) AS p (place, seconds)
        WHERE outbox_message.ctid = p.place
        """)

    /// What can leave now.
    struct Due: Sendable {
        /// Messages that nobody else is sending, locked; at most as many as were asked for.
        let rows: [OutboxRow]
        /// The moments of all that could leave were not after this one.
        let until: Timestamp
    }

    /// Locks what can leave now and nobody else is sending.
    ///
    /// - Parameter kinds: the types to look for, the first ones first.
    static func lockDue(_ kinds: [MessageKind], limit: Int, in transaction: AsyncTransaction) async throws -> Due {
        let kinds = kinds.map(\.rawValue)
        return try await transaction.run { tx in
            let results = try tx.pipeline([Query(prepare), lockDue(kinds, Int64(limit))])
            return Due(rows: try results[1].map(row), until: try results[0][0].decode(0))
        }
    }

    /// When the next message may leave that a pass has left because of its moment, in seconds from now; nil when there is none.
    ///
    /// - Parameter moment: up to which the pass has looked.
    static func nextMomentSeconds(_ kinds: [MessageKind], after moment: Timestamp, in database: Database) async throws -> Double? {
        try await database.query(nextMoment, kinds.map(\.rawValue), moment)[0].decode(0)
    }

    /// Queues what is to happen to rows that this transaction has locked; sent together with COMMIT.
    ///
    /// - Parameters:
    ///   - done: messages that need not be kept.
    ///   - postponed: messages to try again after so many seconds.
    static func settle(
        done: [OutboxRow], postponed: [(row: OutboxRow, seconds: Double)], in transaction: AsyncTransaction
    ) async throws {
        let donePlaces = done.map(\.place)
        let postponedPlaces = postponed.map(\.row.place)
        let pauses = postponed.map(\.seconds)
        try await transaction.run { tx in
            if !donePlaces.isEmpty { tx.enqueue(delete, donePlaces) }
            if !postponedPlaces.isEmpty { tx.enqueue(postpone, postponedPlaces, pauses) }
        }
    }

    private static func row(_ row: Row) throws -> OutboxRow {
        guard let kind = MessageKind(rawValue: try row[1]) else { preconditionFailure("only known kinds are selected") }
        let coordinatorType: String? = try row[5]
        let address = MessageAddress(
            debtorID: try row[2], creditorID: try row[3], coordinatorID: try row[4],
            coordinatorType: coordinatorType.flatMap(CoordinatorType.init(rawValue:)), collectorID: try row[6], iri: try row[7])
        let message = OutboxMessage(kind: kind, address: address, body: try row[8])
        return OutboxRow(place: try row[10], messageID: try row[0], message: message, attempts: try row[9])
    }
}
