import NodeKit
import Persistence
import SMPProtocol

/// Table `debtor`: statements, and what a row means.
enum DebtorRows {
    /// In the order in which ``decode(_:)`` reads them and ``values(_:)`` writes them.
    private static let columns = """
        debtor_id, reservation_id, created_at, min_balance, config_latest_update_id, last_config_ts, balance, \
        account_last_change_ts, account_last_heartbeat_ts, last_config_seqnum, config_flags, account_last_change_seqnum, \
        account_creation_date, transfer_note_max_bytes, running_transfers_count, actions_count, actions_count_reset_date, \
        documents_count, documents_count_reset_date, deactivation_date, status, has_server_account, is_config_effectual, \
        account_id, config_error, debtor_info_iri, config_data
        """

    /// The arrays that ``values(_:)`` makes, as a table `v` with the columns of the debtor.
    private static let valueTable = """
        unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::bigint[], $5::bigint[], $6::timestamptz[], $7::bigint[], \
        $8::timestamptz[], $9::timestamptz[], $10::integer[], $11::integer[], $12::integer[], $13::date[], $14::integer[], \
        $15::integer[], $16::integer[], $17::date[], $18::integer[], $19::date[], $20::date[], $21::smallint[], \
        $22::boolean[], $23::boolean[], $24::text[], $25::text[], $26::text[], $27::text[]) AS v (\(columns))
        """

    // MARK: Reading

    private static let readStatement = Statement("debtor.read", "SELECT \(columns) FROM debtor WHERE debtor_id = $1")

    static func read(_ id: DebtorID) -> Query { readStatement(id) }

    private static let lockStatement = Statement(
        "debtor.lock",
        "SELECT \(columns) FROM debtor WHERE debtor_id = ANY($1) ORDER BY debtor_id FOR NO KEY UPDATE")

    /// Locks the rows in the order of their keys, so that two transactions never wait for each other. The lock does not hinder the
    /// insertion of transfers and documents, which refer to the row (DA 9.1).
    static func lock(_ ids: some Collection<DebtorID>) -> Query { lockStatement(ids.sorted()) }

    private static let lockFreeStatement = Statement(
        "debtor.lockFree",
        "SELECT \(columns) FROM debtor WHERE debtor_id = ANY($1) ORDER BY debtor_id FOR UPDATE SKIP LOCKED")

    /// Locks those rows that nobody else has locked, also against new references, so that they can be deleted (DA 12.2).
    static func lockFree(_ ids: some Collection<DebtorID>) -> Query { lockFreeStatement(ids.sorted()) }

    /// What the scanner walks over.
    static let swept = SweptTable("debtor", columns: columns, decode: decode)

    private static let activeIDsStatement = Statement(
        "debtor.activeIDs", "SELECT debtor_id FROM debtor WHERE status = 1 AND debtor_id >= $1 ORDER BY debtor_id LIMIT $2")

    /// The IDs of active debtors in ascending order, signed (DA 9.14). The index holds all that is needed.
    static func activeIDs(from id: DebtorID, limit: Int) -> Query { activeIDsStatement(id, Int64(limit)) }

    static let nextReservationID = Query(Statement("debtor.nextReservationID", "SELECT nextval('debtor_reservation_id')"))

    // MARK: Writing

    private static let insertStatement = Statement(
        "debtor.insert", "INSERT INTO debtor (\(columns)) SELECT \(columns) FROM \(valueTable) ON CONFLICT (debtor_id) DO NOTHING")

    /// Inserts nothing where the ID is taken.
    static func insert(_ debtor: Debtor) -> Query { Query(insertStatement, values([debtor])) }

    private static let updateStatement: Statement = {
        let constant: Set<Substring> = ["debtor_id", "reservation_id", "created_at"]
        let assignments = columns.split(separator: ", ").filter { !constant.contains($0) }.map { "\($0) = v.\($0)" }
        return Statement(
            "debtor.update",
            "UPDATE debtor d SET \(assignments.joined(separator: ", ")) FROM \(valueTable) WHERE d.debtor_id = v.debtor_id")
    }()

    /// The rows must be locked.
    static func update(_ debtors: [Debtor]) -> Query { Query(updateStatement, values(debtors)) }

    private static let updateCountsStatement = Statement(
        "debtor.updateCounts",
        """
        UPDATE debtor SET running_transfers_count = $2, actions_count = $3, actions_count_reset_date = $4, documents_count = $5, \
        documents_count_reset_date = $6 WHERE debtor_id = $1
        """)

    /// For the one row of a request, which must be locked. Most requests change nothing but the counters; to write these alone costs
    /// the server a third less.
    static func update(_ debtor: Debtor, from loaded: Debtor) -> Query {
        var counted = loaded
        counted.runningTransfersCount = debtor.runningTransfersCount
        counted.actions = debtor.actions
        counted.documents = debtor.documents
        guard counted == debtor else { return update([debtor]) }
        precondition(debtor.isConsistent, "an impossible debtor must not be stored")
        return updateCountsStatement(
            debtor.id, debtor.runningTransfersCount, debtor.actions.count, debtor.actions.resetDate, debtor.documents.count,
            debtor.documents.resetDate)
    }

    private static let deleteStatement = Statement("debtor.delete", "DELETE FROM debtor WHERE debtor_id = ANY($1)")

    /// With their transfers and documents.
    static func delete(_ ids: [DebtorID]) -> Query { deleteStatement(ids) }

    // MARK: Rows

    /// A stored debtor that cannot be: somebody else has changed the table. Nothing is done with it.
    struct Inconsistent: Error, CustomStringConvertible {
        let id: DebtorID
        var description: String { "the stored record of debtor \(id) contradicts itself" }
    }

    static func decode(_ row: Row) throws -> Debtor {
        let debtor = Debtor(
            id: try row[0], status: try row[20], deactivationDate: try row[19], reservationID: try row[1],
            createdAt: try row[2], minBalance: try row[3],
            configuration: DebtorConfiguration(
                lastTs: try row[5], lastSeqnum: try row[9], flags: try row[10], data: try row[26],
                isEffectual: try row[22], error: try row[24], latestUpdateID: try row[4]),
            account: ServerAccount(
                exists: try row[21], creationDate: try row[12], lastChangeTs: try row[7], lastChangeSeqnum: try row[11],
                lastHeartbeatTs: try row[8], accountID: try row[23], balance: try row[6],
                transferNoteMaxBytes: try row[13]),
            infoIRI: try row[25],
            actions: WindowedCounter(count: try row[15], resetDate: try row[16]),
            documents: WindowedCounter(count: try row[17], resetDate: try row[18]),
            runningTransfersCount: try row[14])
        guard debtor.isConsistent else { throw Inconsistent(id: debtor.id) }
        return debtor
    }

    private static func values(_ debtors: [Debtor]) -> PostgresParameters {
        for debtor in debtors { precondition(debtor.isConsistent, "an impossible debtor must not be stored") }
        return PostgresParameters(
            debtors.map(\.id), debtors.map(\.reservationID), debtors.map(\.createdAt), debtors.map(\.minBalance),
            debtors.map(\.configuration.latestUpdateID), debtors.map(\.configuration.lastTs), debtors.map(\.account.balance),
            debtors.map(\.account.lastChangeTs), debtors.map(\.account.lastHeartbeatTs),
            debtors.map(\.configuration.lastSeqnum), debtors.map(\.configuration.flags),
            debtors.map(\.account.lastChangeSeqnum), debtors.map(\.account.creationDate),
            debtors.map(\.account.transferNoteMaxBytes), debtors.map(\.runningTransfersCount),
            debtors.map(\.actions.count), debtors.map(\.actions.resetDate), debtors.map(\.documents.count),
            debtors.map(\.documents.resetDate), debtors.map(\.deactivationDate), debtors.map(\.status),
            debtors.map(\.account.exists), debtors.map(\.configuration.isEffectual), debtors.map(\.account.accountID),
            debtors.map(\.configuration.error), debtors.map(\.infoIRI), debtors.map(\.configuration.data))
    }
}

extension DebtorStatus: PostgresScalar {}
extension ReservationID: PostgresScalar {}
