import Persistence
import SMPProtocol

extension RejectedMessages {
    static func lockTotal(_ tx: Transaction) throws -> Total { try total(of: try tx.query(lock)) }

    static func total(of rows: Rows) throws -> Total {
        guard let row = rows.first else { return Total(keptBytes: 0, droppedCount: 0) }
        return Total(keptBytes: try row[0], droppedCount: try row[1])
    }

    /// Also when somebody has emptied the table.
    private static let lock = Statement(
        "rejected.lock",
        """
        INSERT INTO rejected_total DEFAULT VALUES ON CONFLICT (is_only) DO UPDATE SET is_only = true RETURNING kept_bytes, dropped_count
        """)

    static let changeTotal = Statement(
        "rejected.changeTotal",
        "UPDATE rejected_total SET kept_bytes = greatest(0, kept_bytes + $1), dropped_count = dropped_count + $2")

    static let lookAtOldest = Statement(
        "rejected.lookAtOldest", "SELECT message_id, kept_bytes FROM rejected_message ORDER BY message_id LIMIT 1000")

    static let delete = Statement(
        "rejected.delete", "DELETE FROM rejected_message WHERE message_id = ANY($1) RETURNING message_id, kept_bytes")

    static let numbers = Statement(
        "rejected.numbers", "SELECT message_id FROM rejected_message WHERE message_id > $1 ORDER BY message_id LIMIT $2")

    private static let columns = "message_id, rejected_at, queue, exchange, routing_key, type, content_type, app_id, headers"

    static let list = Statement(
        "rejected.list",
        """
        SELECT \(columns), ''::bytea, body_size, reason FROM rejected_message WHERE message_id < $1 ORDER BY message_id DESC LIMIT $2
        """)

    static let load = Statement(
        "rejected.load",
        "SELECT \(columns), body, body_size, reason FROM rejected_message WHERE message_id = ANY($1) ORDER BY message_id")

    private static let insert = Statement(
        "rejected.insert",
        """
        INSERT INTO rejected_message (
            queue, exchange, routing_key, type, content_type, app_id, headers, body, body_size, reason, kept_bytes
        )
        SELECT * FROM unnest(
            $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bytea[], $9::bigint[], $10::text[],
            $11::bigint[]
        )
        """)

    static func inserting(_ messages: [RejectedMessage]) -> Query {
        insert(
            messages.map(\.queue), messages.map(\.exchange), messages.map(\.routingKey), messages.map(\.type),
            messages.map(\.contentType), messages.map(\.appID), messages.map(\.headers), messages.map(\.body),
            messages.map(\.bodySize), messages.map(\.reason), messages.map(\.keptBytes))
    }

    static func kept(_ row: Row) throws -> Kept {
        let message = RejectedMessage(
            queue: try row[2], exchange: try row[3], routingKey: try row[4], type: try row[5], contentType: try row[6], appID: try row[7],
            headers: try row[8], body: try row[9], bodySize: try row[10], reason: try row[11])
        return Kept(messageID: try row[0], rejectedAt: try row[1], message: message)
    }
}
