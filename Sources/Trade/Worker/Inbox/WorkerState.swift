import SMPProtocol

/// Rows of a worker's database, by key (TW-7). A scope holds those that a batch of messages is about.
struct WorkerState: Equatable, Sendable {
    var policies: [AccountKey: TradingPolicy] = [:]
    /// By their locators.
    var documents: [ExactText: DebtorInfoDocument] = [:]
    var claims: [DebtorID: DebtorLocatorClaim] = [:]
    var fetches: [FetchKey: DebtorInfoFetch] = [:]
    /// Needed accounts, accounts and rates of collectors.
    var collectorAccounts: [AccountKey: CollectorAccountState] = [:]
    /// Since when (TW 7.8).
    var recentlyNeeded: [DebtorID: Timestamp] = [:]
    /// The local copy of the usable collectors; never changed by messages.
    var usableCollectors: [DebtorID: [UsableCollector]] = [:]
    /// Never changed by messages.
    var hoardedCurrencies: Set<DebtorID> = []
    /// Never changed by messages.
    var turns: [TurnID: WorkerTurn] = [:]
    /// Turns that cannot advance before the batch is stored (TW 15.1.1).
    var offeredTurns: [TurnID: WorkerTurn] = [:]
    var locks: [AccountKey: AccountLock] = [:]
    var participations: [ParticipationKey: CreditorParticipation] = [:]
    var statuses: [StatusKey: DispatchingStatus] = [:]
    var collectings: Legs<WorkerCollecting> = [:]
    /// Never changed by messages, only removed by effects.
    var sendings: Legs<WorkerSending> = [:]
    var receivings: Legs<WorkerReceiving> = [:]
    /// Never changed by messages, only removed by effects.
    var dispatchings: Legs<WorkerDispatching> = [:]
    var attempts: [AttemptKey: TransferAttempt] = [:]

    /// Transfers of collectors, by the creditor at the other end.
    typealias Legs<Leg> = [StatusKey: [CreditorID: Leg]]
}

extension Dictionary where Key == StatusKey {
    /// One leg.
    subscript<Leg>(leg: LegKey) -> Leg? where Value == [CreditorID: Leg] {
        get { self[leg.status]?[leg.other] }
        set { self[leg.status, default: [:]][leg.other] = newValue }
    }
}
