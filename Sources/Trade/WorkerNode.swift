import Logging
import NodeKit
import Persistence
import SMPProtocol

/// The worker's side of the node: its own database, and a connection or two to the solver's (TW 1.2).
struct WorkerNode: OutboxAssembly {
    static let node = Node.trade
    static let needs = TradeNeeds.worker

    /// So many connections to the solver's database are enough for a worker, unless `SOLVER_CLIENT_POOL_SIZE` says less: for turns, for
    /// collectors, and for the question whether it answers.
    private static let solverConnections = 3

    let settings: TradeConfiguration
    let core: NodeCore
    /// The solver's database, whose wake-ups tell of turns and their phases.
    let solver: OpenDatabase
    let store: WorkerStore

    init(_ settings: TradeConfiguration, connections: Int, logger: Logger) throws(ConfigurationError) {
        self.settings = settings
        solver = try OpenDatabase(settings.solverDatabase, connections: Self.solverConnections, logger: logger)
        let worker = try OpenDatabase(settings.workerDatabase, connections: connections, logger: logger)
        core = NodeCore(settings.common, worker, others: [solver], logger: logger)
        store = WorkerStore(
            database: core.database, wakeUps: core.wakeUps, rules: settings.workerRules, logger: core.logger("worker"),
            now: SystemClock.now)
    }

    var exits: OutboxExits {
        OutboxExits(of: Self.node, settings.queues, shard: .trade(settings.common.shard), burstCount: settings.flushBurstCount)
    }
}

extension WorkerNode {
    /// What `verify_shard_content` looks at (TW 25.4): internal messages are of any shard until they arrive, and what else there is belongs
    /// to one of these rows, or is the same for all shards.
    static let partitionedTables: [PartitionedTable] = [
        .id("account_lock", "creditor_id"), .id("creditor_participation", "creditor_id"), .id("trading_policy", "creditor_id"),
        .id("debtor_locator_claim", "debtor_id"), .id("recently_needed_collector", "debtor_id"),
        .id("dispatching_status", "collector_id"), .id("transfer_attempt", "collector_id"), .id("worker_collecting", "collector_id"),
        .id("worker_dispatching", "collector_id"), .id("worker_receiving", "to_collector_id"),
        .id("worker_sending", "from_collector_id"), .id("worker_account", "creditor_id"),
        .text("debtor_info_document", "debtor_info_locator"), .id("outbox_message WHERE kind IN (1, 3, 4)", "creditor_id"),
    ]
}

extension TradeConfiguration {
    /// What the worker's decisions depend on.
    var workerRules: WorkerRules {
        var rules = WorkerRules()
        rules.collectors = collectors.interval
        rules.owner = collectors.owner
        rules.defaultNumberOfCollectors = collectors.numberOfAccounts
        rules.maxDistanceToBase = market.maxDistanceToBase
        rules.amountCut = transfers.amountCut
        rules.turns = WorkerTurnSettings(pouring: turns.pouring, healthyCommitDelay: transfers.healthyMaxCommitDelay)
        rules.turnMaxCommitPeriod = turns.durations.maxCommitPeriod
        rules.interestRateHistoryPeriod = transfers.interestRateHistory
        rules.minDemurrageRate = transfers.minDemurrageRate
        rules.minTransferNoteMaxBytes = transfers.minNoteBytes
        rules.accountLockMaxAge = .ofDays(accounts.lockMaxDays)
        rules.releasedAccountLockMaxAge = .ofDays(accounts.releasedLockMaxDays)
        rules.locatorClaimExpiry = .ofDays(documents.claimExpiryDays)
        rules.debtorInfoExpiry = .ofDays(documents.expiryDays)
        rules.extremeMessageDelay = .ofDays(accounts.extremeMessageDelayDays)
        rules.maxHeartbeatDelay = .ofDays(accounts.maxHeartbeatDelayDays)
        rules.surplusBlockingDelay = .ofDays(solver.surplusBlockingDelayDays)
        rules.delayedTransfersExpiry = .ofDays(transfers.delayedExpiryDays)
        rules.collectingSlack = .ofDays(accounts.collectingSlackDays)
        rules.sendingSlack = .ofDays(accounts.sendingSlackDays)
        rules.dispatchingSlack = .ofDays(accounts.dispatchingSlackDays)
        rules.explainedTurns = jobs.explainedTurns
        return rules
    }
}

extension OutboxShard {
    /// The guard of TW 5.3 and 5.5: what leaves the node, and what is replayed, is about a creditor of the shard. Other internal messages
    /// are for whoever takes them.
    static func trade(_ shard: ShardConfiguration) -> OutboxShard {
        OutboxShard { kind, address in
            guard kind.isSMP else { return .own }
            guard let id = address.creditorID else { return .foreign }
            if shard.realm.contains(id) { return .own }
            return shard.deletesParentRecords && shard.realm.parentContains(id) ? .leftOver : .foreign
        }
    }
}
