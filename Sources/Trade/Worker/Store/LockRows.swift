import NodeKit
import Persistence
import SMPProtocol

/// The table `account_lock`. The column `is_collector` only serves an index; it is computed when a lock is stored.
struct LockRows {
    static let table = WorkerTable(
        "account_lock", key: ["creditor_id bigint", "debtor_id bigint"],
        values: [
            "turn_id integer", "collector_id bigint", "initiated_at timestamptz", "coordinator_request_id bigint", "amount bigint",
            "max_locked_amount bigint", "is_collector boolean", "transfer_id bigint", "finalized_at timestamptz",
            "released_at timestamptz", "account_creation_date date", "account_last_transfer_number bigint", "has_been_revised boolean",
        ])

    /// Whose locks are a collector's.
    let collectors: CollectorInterval

    static func decode(_ row: Row) throws -> AccountLock {
        var c = RowCursor(row)
        let key = AccountKey(creditor: try c.next(), debtor: try c.next())
        let (turn, collector): (TurnID, CreditorID) = (try c.next(), try c.next())
        let (initiatedAt, request): (Timestamp, CoordinatorRequestID) = (try c.next(), try c.next())
        let (amount, maxLocked): (Int64, Int64) = (try c.next(), try c.next())
        _ = try c.next(Bool.self)
        var lock = AccountLock(
            key: key, turn: turn, requestID: request, collector: collector, initiatedAt: initiatedAt, amount: amount,
            maxLockedAmount: maxLocked)
        let (transferID, finalizedAt): (TransferID?, Timestamp?) = (try c.next(), try c.next())
        lock.prepared = transferID.map { .init(transferID: $0, finalizedAt: finalizedAt) }
        let (releasedAt, date, number): (Timestamp?, CalendarDate?, TransferNumber?) = (try c.next(), try c.next(), try c.next())
        if let releasedAt, let date, let number { lock.release = .init(at: releasedAt, creationDate: date, transferNumber: number) }
        lock.hasBeenRevised = try c.next()
        return lock
    }

    private static let byRequestStatement = Statement(
        "account_lock.by_request",
        """
        SELECT \(table.columns) FROM unnest($1::bigint[], $2::bigint[]) AS k (creditor_id, coordinator_request_id)
        JOIN account_lock t ON t.coordinator_request_id = k.coordinator_request_id AND t.creditor_id = k.creditor_id
        ORDER BY t.creditor_id, t.debtor_id FOR UPDATE OF t
        """)

    static func lock(_ keys: Set<AccountKey>) -> Query { table.lock(keys.map(\.creditor), keys.map(\.debtor)) }
    static func lock(_ requests: Set<RequestKey>) -> Query { byRequestStatement(requests.map(\.coordinator), requests.map(\.request)) }

    /// Queues what has changed. A lock that replaces another one has its key.
    func enqueueChanges(from old: [AccountKey: AccountLock], to new: [AccountKey: AccountLock], in tx: Transaction) {
        let deleted = old.keys.filter { new[$0] == nil }.sorted()
        let updated = new.values.filter { old[$0.key] != nil && old[$0.key] != $0 }.sorted { $0.key < $1.key }
        let inserted = new.values.filter { old[$0.key] == nil }.sorted { $0.key < $1.key }
        if !deleted.isEmpty { tx.enqueue(Self.table.delete(deleted.map(\.creditor), deleted.map(\.debtor))) }
        if !updated.isEmpty { tx.enqueue(store(Self.table.update, updated)) }
        if !inserted.isEmpty { tx.enqueue(store(Self.table.insert, inserted)) }
    }

    private func store(_ statement: Statement, _ l: [AccountLock]) -> Query {
        statement(
            l.map(\.key.creditor), l.map(\.key.debtor), l.map(\.turn), l.map(\.collector), l.map(\.initiatedAt), l.map(\.requestID),
            l.map(\.amount), l.map(\.maxLockedAmount), l.map { collectors.contains($0.key.creditor) }, l.map(\.prepared?.transferID),
            l.map { $0.prepared?.finalizedAt }, l.map(\.release?.at), l.map(\.release?.creationDate), l.map(\.release?.transferNumber),
            l.map(\.hasBeenRevised))
    }
}

/// The table `creditor_participation`.
enum ParticipationRows: WorkerRows {
    static let table = WorkerTable(
        "creditor_participation", key: ["creditor_id bigint", "debtor_id bigint", "turn_id integer"],
        values: ["amount bigint", "collector_id bigint"])

    static func decode(_ row: Row) throws -> CreditorParticipation {
        var c = RowCursor(row)
        let key = ParticipationKey(account: AccountKey(creditor: try c.next(), debtor: try c.next()), turn: try c.next())
        return CreditorParticipation(key: key, amount: try c.next(), collector: try c.next())
    }

    static func lock(_ keys: Set<ParticipationKey>) -> Query {
        table.lock(keys.map(\.account.creditor), keys.map(\.account.debtor), keys.map(\.turn))
    }
    static func insert(_ entities: [CreditorParticipation]) -> Query { store(table.insert, entities) }
    static func update(_ entities: [CreditorParticipation]) -> Query { store(table.update, entities) }
    static func delete(_ keys: [ParticipationKey]) -> Query {
        table.delete(keys.map(\.account.creditor), keys.map(\.account.debtor), keys.map(\.turn))
    }

    private static func store(_ statement: Statement, _ p: [CreditorParticipation]) -> Query {
        statement(
            p.map(\.key.account.creditor), p.map(\.key.account.debtor), p.map(\.key.turn), p.map(\.amount), p.map(\.collector))
    }
}

/// The sequence that locks and attempts share (TW 28.4).
enum RequestIDs {
    private static let nextStatement = Statement(
        "coordinator_request_id.next", "SELECT nextval('coordinator_request_id_seq') FROM generate_series(1, $1)")

    /// So many numbers that were never used.
    static func next(_ count: Int) -> Query { nextStatement(Int32(clamping: count)) }
}
