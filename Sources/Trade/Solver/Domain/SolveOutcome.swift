import CircularTrade

/// What a solve has found, and everything that follows from it. Pure data: it may be written several times.
struct SolveOutcome: Sendable {
    let solution: Solution
    let counts: TradeCounts
    var report: SolveReport
    /// Those of greatest value.
    let circles: [Circle]
    /// For the averages of the most bought currencies.
    let statistics: BuyersStatistics
    /// For hoarded currencies.
    let interval: CollectorInterval
    /// `TRANSFERS_COLLECTOR_LIMIT`
    let transfersLimit: Int
}
