import SMPProtocol

/// With what a transfer is tried (TW 22.5 – 22.7).
struct TransferParameters: Equatable, Sendable {
    /// Seconds.
    let maxCommitDelay: Int32
    /// 0: nothing is left.
    let amount: Int64
    /// nil: the collector's account is not known.
    let finalInterestRateTs: Timestamp?

    /// - Parameter collector: the paying collector's account with its rates.
    init(_ attempt: TransferAttempt, _ collector: CollectorAccountState, _ rules: WorkerRules, now: Timestamp) {
        maxCommitDelay = attempt.backoffSeconds(rules.healthyCommitDelay)
        let visited = collector.rates.since(attempt.collectionStartedAt)
        // TW 22.7: as if the worst of all rates since the collection began had been in force all the time.
        let rate = Double(
            visited.map(\.rate).min().map { min($0, collector.account?.interestRate ?? 0) } ?? collector.account?.interestRate ?? 0)
        finalInterestRateTs = collector.account.map { account in
            visited.map(\.ts).reduce(account.lastInterestRateChangeTs, max).adding(seconds: 2)
        }
        let period = 600 + max(0, now.seconds(since: attempt.collectionStartedAt)) + Double(maxCommitDelay)
        amount = Self.amount(
            attempt.nominalAmount, demurrage: Demurrage.factor(ratePercent: min(0, rate), seconds: period),
            cut: attempt.key.kind == .dispatching ? rules.amountCut : 1e-10)
    }

    /// TW 22.6. The cut is far greater than the rounding of floats, also above 2^53, so that the amount never exceeds the nominal one.
    private static func amount(_ nominal: Double, demurrage: Double, cut: Double) -> Int64 {
        guard nominal < .infinity else { return .max }
        return max(0, clampedToInt64((nominal * demurrage * (1 - cut)).rounded(.down)))
    }
}
