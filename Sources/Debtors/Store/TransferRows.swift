import Persistence
import SMPProtocol

/// Table `running_transfer`: statements, and what a row means.
enum TransferRows {
    private static let columns = """
        t.debtor_id, t.transfer_uuid, t.coordinator_request_id, t.amount, t.recipient_uri, t.recipient, t.note_format, \
        t.note, t.initiated_at, t.transfer_id, t.finalized_at, t.error_code, t.total_locked_amount
        """

    // MARK: Reading

    private static let readStatement = Statement(
        "transfer.read", "SELECT \(columns) FROM running_transfer t WHERE debtor_id = $1 AND transfer_uuid = $2")

    static func read(_ id: DebtorID, _ uuid: TransferUUID) -> Query { readStatement(id, uuid) }

    private static let lockStatement = Statement(
        "transfer.lock",
        "SELECT \(columns) FROM running_transfer t WHERE debtor_id = $1 AND transfer_uuid = $2 FOR UPDATE")

    static func lock(_ id: DebtorID, _ uuid: TransferUUID) -> Query { lockStatement(id, uuid) }

    private static let lockRequestsStatement = Statement(
        "transfer.lockRequests",
        """
        SELECT \(columns) FROM running_transfer t \
        JOIN unnest($1::bigint[], $2::bigint[]) AS k (debtor_id, request_id) \
        ON t.debtor_id = k.debtor_id AND t.coordinator_request_id = k.request_id \
        ORDER BY t.debtor_id, t.coordinator_request_id FOR UPDATE OF t
        """)

    /// Locks the rows in the order of their keys, so that two batches never wait for each other.
    static func lock(_ keys: some Collection<TransferRequestKey>) -> Query {
        let keys = keys.sorted()
        return lockRequestsStatement(keys.map(\.debtorID), keys.map(\.requestID))
    }

    private static let uuidsStatement = Statement(
        "transfer.uuids", "SELECT transfer_uuid FROM running_transfer WHERE debtor_id = $1 ORDER BY transfer_uuid")

    static func uuids(_ id: DebtorID) -> Query { uuidsStatement(id) }

    static let nextRequestID = Query(Statement("transfer.nextRequestID", "SELECT nextval('coordinator_request_id')"))

    // MARK: Writing

    private static let insertStatement = Statement(
        "transfer.insert",
        """
        INSERT INTO running_transfer (debtor_id, transfer_uuid, coordinator_request_id, amount, recipient_uri, recipient, \
        note_format, note, initiated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """)

    static func insert(_ transfer: RunningTransfer) -> Query {
        precondition(!transfer.isSettled && !transfer.isFinalized)
        let order = transfer.order
        return insertStatement(
            transfer.debtorID, transfer.uuid, transfer.requestID, order.amount, order.recipientURI, order.recipient,
            order.noteFormat, order.note, transfer.initiatedAt)
    }

    private static let updateStatement = Statement(
        "transfer.update",
        """
        UPDATE running_transfer t SET transfer_id = v.transfer_id, finalized_at = v.finalized_at, error_code = v.error_code, \
        total_locked_amount = v.total_locked_amount \
        FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::text[], $6::bigint[]) \
        AS v (debtor_id, request_id, transfer_id, finalized_at, error_code, total_locked_amount) \
        WHERE t.debtor_id = v.debtor_id AND t.coordinator_request_id = v.request_id
        """)

    /// The rows must be locked.
    static func update(_ transfers: [RunningTransfer]) -> Query {
        updateStatement(
            transfers.map(\.debtorID), transfers.map(\.requestID), transfers.map(\.transferID),
            transfers.map(\.outcome?.finalizedAt), transfers.map(\.outcome?.errorCode),
            transfers.map(\.outcome?.totalLockedAmount))
    }

    private static let deleteStatement = Statement(
        "transfer.delete", "DELETE FROM running_transfer WHERE debtor_id = $1 AND transfer_uuid = $2")

    static func delete(_ id: DebtorID, _ uuid: TransferUUID) -> Query { deleteStatement(id, uuid) }

    private static let deleteAllStatement = Statement(
        "transfer.deleteAll",
        """
        WITH locked AS MATERIALIZED (
            SELECT coordinator_request_id FROM running_transfer WHERE debtor_id = $1 ORDER BY coordinator_request_id FOR UPDATE
        )
        DELETE FROM running_transfer t USING locked l
        WHERE t.debtor_id = $1 AND t.coordinator_request_id = l.coordinator_request_id
        """)

    /// All transfers of a debtor, locked in the order of their keys.
    static func deleteAll(_ id: DebtorID) -> Query { deleteAllStatement(id) }

    // MARK: Rows

    static func decode(_ row: Row) throws -> RunningTransfer {
        let finalizedAt: Timestamp? = try row[10]
        return RunningTransfer(
            debtorID: try row[0], uuid: try row[1], requestID: try row[2],
            order: TransferOrder(
                amount: try row[3], recipientURI: try row[4], recipient: try row[5], noteFormat: try row[6],
                note: try row[7]),
            initiatedAt: try row[8], transferID: try row[9],
            outcome: try finalizedAt.map {
                TransferOutcome(finalizedAt: $0, errorCode: try row[11], totalLockedAmount: try row[12])
            })
    }
}
