import CircularTrade
import Persistence
import SMPProtocol

/// The solver database, as the admin API sees it.
struct AdminStore: Sendable {
    let database: Database

    /// The most bought currencies, in one statement, so that it is one list however long a solve takes to replace it (TS2 14.4).
    func mostBoughtCurrencies() async throws -> [MostBoughtCurrency] {
        try await database.pipeline([Query(CurrencyStatisticsRows.list)], readOnly: true)[0].map {
            MostBoughtCurrency(average: try $0[0], locator: try $0[1], debtorID: try $0[2])
        }
    }

    // MARK: Collectors

    func collectors(of debtor: DebtorID) async throws -> [CollectorAccount] {
        try await database.pipeline([CollectorAccountRows.list(debtor)], readOnly: true)[0].map(CollectorAccountRows.account)
    }

    /// Makes sure that there are so many collectors. Of two at the same time both choose the same IDs.
    ///
    /// - Throws: ``Activation/NotEnoughIDs``.
    func activateCollectors(_ wanted: Int64, of debtor: DebtorID, interval: CollectorInterval, at now: Timestamp) async throws {
        try await database.transaction { tx in
            let known = try SolverStore.known(debtor, tx)
            let ensuring = try Activation.new(wanted, of: debtor, known: known, interval: interval)
            if !ensuring.new.isEmpty {
                tx.enqueue(CollectorAccountRows.insert(ensuring, of: debtor, at: now))
                tx.enqueueNotify(channel: TurnSignal.collectorsNeeded.notification)
            }
        }
    }

    // MARK: Turns

    /// A turn, and how it went.
    struct TurnRecord: Sendable {
        let turn: Turn
        /// Nil when another program has led the turn.
        let report: TurnReport?
    }

    /// The latest turns, the latest first.
    func turns(before: TurnID?, limit: Int) async throws -> [TurnRecord] {
        try await database.transaction(isolation: .repeatableRead, readOnly: true) { tx in
            try Self.records(try tx.query(TurnRows.page(before: before, limit: limit)), tx)
        }
    }

    /// A turn with its circles, the one of greatest value first; nil when there is no such turn.
    func turn(_ id: TurnID) async throws -> (record: TurnRecord, circles: [Circle])? {
        try await database.transaction(isolation: .repeatableRead, readOnly: true) { tx in
            let rows = try tx.pipeline([TurnRows.byID([id]), TurnReportRows.circles(of: id)])
            guard let record = try Self.records(rows[0], tx).first else { return nil }
            return (record, try rows[1].map(TurnReportRows.circle))
        }
    }

    private static func records(_ rows: Rows, _ tx: Transaction) throws -> [TurnRecord] {
        let turns = try rows.map(TurnRows.turn)
        var reports: [TurnID: TurnReport] = [:]
        for row in try tx.query(TurnReportRows.read(turns.map(\.id))) {
            let report = try TurnReportRows.report(row)
            reports[report.turnID] = report
        }
        return turns.map { TurnRecord(turn: $0, report: reports[$0.id]) }
    }
}
