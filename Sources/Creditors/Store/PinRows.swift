import NodeKit
import Persistence
import SMPProtocol

/// The table `pin`.
enum PinRows {
    private static let readStatement = Statement(
        "pin.read",
        """
        SELECT status, consecutive_failures, accumulated_failures, accumulated_since, pin_length, pin_hmac, pin_salt, update_id, update_ts
        FROM pin WHERE creditor_id = $1
        """)

    static func read(_ id: CreditorID) -> Query { readStatement(id) }

    /// - Returns: nil when the creditor is not active.
    static func decode(_ rows: Rows) throws -> Pin? {
        guard let row = rows.first else { return nil }
        var cursor = RowCursor(row)
        let status: Pin.Status = try cursor.next()
        let consecutive: Int16 = try cursor.next()
        let accumulated: Int16 = try cursor.next()
        let since: Timestamp = try cursor.next()
        let length: Int16 = try cursor.next()
        let hmac: [UInt8]? = try cursor.next()
        let salt: String? = try cursor.next()
        return Pin(
            status: status, consecutiveFailures: consecutive, accumulatedFailures: accumulated, accumulatedSince: since,
            secret: hmac.map { Pin.Secret(length: length, hmac: $0, salt: salt) },
            version: Version(id: try cursor.next(), at: try cursor.next()))
    }

    private static let storeStatement = Statement(
        "pin.store",
        """
        INSERT INTO pin (creditor_id, status, consecutive_failures, accumulated_failures, accumulated_since, pin_length, pin_hmac,
            pin_salt, update_id, update_ts)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (creditor_id) DO UPDATE
        SET status = excluded.status, consecutive_failures = excluded.consecutive_failures,
            accumulated_failures = excluded.accumulated_failures, accumulated_since = excluded.accumulated_since,
            pin_length = excluded.pin_length, pin_hmac = excluded.pin_hmac, pin_salt = excluded.pin_salt,
            update_id = excluded.update_id, update_ts = excluded.update_ts
        """)

    static func store(_ id: CreditorID, _ p: Pin) -> Query {
        storeStatement(
            id, p.status, p.consecutiveFailures, p.accumulatedFailures, p.accumulatedSince, p.secret?.length ?? 0, p.secret?.hmac,
            p.secret?.salt, p.version.id, p.version.at)
    }

    private static let deleteStatement = Statement("pin.delete", "DELETE FROM pin WHERE creditor_id = $1")

    static func delete(_ id: CreditorID) -> Query { deleteStatement(id) }
}
