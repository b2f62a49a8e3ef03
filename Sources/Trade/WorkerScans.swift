import ArgumentParser
import NodeKit
import Persistence
import SMPProtocol

// The worker's scanners as data (TW 24.2): what their commands are called, and what they throw away. Collected and received rows are never
// thrown away by time (TW 24.3).

/// A scanner of a table of the worker.
protocol WorkerScan: ScannerDescription where Assembly == WorkerNode {
    associatedtype Key: Hashable, Comparable, Sendable
    associatedtype Entity: Sendable

    static var table: ScannedTable<Key, Entity> { get }
}

extension WorkerScan {
    static func scanner(_ node: WorkerNode, _ scan: Scan) -> any NodeRole { WorkerScanner(table: table, context: node.context).role(scan) }
}

/// All of them, in the order of the specification.
enum WorkerScans {
    static let all: [any WorkerScan.Type] = [
        ScanDebtorInfoDocuments.self, ScanDebtorLocatorClaims.self, ScanTradingPolicies.self, ScanWorkerAccounts.self,
        ScanInterestRateChanges.self, ScanNeededWorkerAccounts.self, ScanRecentlyNeededCollectors.self, ScanAccountLocks.self,
        ScanCreditorParticipations.self, ScanDispatchingStatuses.self, ScanWorkerCollectings.self, ScanWorkerSendings.self,
        ScanWorkerReceivings.self, ScanWorkerDispatchings.self, ScanTransferAttempts.self, ScanDelayedAccountTransfers.self,
    ]

    /// For the group of all roles.
    static var roles: [any RoleDescription<WorkerNode>.Type] {
        func one<S: WorkerScan>(_ scan: S.Type) -> any RoleDescription<WorkerNode>.Type { scan }
        return all.map { one($0) }
    }

    /// Their commands.
    static var commands: [any ParsableCommand.Type] {
        func one<S: WorkerScan>(_ scan: S.Type) -> any ScannerDescription.Type { scan }
        return NodeCommands.scan(all.map { one($0) })
    }

    /// All scanners, ready to run.
    static func scanners(_ node: WorkerNode, _ options: DailyScannerOptions) throws -> [any NodeRole] {
        func one<S: WorkerScan>(_ scan: S.Type) throws -> any NodeRole {
            let walk = try options.walk(node.settings.walks[S.plan])
            return S.scanner(node, Scan(S.command, walk, quitsEarly: options.quitEarly, logger: node.core.logger("scan")))
        }
        return try all.map { try one($0) }
    }
}

// MARK: Users and debtors

enum ScanDebtorInfoDocuments: WorkerScan {
    static let plan = TradeScans.debtorInfoDocuments
    static let abstract = "Walks over the documents of debtors and deletes old ones."
    static let table = ScannedTable<ExactText, DebtorInfoDocument>(
        "debtor_info_document", columns: DocumentRows.table.columns, decode: DocumentRows.decode, key: { $0.key },
        subject: { .text($0.text) }, lock: DocumentRows.lock, delete: DocumentRows.delete, isExpendable: { $0.isExpendable($1, now: $2) })
}

enum ScanDebtorLocatorClaims: WorkerScan {
    static let plan = TradeScans.debtorLocatorClaims
    static let abstract = "Walks over what is known of the places of documents, and deletes what is old."
    static let table = ScannedTable<DebtorID, DebtorLocatorClaim>(
        "debtor_locator_claim", columns: ClaimRows.table.columns, decode: ClaimRows.decode, key: { $0.debtor },
        subject: { .id($0.rawValue) }, lock: ClaimRows.lock, delete: ClaimRows.delete, isExpendable: { $0.isExpendable($1, now: $2) })
}

enum ScanTradingPolicies: WorkerScan {
    static let plan = TradeScans.tradingPolicies
    static let abstract = "Walks over the trading policies and deletes empty ones."
    static let table = ScannedTable<AccountKey, TradingPolicy>(
        "trading_policy", columns: PolicyRows.table.columns, decode: PolicyRows.decode, key: { $0.key },
        subject: { .id($0.creditor.rawValue) }, lock: PolicyRows.lock, delete: PolicyRows.delete,
        isExpendable: { $0.isExpendable($1, now: $2) })
}

// MARK: Collectors

enum ScanWorkerAccounts: WorkerScan {
    static let plan = TradeScans.workerAccounts
    static let abstract = "Walks over the accounts of collectors and deletes dead ones."
    static let table = ScannedTable<AccountKey, WorkerAccount>(
        "worker_account", columns: WorkerAccountRows.table.columns, decode: WorkerAccountRows.decode, key: { $0.key },
        subject: { .id($0.creditor.rawValue) }, lock: WorkerAccountRows.lock, delete: WorkerAccountRows.delete,
        isExpendable: { $0.isExpendable($1, now: $2) })
}

/// What is not the sibling's is deleted with its account (TW 23.5, 23.6). The rates of an account go together.
enum ScanInterestRateChanges: WorkerScan {
    static let plan = TradeScans.interestRateChanges
    static let abstract = "Walks over the interest rates of collectors' accounts; after a split, deletes those of the sibling shard."
    static let table = ScannedTable<AccountKey, AccountKey>(
        "interest_rate_change", columns: "t.creditor_id, t.debtor_id",
        decode: { AccountKey(creditor: try $0[0], debtor: try $0[1]) }, key: { $0 }, subject: { .id($0.creditor.rawValue) },
        lock: RateRows.read, delete: RateRows.deleteAll)
}

enum ScanNeededWorkerAccounts: WorkerScan {
    static let plan = TradeScans.neededWorkerAccounts
    static let abstract = "Walks over the accounts that were asked for; after a split, deletes those of the sibling shard."
    static let table = ScannedTable<AccountKey, NeededWorkerAccount>(
        "needed_worker_account", columns: NeededAccountRows.table.columns, decode: NeededAccountRows.decode, key: { $0.key },
        subject: { .id($0.creditor.rawValue) }, lock: NeededAccountRows.lock, delete: NeededAccountRows.delete)
}

enum ScanRecentlyNeededCollectors: WorkerScan {
    static let plan = TradeScans.recentlyNeededCollectors
    static let abstract = "Walks over the currencies for which collectors were wanted, and forgets old ones."
    static let table = ScannedTable<DebtorID, RecentlyNeededRows.Need>(
        "recently_needed_collector", columns: RecentlyNeededRows.table.columns, decode: RecentlyNeededRows.decode, key: { $0.debtor },
        subject: { .id($0.rawValue) }, lock: RecentlyNeededRows.lock, delete: RecentlyNeededRows.delete,
        isExpendable: { Trade.isExpendable(neededCollectorSince: $0.since, $1, now: $2) })
}

// MARK: Turns

/// What is still prepared is dismissed (TW 30.14).
enum ScanAccountLocks: WorkerScan {
    static let plan = TradeScans.accountLocks
    static let abstract = "Walks over the locks of accounts and deletes old ones."
    static let table = ScannedTable<AccountKey, AccountLock>(
        "account_lock", columns: LockRows.table.columns, decode: LockRows.decode, key: { $0.key },
        subject: { .id($0.creditor.rawValue) }, lock: LockRows.lock,
        delete: { LockRows.table.delete($0.map(\.creditor), $0.map(\.debtor)) }, isExpendable: { $0.isExpendable($1, now: $2) },
        discard: { $0.discard(now: $1, effects: &$2) })
}

enum ScanCreditorParticipations: WorkerScan {
    static let plan = TradeScans.creditorParticipations
    static let abstract = "Walks over the users' parts in turns; after a split, deletes those of the sibling shard."
    static let table = ScannedTable<ParticipationKey, CreditorParticipation>(
        "creditor_participation", columns: ParticipationRows.table.columns, decode: ParticipationRows.decode, key: { $0.key },
        subject: { .id($0.account.creditor.rawValue) }, lock: ParticipationRows.lock, delete: ParticipationRows.delete)
}

enum ScanDispatchingStatuses: WorkerScan {
    static let plan = TradeScans.dispatchingStatuses
    static let abstract = "Walks over the collectors' parts in turns; after a split, deletes those of the sibling shard."
    static let table = ScannedTable<StatusKey, DispatchingStatus>(
        "dispatching_status", columns: StatusRows.table.columns, decode: StatusRows.decode, key: { $0.key },
        subject: { .id($0.collector.rawValue) }, lock: StatusRows.lock, delete: StatusRows.delete)
}

// MARK: Transfers

extension ScannedTable where Key == LegKey {
    /// Transfers that are expected: when one is given up, its collector's turn may go on.
    fileprivate init(
        legs name: String, _ table: LegTable, decode: @escaping @Sendable (Row) throws -> Entity,
        key: @escaping @Sendable (Entity) -> LegKey, isExpendable: @escaping @Sendable (Entity, Timestamp) -> Bool
    ) {
        self.init(
            name, columns: table.rows.columns, decode: decode, key: key, subject: { .id($0.status.collector.rawValue) },
            lock: table.lock, delete: table.delete, isExpendable: { row, _, now in isExpendable(row, now) },
            discard: { _, _, effects in effects.wake(.dispatching) })
    }
}

enum ScanWorkerCollectings: WorkerScan {
    static let plan = TradeScans.workerCollectings
    static let abstract = "Walks over what sellers owe and deletes what will not come any more."
    static let table = ScannedTable(
        legs: "worker_collecting", .collecting, decode: CollectingRows.decode, key: { $0.key },
        isExpendable: { $0.isExpendable(now: $1) })
}

enum ScanWorkerSendings: WorkerScan {
    static let plan = TradeScans.workerSendings
    static let abstract = "Walks over what is sent to other collectors and deletes what was never confirmed."
    static let table = ScannedTable(
        legs: "worker_sending", .sending, decode: SendingRows.decode, key: { $0.key },
        isExpendable: { $0.isExpendable(now: $1) })
}

enum ScanWorkerReceivings: WorkerScan {
    static let plan = TradeScans.workerReceivings
    static let abstract = "Walks over what other collectors owe and deletes what will not come any more."
    static let table = ScannedTable(
        legs: "worker_receiving", .receiving, decode: ReceivingRows.decode, key: { $0.key },
        isExpendable: { $0.isExpendable(now: $1) })
}

enum ScanWorkerDispatchings: WorkerScan {
    static let plan = TradeScans.workerDispatchings
    static let abstract = "Walks over what is given to buyers and deletes what was never confirmed."
    static let table = ScannedTable(
        legs: "worker_dispatching", .dispatching, decode: DispatchingRows.decode, key: { $0.key },
        isExpendable: { $0.isExpendable(now: $1) })
}

enum ScanTransferAttempts: WorkerScan {
    static let plan = TradeScans.transferAttempts
    static let abstract = "Walks over the attempts to transfer and deletes old ones."
    static let table = ScannedTable<AttemptKey, TransferAttempt>(
        "transfer_attempt", columns: AttemptRows.table.columns, decode: AttemptRows.decode, key: { $0.key },
        subject: { .id($0.status.collector.rawValue) }, lock: { (keys: Set<AttemptKey>) in AttemptRows.lock(keys) },
        delete: AttemptRows.delete, isExpendable: { $0.isExpendable($1, now: $2) })
}

/// The only one that leaves alone what the sibling has: it is dropped when it is replayed (TW 20.6, 24.2).
enum ScanDelayedAccountTransfers: WorkerScan {
    static let plan = TradeScans.delayedAccountTransfers
    static let abstract = "Walks over the notices that wait for their turns, and deletes old ones."
    static let table = ScannedTable<DelayedTransferKey, DelayedTransferRows.Stored>(
        "delayed_account_transfer", columns: DelayedTransferRows.columns, decode: DelayedTransferRows.decode, key: { $0.key },
        subject: { _ in .nobodys }, lock: DelayedTransferRows.lock, delete: DelayedTransferRows.delete,
        isExpendable: { $0.transfer.isExpendable($1, now: $2) },
        discard: { row, _, effects in
            let m = row.transfer.message
            effects.note(.delayedTransferExpired(AccountKey(creditor: m.creditorID, debtor: m.debtorID), row.transfer.turn))
        })
}
