import CircularTrade
import SMPProtocol

/// Everything that the solver is told by the configuration (TS 12.1, TS2 2.1).
struct SolverSettings: Sendable {
    /// `BASE_DEBTOR_INFO_LOCATOR`, `BASE_DEBTOR_ID`, `MAX_DISTANCE_TO_BASE`, `MIN_TRADE_AMOUNT`: for turns that begin from now on.
    var rules: MarketRules
    var schedule = TurnSchedule()
    var durations = TurnDurations()
    /// From one look to the next, at most (TS2 3.2).
    var checkInterval: Duration = .seconds(60)
    /// `SOLVER_IMPROVE_SECONDS`; 0: only the greedy stage.
    var improveSeconds = 60.0
    /// `MIN_COLLECTOR_ID`, `MAX_COLLECTOR_ID`
    var collectors = CollectorInterval.standard
    /// `TRANSFERS_COLLECTOR_LIMIT`
    var transfersLimit = 100_000
    var statistics = BuyersStatistics.Settings()
    /// `APP_COLLECTOR_ACTIVITY_MIN_DAYS`
    var collectorActivityMinDays = 28.0
    /// `APP_SURPLUS_BLOCKING_DELAY_DAYS`
    var surplusBlockingDelayDays = 14.0
    /// `TRANSFERS_HEALTHY_MAX_COMMIT_DELAY`: so long workers keep their rows in phase 3.
    var healthyCommitDelay: Duration = .seconds(7200)
}
