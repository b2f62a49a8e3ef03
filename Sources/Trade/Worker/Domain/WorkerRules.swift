import SMPProtocol

/// The settings that the rules depend on, with the defaults of TW 2.3 and 2.4.
struct WorkerRules: Sendable {
    /// Where the service's collectors are (TW 2.3); never changes in the life of an installation.
    var collectors = CollectorInterval.standard
    var owner: CreditorID = 0x100_ffff_ffff
    var maxDistanceToBase = 10
    /// `TRANSFERS_AMOUNT_CUT`: which part of an amount is held back when it is dispatched.
    var amountCut = 1e-5
    /// When a worker's steps in a turn are due.
    var turns = WorkerTurnSettings()
    var turnMaxCommitPeriod = Duration.ofDays(30)
    var interestRateHistoryPeriod = Duration.ofDays(180)
    /// Percents per year.
    var minDemurrageRate = -50.0
    var minTransferNoteMaxBytes: Int32 = 80
    var defaultNumberOfCollectors = 2

    var accountLockMaxAge = Duration.ofDays(365)
    var releasedAccountLockMaxAge = Duration.ofDays(30)
    var locatorClaimExpiry = Duration.ofDays(45)
    var debtorInfoExpiry = Duration.ofDays(7)
    var extremeMessageDelay = Duration.ofDays(7)
    var maxHeartbeatDelay = Duration.ofDays(365)
    var surplusBlockingDelay = Duration.ofDays(14)
    var delayedTransfersExpiry = Duration.ofDays(30)
    var collectingSlack = Duration.ofDays(60)
    var sendingSlack = Duration.ofDays(150)
    var dispatchingSlack = Duration.ofDays(180)

    /// `APP_EXPLAIN_TURNS`: for how many turns it is remembered why somebody has not traded; 0: not at all.
    var explainedTurns = 3

    /// Whether explanations are wanted.
    var explains: Bool { explainedTurns > 0 }

    /// `TRANSFERS_HEALTHY_MAX_COMMIT_DELAY`.
    var healthyCommitDelay: Duration { turns.healthyCommitDelay }

    /// Whether the creditor is a collector of this service.
    func isCollector(_ creditor: CreditorID) -> Bool { collectors.contains(creditor) }
}
