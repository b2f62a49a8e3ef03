import NodeKit
import Persistence
import SMPProtocol

extension TransferAttempt.FailureCode: PostgresScalar {}

/// The table `transfer_attempt`.
enum AttemptRows: WorkerRows {
    static let table = WorkerTable(
        "transfer_attempt",
        key: ["collector_id bigint", "turn_id integer", "debtor_id bigint", "creditor_id bigint", "transfer_kind smallint"],
        values: [
            "nominal_amount double precision", "collection_started_at timestamptz", "inserted_at timestamptz", "recipient text",
            "recipient_version bigint", "rescheduled_for timestamptz", "attempted_at timestamptz", "coordinator_request_id bigint",
            "final_interest_rate_ts timestamptz", "amount bigint", "transfer_id bigint", "finalized_at timestamptz",
            "failure_code smallint", "backoff_counter smallint", "fatal_error text",
        ])

    static func decode(_ row: Row) throws -> TransferAttempt {
        var c = RowCursor(row)
        let status = StatusKey(collector: try c.next(), turn: try c.next(), debtor: try c.next())
        let (recipient, kind): (CreditorID, Int16) = (try c.next(), try c.next())
        guard let kind = TransferKind(rawValue: Int32(kind)) else {
            throw ImplausibleRow(table: "transfer_attempt", reason: "is of kind \(kind)")
        }
        var attempt = TransferAttempt(
            key: AttemptKey(status: status, recipient: recipient, kind: kind), nominalAmount: try c.next(),
            collectionStartedAt: try c.next(), insertedAt: try c.next())
        attempt.recipient = try c.next()
        attempt.recipientVersion = try c.next()
        attempt.rescheduledFor = try c.next()
        let (attemptedAt, requestID): (Timestamp?, CoordinatorRequestID?) = (try c.next(), try c.next())
        let (finalInterestRateTs, amount): (Timestamp?, Int64?) = (try c.next(), try c.next())
        let (transferID, finalizedAt): (TransferID?, Timestamp?) = (try c.next(), try c.next())
        if let attemptedAt, let requestID, let finalInterestRateTs, let amount {
            attempt.latestTry = .init(
                attemptedAt: attemptedAt, requestID: requestID, finalInterestRateTs: finalInterestRateTs, amount: amount)
        }
        if let transferID, let finalizedAt { attempt.latestTry?.commit = .init(transferID: transferID, finalizedAt: finalizedAt) }
        attempt.failureCode = try c.next()
        attempt.backoffCounter = try c.next()
        attempt.fatalError = try c.next()
        return attempt
    }

    private static let byRequestStatement = Statement(
        "transfer_attempt.by_request",
        """
        SELECT \(table.columns) FROM unnest($1::bigint[], $2::bigint[]) AS k (collector_id, coordinator_request_id)
        JOIN transfer_attempt t ON t.coordinator_request_id = k.coordinator_request_id AND t.collector_id = k.collector_id
        ORDER BY t.collector_id, t.turn_id, t.debtor_id, t.creditor_id, t.transfer_kind FOR UPDATE OF t
        """)

    static func lock(_ keys: Set<AttemptKey>) -> Query { call(table.lock, Array(keys)) }
    static func lock(_ requests: Set<RequestKey>) -> Query { byRequestStatement(requests.map(\.coordinator), requests.map(\.request)) }
    static func insert(_ entities: [TransferAttempt]) -> Query { store(table.insert, entities) }
    static func update(_ entities: [TransferAttempt]) -> Query { store(table.update, entities) }
    static func delete(_ keys: [AttemptKey]) -> Query { call(table.delete, keys) }

    private static func call(_ statement: Statement, _ k: [AttemptKey]) -> Query {
        statement(
            k.map(\.status.collector), k.map(\.status.turn), k.map(\.status.debtor), k.map(\.recipient), k.map { Int16($0.kind.rawValue) })
    }

    private static func store(_ statement: Statement, _ a: [TransferAttempt]) -> Query {
        statement(
            a.map(\.key.status.collector), a.map(\.key.status.turn), a.map(\.key.status.debtor), a.map(\.key.recipient),
            a.map { Int16($0.key.kind.rawValue) }, a.map(\.nominalAmount), a.map(\.collectionStartedAt), a.map(\.insertedAt),
            a.map(\.recipient), a.map(\.recipientVersion), a.map(\.rescheduledFor), a.map(\.latestTry?.attemptedAt),
            a.map(\.latestTry?.requestID), a.map(\.latestTry?.finalInterestRateTs), a.map(\.latestTry?.amount),
            a.map { $0.latestTry?.commit?.transferID }, a.map { $0.latestTry?.commit?.finalizedAt }, a.map(\.failureCode),
            a.map(\.backoffCounter), a.map(\.fatalError))
    }
}
