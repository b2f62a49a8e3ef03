import Persistence
import SMPProtocol

/// The messages that a node has decided to send and not sent yet (SMP 13).
///
/// A decision and its messages are stored in one transaction: ``append(_:in:)`` puts them into the table `outbox_message`, and an
/// ``OutboxFlusher`` publishes them afterwards. A message leaves the table in the transaction that selected it, after the broker has
/// confirmed it; so a crash anywhere sends a message twice rather than never.
///
///     let answer = try await database.transaction { tx in
///         …                                     // load, decide, store
///         Outbox.append(effects.messages, in: tx)
///     }
///     wakeUps.raise(.outbox)                     // after the commit: the flusher need not wait for its period
///
/// Every node has the table in its own schema, made by its migrations: a new node's first one contains ``schema``, and a test of each node
/// compares what its migrations have made with it.
public enum Outbox {
    /// The table, as SQL. Rows live for milliseconds, so it is vacuumed often.
    ///
    /// `retry_at` is the moment before which a message is left alone: `-infinity` for what has just been recorded, the end of the pause for
    /// what could not be delivered, and the ``OutboxMessage/notBefore`` of what was recorded for later. The only index, the primary key,
    /// has what can leave now before what cannot, type by type; so a pass reads neither what is postponed nor what is of another flusher's
    /// types. Rows are settled by their place, which their lock keeps.
    public static let schema = """
        CREATE TABLE outbox_message (
            message_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
            kind smallint NOT NULL,
            debtor_id bigint,
            creditor_id bigint,
            coordinator_id bigint,
            coordinator_type text,
            collector_id bigint,
            iri text,
            body bytea NOT NULL,
            attempts smallint NOT NULL DEFAULT 0,
            retry_at timestamptz NOT NULL DEFAULT '-infinity',
            inserted_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (kind, retry_at, message_id)
        ) WITH (
            fillfactor = 80,
            autovacuum_vacuum_scale_factor = 0,
            autovacuum_vacuum_threshold = 10000,
            autovacuum_vacuum_insert_threshold = -1,
            toast_tuple_target = 8160
        );
        """

    private static let append = Statement(
        "outbox.append",
        """
        INSERT INTO outbox_message (kind, debtor_id, creditor_id, coordinator_id, coordinator_type, collector_id, iri, body, retry_at)
        SELECT kind, debtor_id, creditor_id, coordinator_id, coordinator_type, collector_id, iri, body, coalesce(not_before, '-infinity')
        FROM unnest(
            $1::smallint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::bigint[], $7::text[], $8::bytea[], $9::timestamptz[]
        ) AS m (kind, debtor_id, creditor_id, coordinator_id, coordinator_type, collector_id, iri, body, not_before)
        """)

    /// The statement that records messages, for pipelines. The messages must not be empty.
    public static func appending(_ messages: [OutboxMessage]) -> Query {
        precondition(!messages.isEmpty)
        return append(
            messages.map(\.kind.rawValue), messages.map(\.address.debtorID), messages.map(\.address.creditorID),
            messages.map(\.address.coordinatorID), messages.map { $0.address.coordinatorType?.rawValue },
            messages.map(\.address.collectorID), messages.map(\.address.iri), messages.map(\.body),
            messages.map(\.notBefore))
    }

    /// Records messages in the transaction; sent with its next round trip. Nothing happens when there are none.
    public static func append(_ messages: [OutboxMessage], in transaction: Transaction) {
        if !messages.isEmpty { transaction.enqueue(appending(messages)) }
    }

    /// Where messages go that are recorded through COPY (see ``CopyWriter/append(_:)``): the fastest way for very many.
    public static let copyTarget = CopyTarget(
        "outbox_message", "kind", "debtor_id", "creditor_id", "coordinator_id", "coordinator_type", "collector_id", "iri", "body")

    private static let probe: Statement = "INSERT INTO outbox_message (kind, body) VALUES (0, '')"

    /// Whether the database does what it is there for: records a message and undoes it. Throws what stands in the way.
    public static func probe(_ database: Database) async throws {
        struct Undone: Error {}
        do {
            try await database.transaction { tx in
                try tx.execute(probe)
                throw Undone()
            }
        } catch is Undone {}
    }
}

extension CopyWriter {
    /// Writes a message to ``Outbox/copyTarget``. It may leave at once.
    public mutating func append(_ message: OutboxMessage) throws {
        precondition(message.notBefore == nil, "what is to be sent later is recorded one by one")
        let address = message.address
        try row(
            message.kind.rawValue, address.debtorID, address.creditorID, address.coordinatorID, address.coordinatorType?.rawValue,
            address.collectorID, address.iri, message.body)
    }
}
