import NodeKit

/// The worker's scanners: what they are called, and how they walk (TW 2.4, TW-24).
enum TradeScans {
    static let debtorInfoDocuments = ScanPlan("DEBTOR_INFO_DOCUMENTS", .days, 7)
    static let debtorLocatorClaims = ScanPlan("DEBTOR_LOCATOR_CLAIMS", .days, 1)
    static let tradingPolicies = ScanPlan("TRADING_POLICIES", .days, 7)
    static let workerAccounts = ScanPlan("WORKER_ACCOUNTS", .days, 7, blocks: 100)
    static let interestRateChanges = ScanPlan("INTEREST_RATE_CHANGES", .days, 7)
    static let neededWorkerAccounts = ScanPlan("NEEDED_WORKER_ACCOUNTS", .days, 7)
    static let recentlyNeededCollectors = ScanPlan("RECENTLY_NEEDED_COLLECTORS", .days, 7)
    static let accountLocks = ScanPlan("ACCOUNT_LOCKS", .days, 7)
    static let creditorParticipations = ScanPlan("CREDITOR_PARTICIPATIONS", .days, 7)
    static let dispatchingStatuses = ScanPlan("DISPATCHING_STATUSES", .days, 7)
    static let workerCollectings = ScanPlan("WORKER_COLLECTINGS", .days, 3)
    static let workerSendings = ScanPlan("WORKER_SENDINGS", .days, 1)
    static let workerReceivings = ScanPlan("WORKER_RECEIVINGS", .days, 1)
    static let workerDispatchings = ScanPlan("WORKER_DISPATCHINGS", .days, 7)
    static let transferAttempts = ScanPlan("TRANSFER_ATTEMPTS", .days, 7)
    static let delayedAccountTransfers = ScanPlan("DELAYED_ACCOUNT_TRANSFERS", .days, 14, blocks: 100)

    static let all = [
        debtorInfoDocuments, debtorLocatorClaims, tradingPolicies, workerAccounts, interestRateChanges, neededWorkerAccounts,
        recentlyNeededCollectors, accountLocks, creditorParticipations, dispatchingStatuses, workerCollectings, workerSendings,
        workerReceivings, workerDispatchings, transferAttempts, delayedAccountTransfers,
    ]
}
