import NodeKit
import Persistence
import SMPProtocol

/// The table `running_transfer`.
enum TransferRows {
    private static let columns = """
        t.creditor_id, t.transfer_uuid, t.debtor_id, t.amount, t.recipient_uri, t.recipient, t.transfer_note_format, t.transfer_note,
        t.deadline, t.final_interest_rate_ts, t.locked_amount, t.coordinator_request_id, t.initiated_at, t.transfer_id, t.finalized_at,
        t.error_code, t.total_locked_amount, t.update_id, t.update_ts
        """

    static func decode(_ row: Row) throws -> RunningTransfer {
        var c = RowCursor(row)
        let (creditor, uuid): (CreditorID, TransferUUID) = (try c.next(), try c.next())
        let request = try TransferRequest(
            debtor: c.next(), amount: c.next(), recipientURI: c.next(), recipient: c.next(), noteFormat: c.next(), note: c.next(),
            deadline: c.next(), finalInterestRateAt: c.next(), lockedAmount: c.next())
        let (requestID, initiatedAt): (CoordinatorRequestID, Timestamp) = (try c.next(), try c.next())
        let transferID: TransferID? = try c.next()
        let (finalizedAt, errorCode, total): (Timestamp?, String?, Int64?) = (try c.next(), try c.next(), try c.next())
        return RunningTransfer(
            creditor: creditor, uuid: uuid, request: request, requestID: requestID, initiatedAt: initiatedAt, transferID: transferID,
            outcome: finalizedAt.map { TransferOutcome(finalizedAt: $0, errorCode: errorCode, totalLockedAmount: total) },
            version: Version(id: try c.next(), at: try c.next()))
    }

    // MARK: Reading

    private static let readStatement = Statement(
        "transfer.read", "SELECT \(columns) FROM running_transfer t WHERE t.creditor_id = $1 AND t.transfer_uuid = $2")

    static func read(_ creditor: CreditorID, _ uuid: TransferUUID) -> Query { readStatement(creditor, uuid) }

    private static let readManyStatement = Statement(
        "transfer.read_many",
        """
        SELECT \(columns) FROM unnest($1::bigint[], $2::bigint[]) AS k (creditor_id, request_id)
        JOIN running_transfer t ON t.creditor_id = k.creditor_id AND t.coordinator_request_id = k.request_id
        """)

    static func read(_ keys: some Collection<RequestKey>) -> Query { readManyStatement(keys.map(\.creditor), keys.map(\.request)) }

    private static let pageStatement = Statement(
        "transfer.page",
        "SELECT transfer_uuid FROM running_transfer WHERE creditor_id = $1 AND transfer_uuid > $2 ORDER BY transfer_uuid LIMIT $3")
    private static let firstPageStatement = Statement(
        "transfer.first_page", "SELECT transfer_uuid FROM running_transfer WHERE creditor_id = $1 ORDER BY transfer_uuid LIMIT $2")

    static func page(_ creditor: CreditorID, after uuid: TransferUUID?, limit: Int64) -> Query {
        uuid.map { pageStatement(creditor, $0, limit) } ?? firstPageStatement(creditor, limit)
    }

    /// A coordinator request ID that no other transfer of the creditor has.
    static let nextRequestID = Query(Statement("transfer.next_request_id", "SELECT nextval('coordinator_request_id_seq')"))

    // MARK: Changes

    private static let insertStatement = Statement(
        "transfer.insert",
        """
        INSERT INTO running_transfer (creditor_id, transfer_uuid, debtor_id, amount, recipient_uri, recipient, transfer_note_format,
            transfer_note, deadline, final_interest_rate_ts, locked_amount, coordinator_request_id, initiated_at, update_id, update_ts)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        """)

    /// Stores a transfer that has just been initiated.
    static func insert(_ t: RunningTransfer) -> Query {
        precondition(!t.isSettled && !t.isFinalized, "a new transfer is neither settled nor finalized")
        let r = t.request
        return insertStatement(
            t.creditor, t.uuid, r.debtor, r.amount, r.recipientURI, r.recipient, r.noteFormat, r.note, r.deadline, r.finalInterestRateAt,
            r.lockedAmount, t.requestID, t.initiatedAt, t.version.id, t.version.at)
    }

    private static let updateStatement = Statement(
        "transfer.update",
        """
        UPDATE running_transfer t
        SET transfer_id = u.transfer_id, finalized_at = u.finalized_at, error_code = u.error_code,
            total_locked_amount = u.total_locked_amount, update_id = u.update_id, update_ts = u.update_ts
        FROM unnest($1::bigint[], $2::uuid[], $3::bigint[], $4::timestamptz[], $5::text[], $6::bigint[], $7::bigint[],
            $8::timestamptz[])
            AS u (creditor_id, transfer_uuid, transfer_id, finalized_at, error_code, total_locked_amount, update_id, update_ts)
        WHERE t.creditor_id = u.creditor_id AND t.transfer_uuid = u.transfer_uuid
        """)

    static func update(_ t: [RunningTransfer]) -> Query {
        updateStatement(
            t.map(\.creditor), t.map(\.uuid), t.map(\.transferID), t.map(\.outcome?.finalizedAt), t.map(\.outcome?.errorCode),
            t.map(\.outcome?.totalLockedAmount), t.map(\.version.id), t.map(\.version.at))
    }

    private static let deleteStatement = Statement(
        "transfer.delete", "DELETE FROM running_transfer WHERE creditor_id = $1 AND transfer_uuid = $2")
    private static let deleteAllStatement = Statement("transfer.delete_all", "DELETE FROM running_transfer WHERE creditor_id = $1")

    static func delete(_ creditor: CreditorID, _ uuid: TransferUUID) -> Query { deleteStatement(creditor, uuid) }
    static func deleteAll(_ creditor: CreditorID) -> Query { deleteAllStatement(creditor) }
}
