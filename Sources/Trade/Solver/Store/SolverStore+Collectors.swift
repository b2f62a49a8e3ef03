import Persistence
import SMPProtocol

// The tasks after a solve (TS2 5.3), each in transactions of its own. All of them can be done again.

extension SolverStore {
    /// An overloaded currency that is to get more collectors.
    struct Overload: Hashable, Sendable {
        let turnID: TurnID
        let debtorID: DebtorID
        let collectorsCount: Int32
    }

    /// Of any turn (TS2 9.2).
    func overloads() async throws -> [Overload] {
        try await database.pipeline([Query(CurrencyStatisticsRows.overloaded)], readOnly: true)[0].map {
            Overload(turnID: try $0[0], debtorID: try $0[1], collectorsCount: try $0[2])
        }
    }

    func forget(_ overload: Overload) async throws {
        _ = try await database.pipeline([CurrencyStatisticsRows.deleteOverloaded(overload.turnID, overload.debtorID)])
    }

    /// Makes sure that a currency has so many collectors that are alive (TS2 11.4). Others who do the same at the same time choose the same
    /// IDs, so nothing is locked.
    ///
    /// - Returns: false when the interval is too full for all of them.
    func ensureCollectors(_ wanted: Int, of debtor: DebtorID, interval: CollectorInterval, at now: Timestamp) async throws -> Bool {
        try await database.transaction { tx in
            let ensuring = CollectorEnsuring(wanted, of: debtor, known: try Self.known(debtor, tx), interval: interval)
            if !ensuring.new.isEmpty {
                tx.enqueue(CollectorAccountRows.insert(ensuring, of: debtor, at: now))
                tx.enqueueNotify(channel: TurnSignal.collectorsNeeded.notification)
            }
            return !ensuring.isCapped
        }
    }

    static func known(_ debtor: DebtorID, _ tx: Transaction) throws -> [CreditorID: CollectorStatus] {
        var known: [CreditorID: CollectorStatus] = [:]
        for row in try tx.query(CollectorAccountRows.ofDebtor(debtor)) { known[try row[0]] = try row[1] }
        return known
    }

    /// What one block of the rotation has done.
    struct Rotated: Sendable {
        /// Where the next block begins; nil after the last one.
        var next: DebtorID?
        var disabled = 0
    }

    /// Disables collectors of the next so many currencies (TS2 11.5).
    ///
    /// - Parameter limit: what became active later stays so.
    func rotateCollectors(
        after debtor: DebtorID?, currencies: Int, interval: CollectorInterval, activeSince limit: Timestamp, at now: Timestamp
    ) async throws -> Rotated {
        try await database.transaction { tx in
            var accounts: [DebtorID: [CollectorRotation.Account]] = [:]
            var last: DebtorID?
            for row in try tx.query(CollectorAccountRows.rotation(after: debtor, currencies: currencies)) {
                let id: DebtorID = try row[0]
                last = id
                guard let collectorID: CreditorID = try row[1] else { continue }
                accounts[id, default: []].append(.init(collectorID: collectorID, status: try row[2], latestStatusChangeAt: try row[3]))
            }
            var rotation = BlockRotation()
            for (id, usable) in accounts.sorted(by: { $0.key < $1.key }) {
                rotation.add(usable, of: id, primary: interval.primaryCollector(of: id), activeSince: limit)
            }
            if !rotation.disabled.isEmpty { tx.enqueue(CollectorAccountRows.change(rotation.disabled, at: now)) }
            if !rotation.primaries.isEmpty {
                tx.enqueue(
                    CollectorAccountRows.insert(debtors: rotation.primaries.map(\.0), collectors: rotation.primaries.map(\.1), at: now))
            }
            return Rotated(next: last, disabled: rotation.disabled.count)
        }
    }

    /// What a block of currencies needs.
    private struct BlockRotation {
        var disabled: [CollectorStatusChange] = []
        var primaries: [(DebtorID, CreditorID)] = []

        mutating func add(_ usable: [CollectorRotation.Account], of debtor: DebtorID, primary: CreditorID, activeSince limit: Timestamp) {
            let verdict = CollectorRotation.verdict(usable, primary: primary, activeSince: limit)
            disabled += verdict.disabled.map { CollectorStatusChange(debtorID: debtor, collectorID: $0, from: .active, to: .disabled) }
            if verdict.needsPrimary { primaries.append((debtor, primary)) }
        }
    }

    /// - Returns: how many accounts were deleted.
    func deleteStuckCollectors(requestedBefore limit: Timestamp) async throws -> Int {
        try await database.pipeline([CollectorAccountRows.deleteStuck(requestedBefore: limit)])[0].affected
    }

    /// The turn's tasks are done.
    func noteCare(of turns: some Sequence<TurnID> & Sendable) async throws {
        let queries = turns.map(TurnReportRows.caredFor)
        if !queries.isEmpty { _ = try await database.pipeline(queries) }
    }

    /// Gives the space of deleted rows back, so that the database stays as large as it is however many turns there are. Not a transaction.
    func vacuum(_ tables: [String]) async throws {
        for table in tables { try await database.administer("VACUUM (ANALYZE) \(table)") }
    }
}

extension CollectorAccountRows {
    static func insert(_ ensuring: CollectorEnsuring, of debtor: DebtorID, at now: Timestamp) -> Query {
        insert(debtors: ensuring.new.map { _ in debtor }, collectors: ensuring.new, at: now)
    }
}
