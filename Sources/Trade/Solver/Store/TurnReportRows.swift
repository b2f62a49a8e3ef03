import CircularTrade
import Persistence
import SMPProtocol

/// Tables `turn_report` and `turn_circle`: ours alone.
enum TurnReportRows {
    // MARK: Moments

    private static let offersStartedStatement = Statement(
        "turn_report.offersStarted",
        """
        INSERT INTO turn_report (turn_id, offers_started_at) VALUES ($1, $2)
        ON CONFLICT (turn_id) DO UPDATE SET offers_started_at = excluded.offers_started_at
        """)

    static func offersStarted(_ turn: TurnID, at now: Timestamp) -> Query { offersStartedStatement(turn, now) }

    private static let finishedStatement = Statement("turn_report.finished", "UPDATE turn_report SET finished_at = $2 WHERE turn_id = $1")

    static func finished(_ turn: TurnID, at now: Timestamp) -> Query { finishedStatement(turn, now) }

    // MARK: The solve

    private static let solvedStatement = Statement(
        "turn_report.solved",
        """
        INSERT INTO turn_report (
            turn_id, solved_at, is_cared_for, currencies_count, confirmed_currencies_count, sell_offers_count, buy_offers_count,
            admitted_offers_count, skipped_offers_count, takings_count, givings_count, collector_transfers_count, cleared_value,
            offered_value, bound, cycles, longest_cycle, steps, step_seconds, step_cpu_seconds)
        VALUES ($1, $2, false, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
        ON CONFLICT (turn_id) DO UPDATE SET solved_at = excluded.solved_at, is_cared_for = excluded.is_cared_for,
            currencies_count = excluded.currencies_count, confirmed_currencies_count = excluded.confirmed_currencies_count,
            sell_offers_count = excluded.sell_offers_count, buy_offers_count = excluded.buy_offers_count,
            admitted_offers_count = excluded.admitted_offers_count, skipped_offers_count = excluded.skipped_offers_count,
            takings_count = excluded.takings_count, givings_count = excluded.givings_count,
            collector_transfers_count = excluded.collector_transfers_count, cleared_value = excluded.cleared_value,
            offered_value = excluded.offered_value, bound = excluded.bound, cycles = excluded.cycles,
            longest_cycle = excluded.longest_cycle, steps = excluded.steps, step_seconds = excluded.step_seconds,
            step_cpu_seconds = excluded.step_cpu_seconds
        """)

    /// The tasks after the solve have yet to be done.
    static func solved(_ turn: TurnID, _ report: SolveReport, at now: Timestamp) -> Query {
        let steps = report.steps.sorted { $0.key.rawValue < $1.key.rawValue }
        return solvedStatement(
            turn, now, report.market.currencies, report.market.confirmedCurrencies, report.market.sellOffers, report.market.buyOffers,
            report.admittedOffers, report.skippedOffers, report.takings, report.givings, report.collectorTransfers, report.clearedValue,
            report.offeredValue, report.bound, report.cycles, report.longestCycle, steps.map(\.key.rawValue), steps.map(\.value.seconds),
            steps.map(\.value.cpuSeconds))
    }

    private static let stepStatement = Statement(
        "turn_report.step",
        """
        UPDATE turn_report SET steps = array_append(steps, $2), step_seconds = array_append(step_seconds, $3),
            step_cpu_seconds = array_append(step_cpu_seconds, $4)
        WHERE turn_id = $1 AND $2 <> ALL (steps)
        """)

    /// Adds a step that was over only after the row had been written.
    static func add(_ step: SolveStep, _ time: StepTime, to turn: TurnID) -> Query {
        stepStatement(turn, step.rawValue, time.seconds, time.cpuSeconds)
    }

    /// Turns whose tasks after the solve have yet to be done.
    static let uncared = Statement(
        "turn_report.uncared", "SELECT turn_id FROM turn_report WHERE solved_at IS NOT NULL AND NOT is_cared_for ORDER BY turn_id")

    private static let caredForStatement = Statement(
        "turn_report.caredFor", "UPDATE turn_report SET is_cared_for = true WHERE turn_id = $1")

    static func caredFor(_ turn: TurnID) -> Query { caredForStatement(turn) }

    // MARK: Reading

    private static let readStatement = Statement(
        "turn_report.read",
        """
        SELECT turn_id, offers_started_at, solved_at, finished_at, currencies_count, confirmed_currencies_count, sell_offers_count,
            buy_offers_count, admitted_offers_count, skipped_offers_count, takings_count, givings_count, collector_transfers_count,
            cleared_value, offered_value, bound, cycles, longest_cycle, steps, step_seconds, step_cpu_seconds
        FROM turn_report WHERE turn_id = ANY($1)
        """)

    static func read(_ turns: [TurnID]) -> Query { readStatement(turns) }

    static func report(_ row: Row) throws -> TurnReport {
        var report = TurnReport(turnID: try row[0], offersStartedAt: try row[1], solvedAt: try row[2], finishedAt: try row[3])
        if report.solvedAt != nil { report.solve = try solve(row) }
        return report
    }

    private static func solve(_ row: Row) throws -> SolveReport {
        var solve = SolveReport()
        solve.market = MarketSize(currencies: try row[4], confirmedCurrencies: try row[5], sellOffers: try row[6], buyOffers: try row[7])
        (solve.admittedOffers, solve.skippedOffers) = (try row[8], try row[9])
        (solve.takings, solve.givings, solve.collectorTransfers) = (try row[10], try row[11], try row[12])
        (solve.clearedValue, solve.offeredValue, solve.bound) = (try row[13], try row[14], try row[15])
        (solve.cycles, solve.longestCycle) = (try row[16], try row[17])
        let (names, seconds, cpuSeconds): ([String], [Double], [Double]) = (try row[18], try row[19], try row[20])
        for (name, time) in zip(names, zip(seconds, cpuSeconds)) {
            guard let step = SolveStep(rawValue: name) else { continue }
            solve.steps[step] = StepTime(seconds: time.0, cpuSeconds: time.1)
        }
        return solve
    }
}

extension TurnReportRows {
    /// Circles are kept of so many turns.
    static let turnsWithCircles: Int32 = 30

    private static let deleteCirclesStatement = Statement(
        "turn_circle.delete", "DELETE FROM turn_circle WHERE turn_id <= $1 OR turn_id = $2")

    /// Forgets the circles of a turn, and those of old turns.
    static func deleteCircles(of turn: TurnID) -> Query { deleteCirclesStatement(TurnID(turn.rawValue &- turnsWithCircles), turn) }

    private static let circleTarget = CopyTarget(
        "turn_circle", "turn_id", "rank", "value", "members_count", "creditor_ids", "debtor_ids", "amounts")

    /// Writes the circles of a turn, the one of greatest value first.
    static func write(_ circles: [Circle], of turn: TurnID, in tx: Transaction) throws {
        try tx.copyIn(circleTarget) { copy in
            for (index, circle) in circles.enumerated() {
                try copy.row(
                    turn, Int16(index + 1), circle.value, circle.memberCount, circle.members.map(\.trader.rawValue),
                    circle.members.map(\.currency.rawValue), circle.members.map(\.amount))
            }
        }
    }

    private static let readCirclesStatement = Statement(
        "turn_circle.read",
        "SELECT value, members_count, creditor_ids, debtor_ids, amounts FROM turn_circle WHERE turn_id = $1 ORDER BY rank")

    static func circles(of turn: TurnID) -> Query { readCirclesStatement(turn) }

    static func circle(_ row: Row) throws -> Circle {
        let (traders, currencies, amounts): ([Int64], [Int64], [Int64]) = (try row[2], try row[3], try row[4])
        let members = zip(traders, zip(currencies, amounts)).map {
            Circle.Member(trader: TraderID($0), currency: CurrencyID($1.0), amount: $1.1)
        }
        return Circle(value: try row[0], members: members, memberCount: try row[1])
    }
}
