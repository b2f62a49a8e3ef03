import Persistence
import SMPProtocol

/// A message as the flusher finds it.
struct OutboxRow: Sendable {
    let messageID: Int64
    let message: OutboxMessage
    /// How often it could not be delivered before.
    let attempts: Int16
}

/// What the flusher does with the table (SMP 13.2).
enum OutboxTable {
    /// The commit need not wait for the disk: should a crash undo the deletion of what was confirmed, it is sent once more (SMP 13.2).
    private static let commitAtOnce = Statement("outbox.commitAtOnce", "SELECT set_config('synchronous_commit', 'off', true)")

    private static let lockPending = Statement(
        "outbox.lockPending",
        """
        SELECT message_id, kind, debtor_id, creditor_id, coordinator_id, coordinator_type, collector_id, iri, body, attempts
        FROM outbox_message
        WHERE kind = ANY($1) AND (retry_at IS NULL OR retry_at <= now())
        ORDER BY message_id LIMIT $2
        FOR UPDATE SKIP LOCKED
        """)

    private static let delete = Statement("outbox.delete", "DELETE FROM outbox_message WHERE message_id = ANY($1)")

    private static let postpone = Statement(
        "outbox.postpone",
        """
        UPDATE outbox_message
        SET attempts = least(attempts, 32000) + 1, retry_at = clock_timestamp() + make_interval(secs => p.seconds)
        FROM unnest($1::bigint[], $2::float8[]) AS p(message_id, seconds)
        WHERE outbox_message.message_id = p.message_id
        """)

    /// The oldest messages that nobody else is sending, locked; about in the order in which they were recorded.
    static func lockPending(_ kinds: [MessageKind], limit: Int, in transaction: AsyncTransaction) async throws -> [OutboxRow] {
        try await transaction.run { tx in
            try tx.pipeline([Query(commitAtOnce), lockPending(kinds.map(\.rawValue), Int64(limit))])[1].map(row)
        }
    }

    /// Queues what is to happen to the rows; sent together with COMMIT.
    ///
    /// - Parameters:
    ///   - done: messages that need not be kept.
    ///   - postponed: messages to try again after so many seconds.
    static func settle(done: [Int64], postponed: [(messageID: Int64, seconds: Double)], in transaction: AsyncTransaction) async throws {
        let postponedIDs = postponed.map(\.messageID)
        let pauses = postponed.map(\.seconds)
        try await transaction.run { tx in
            if !done.isEmpty { tx.enqueue(delete, done) }
            if !postponedIDs.isEmpty { tx.enqueue(postpone, postponedIDs, pauses) }
        }
    }

    private static func row(_ row: Row) throws -> OutboxRow {
        guard let kind = MessageKind(rawValue: try row[1]) else { preconditionFailure("only known kinds are selected") }
        let coordinatorType: String? = try row[5]
        let address = MessageAddress(
            debtorID: try row[2], creditorID: try row[3], coordinatorID: try row[4],
            coordinatorType: coordinatorType.flatMap(CoordinatorType.init(rawValue:)), collectorID: try row[6], iri: try row[7])
        return OutboxRow(messageID: try row[0], message: OutboxMessage(kind: kind, address: address, body: try row[8]), attempts: try row[9])
    }
}
