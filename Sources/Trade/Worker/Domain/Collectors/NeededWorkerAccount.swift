import SMPProtocol

/// A collector's account that this worker has asked for (TW 7.5).
struct NeededWorkerAccount: Equatable, Sendable {
    let key: AccountKey
    var configuredAt: Timestamp
    /// When the solver took the collector out of use; nil: it is in use (TW 23.3).
    var collectionDisabledSince: Timestamp?
    /// What of its balance was still owed to somebody, and when that was found out (TW 23.4).
    var blockedAmount: Int64 = 0
    var blockedAmountTs = Timestamp.epoch
}

/// A change of a collector's status that the solver's database is to learn (TW 7.10).
struct CollectorChange: Equatable, Sendable {
    enum Step: Equatable, Sendable {
        /// 0 → 1: the account was asked for.
        case requested
        /// 1 → 2: the account has an identity.
        case activated(AccountID)
        /// 3 → 2: the surplus is known.
        case enabled
        /// 3 → 1: the account has vanished.
        case broken
    }

    /// The collector's account.
    let key: AccountKey
    let step: Step
}

/// A collector that can be used, or could until it was disabled (TW 7.9).
struct UsableCollector: Equatable, Sendable {
    let key: AccountKey
    let accountID: AccountID
    /// nil: active.
    let disabledAt: Timestamp?
}
