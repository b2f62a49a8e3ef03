import CircularTrade
import Persistence
import SMPProtocol

/// The solver database, as the solver sees it. Every change of a turn is one transaction: the row is locked, the change is decided on what
/// was found, and everything that belongs to it is written; so it happens once, however many solvers there are (TS2 3.4, 15.1).
struct SolverStore: Sendable {
    let database: Database
    /// `SOLVER_INCREASED_WORK_MEM`: a memory size as PostgreSQL writes it, for the one query that joins whole tables.
    var workMemory = "50MB"

    private static let setWorkMemory = Statement("solver.setWorkMemory", "SELECT set_config('work_mem', $1, true)")

    // MARK: Where things stand

    /// What the solver has to know to decide what is next.
    struct Standing: Sendable {
        /// In the order of their IDs.
        var unfinished: [Turn]
        /// When the latest turn began; the beginning of 1970 when there was none.
        var latestStart: Timestamp
        /// Turns whose tasks after the solve have yet to be done.
        var uncared: Set<TurnID>
    }

    func standing() async throws -> Standing {
        let rows = try await database.pipeline(
            [Query(TurnRows.unfinished), Query(TurnRows.latestStart), Query(TurnReportRows.uncared)], readOnly: true)
        return Standing(
            unfinished: try rows[0].map(TurnRows.turn), latestStart: try rows[1].first?[0] ?? .epoch,
            uncared: Set(try rows[2].map { try $0[0] }))
    }

    // MARK: Turns

    /// Begins a turn (TS 2.3), unless another process was faster.
    ///
    /// - Returns: the unfinished turns: the new one, or those that another process has begun; none when it is not the time any more.
    func begin(rules: MarketRules, durations: TurnDurations, schedule: TurnSchedule, at now: Timestamp) async throws -> [Turn] {
        try await database.transaction { tx in
            let rows = try tx.pipeline([Query(TurnRows.lockTable), Query(TurnRows.unfinished), Query(TurnRows.latestStart)])
            if !rows[1].isEmpty { return try rows[1].map(TurnRows.turn) }
            guard schedule.allowsStart(at: now, latest: try rows[2].first?[0] ?? .epoch) else { return [] }
            let turn = Turn.beginning(try tx.query(TurnRows.nextID)[0][0], rules: rules, durations: durations, at: now)
            tx.enqueue(TurnRows.insert(turn))
            tx.enqueueNotify(channel: TurnSignal.phaseChanged.notification)
            return [turn]
        }
    }

    /// Phase 1 → 2 (TS 2.5).
    func openForOffers(_ id: TurnID, durations: TurnDurations, at now: Timestamp) async throws -> Bool {
        let changed: Void? = try await change(id) {
            $0.openedForOffers(durations: durations, at: now)
        } also: { turn, tx -> Void in
            tx.enqueue(Self.setWorkMemory, workMemory)
            tx.enqueue(CurrencyInfoRows.build(turn.id))
            for statement in CurrencyInfoRows.deleteGathered { tx.enqueue(Query(statement)) }
            tx.enqueue(TurnReportRows.offersStarted(turn.id, at: now))
        }
        return changed != nil
    }

    /// What phase 2 has brought (TS 2.6). Locks nothing.
    func market(of turn: Turn) async throws -> LoadedMarket {
        try await database.transaction(isolation: .repeatableRead, readOnly: true) { tx in try MarketReading(turn: turn, tx: tx).read() }
    }

    /// Phase 2 → 3 (TS2 5.2): phase, trades, statistics, hoarded and overloaded currencies and the end of the market become visible
    /// together.
    ///
    /// - Returns: what it took of our processor time, in seconds; nil when the turn is not in phase 2 any more.
    func commit(_ outcome: SolveOutcome, of id: TurnID, at now: Timestamp) async throws -> Double? {
        try await change(id) {
            $0.solved(at: now)
        } also: { turn, tx -> Double in
            var clock = StepClock()
            clock.begin(.write)
            var writing = ResultWriting(turn: turn.id, in: tx)
            try writing.write(outcome.solution)
            try replaceAverages(outcome, turn.id, tx)
            tx.enqueue(CollectorAccountRows.saturate(turn.id, outcome.interval, at: now))
            let overloaded = outcome.counts.overloaded(limit: outcome.transfersLimit)
            if !overloaded.isEmpty { tx.enqueue(CurrencyStatisticsRows.insert(overloaded, turn: turn.id)) }
            for statement in MarketRows.deleteSolved { tx.enqueue(Query(statement)) }
            tx.enqueue(TurnReportRows.solved(turn.id, outcome.report, at: now))
            tx.enqueue(TurnReportRows.deleteCircles(of: turn.id))
            try TurnReportRows.write(outcome.circles, of: turn.id, in: tx)
            clock.end()
            return clock.times[.write]?.cpuSeconds ?? 0
        }
    }

    /// TS2-8
    private func replaceAverages(_ outcome: SolveOutcome, _ turn: TurnID, _ tx: Transaction) throws {
        var averages: [DebtorID: Float] = [:]
        for row in try tx.query(CurrencyStatisticsRows.averages) { averages[try row[0]] = try row[1] }
        let list = outcome.statistics.updated(averages, buyers: outcome.counts.buyers)
        for query in CurrencyStatisticsRows.replaceAverages(list, turn: turn) { tx.enqueue(query) }
    }

    /// Notes what a step took that was over only after the commit.
    func note(_ step: SolveStep, _ time: StepTime, of turn: TurnID) async throws {
        _ = try await database.pipeline([TurnReportRows.add(step, time, to: turn)])
    }

    /// Phase 3 → 4 (TS 2.7).
    func finish(_ id: TurnID, at now: Timestamp) async throws -> Bool {
        // Most of the time rows are left; nothing needs to be locked to see that.
        guard try await !hasPendingResults(id) else { return false }
        return try await database.transaction { tx in
            let rows = try tx.pipeline([TurnRows.lock(id), ResultTable.pending(id)])
            guard let turn = try rows[0].first.map(TurnRows.turn)?.finished(hasPendingResults: try rows[1][0][0]) else { return false }
            tx.enqueue(TurnRows.update(turn))
            tx.enqueue(TurnReportRows.finished(turn.id, at: now))
            tx.enqueueNotify(channel: TurnSignal.phaseChanged.notification)
            return true
        }
    }

    private func hasPendingResults(_ id: TurnID) async throws -> Bool {
        try await database.pipeline([ResultTable.pending(id)], readOnly: true)[0][0][0]
    }

    /// What workers have not deleted, e.g. `creditor_giving 0101: 17`: table, first bits of the hash, rows.
    func leftovers(_ id: TurnID) async throws -> [String] {
        try await database.pipeline([ResultTable.leftovers(id)], readOnly: true)[0].map { row in
            let (table, bits, count): (String, Int32, Int64) = (try row[0], try row[1], try row[2])
            let prefix = String(bits, radix: 2)
            return "\(table) \(String(repeating: "0", count: 4 - prefix.count))\(prefix): \(count)"
        }
    }

    /// Locks a turn, decides, and stores; nil when the turn is not there, or not in the phase.
    private func change<R: Sendable>(
        _ id: TurnID, _ decide: @Sendable (Turn) -> Turn?, also store: @Sendable (Turn, Transaction) throws -> R
    ) async throws -> R? {
        try await database.transaction { tx in
            guard let turn = try tx.query(TurnRows.lock(id)).first.map(TurnRows.turn).flatMap(decide) else { return nil }
            tx.enqueue(TurnRows.update(turn))
            let result = try store(turn, tx)
            tx.enqueueNotify(channel: TurnSignal.phaseChanged.notification)
            return result
        }
    }
}
