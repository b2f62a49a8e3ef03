import Logging
import Messaging
import NodeKit
import Persistence
import SMPProtocol

/// The parts of the node, made from its configuration: what the commands run.
struct CreditorsNode: Sendable {
    let settings: CreditorsConfiguration
    let database: Database
    let wakeUps: WakeUps
    private let logger: Logger

    /// - Parameter connections: how many database connections the roles of the process may need at once.
    /// - Throws: ``ConfigurationError`` when there is no database URL.
    init(_ settings: CreditorsConfiguration, connections: Int, logger: Logger) throws(ConfigurationError) {
        self.settings = settings
        self.logger = logger
        var pool = settings.database.pool
        pool.maximumConnections = max(pool.maximumConnections, connections)
        database = Database(url: try settings.database.url.get(), configuration: pool, logger: Self.logger("database"))
        wakeUps = WakeUps(service: settings.common.profile.service)
    }

    private static func logger(_ name: String) -> Logger { Logger(label: "\(NodeProfile.creditorsAgent.service).\(name)") }

    // MARK: Web

    func webServer(_ edge: Edge) -> some NodeRole { WebServer(webAPI(edge)) }

    func webAPI(_ edge: Edge) -> WebAPI {
        let store = CreditorsStore(database: database, wakeUps: wakeUps, now: SystemClock.now)
        let responsibility = settings.responsibility
        let database = database
        return WebAPI(
            settings.common, edge: edge, routes: CreditorsAPI(store: store, settings).routes, openAPI: Resources.openAPI,
            readiness: [ReadinessCheck("database") { try await database.query("SELECT 1") }],
            isServed: { responsibility.includes(CreditorID($0)) })
    }

    /// Token checks, or blind trust if the configuration asks for it (development).
    func edge() throws(ConfigurationError) -> Edge {
        let logger = Self.logger("edge")
        let oauth2 = settings.common.oauth2
        return try .configured(oauth2, sharedCache: oauth2.sharedCache(settings.common.profile, logger: logger), logger: logger)
    }

    // MARK: Messages

    func consumer(_ broker: (url: Secret<String>, queue: String), _ consumer: ConsumerConfiguration, drains: Bool) throws -> some NodeRole {
        Inbox(
            .init(
                consumer: BatchConsumer.Configuration(
                    url: try BrokerURL(broker.url.revealed), queue: broker.queue, prefetchCount: consumer.prefetchCount,
                    prefetchSize: consumer.prefetchSize, drains: drains),
                workers: consumer.processes * consumer.threads),
            handler: CreditorsInbox(
                database: database, responsibility: settings.responsibility, rules: settings.messageRules, wakeUps: wakeUps,
                now: SystemClock.now),
            logger: Self.logger("actors"))
    }

    static let allKinds: [MessageKind] = [
        .configureAccount, .prepareTransfer, .finalizeTransfer, .updatedLedger, .updatedPolicy, .updatedFlags, .rejectedConfig,
    ]

    func flusher(
        _ name: String, kinds: [MessageKind] = allKinds, _ flush: FlushConfiguration, quitsEarly: Bool = false
    ) throws -> some NodeRole {
        OutboxFlusher(
            name: name,
            OutboxFlusher.Configuration(
                node: .creditors, publisher: .init(url: try BrokerURL(settings.common.broker.url.revealed)), kinds: kinds,
                burstCount: settings.flushBurstCount, processes: flush.processes, periodSeconds: flush.periodSeconds,
                shard: outboxShard, quitsEarly: quitsEarly),
            database: database, wakeUp: wakeUps.subscribe(to: .outbox), logger: Self.logger("flush"))
    }

    /// CA 14.4. What was looped back to us may be about a creditor of any shard.
    private var outboxShard: OutboxShard {
        let responsibility = settings.responsibility
        let deletesParentRecords = settings.common.shard.deletesParentRecords
        return OutboxShard { kind, address in
            if kind == .rejectedConfig { return .own }
            guard let id = address.creditorID else { return .foreign }
            if responsibility.includes(id) { return .own }
            return deletesParentRecords && responsibility.parentIncludes(id) ? .leftOver : .foreign
        }
    }

    // MARK: Jobs

    func ledgerJob(threads: Int? = nil, waitSeconds: Double? = nil, quitsEarly: Bool = false) -> some NodeRole {
        LedgerJob(
            database: database, rules: settings.messageRules, wakeUps: wakeUps, now: SystemClock.now, chunk: settings.ledger.chunk,
            threads: threads ?? settings.ledger.threads
        ).role(waitSeconds: waitSeconds ?? settings.ledger.waitSeconds, quitsEarly: quitsEarly)
    }

    func creditorsScanner(seconds: Double? = nil, quitsEarly: Bool = false) -> some NodeRole {
        CreditorsScanner(
            database: database, rules: settings.retentionRules, responsibility: settings.responsibility,
            deletesParentRecords: settings.common.shard.deletesParentRecords, now: SystemClock.now
        ).role(settings.scanners.creditors.lasting(seconds), quitsEarly: quitsEarly, logger: Self.logger("scan"))
    }

    func accountsScanner(seconds: Double? = nil, quitsEarly: Bool = false) -> some NodeRole {
        AccountsScanner(
            database: database, rules: settings.accountScanRules, responsibility: settings.responsibility, wakeUps: wakeUps,
            now: SystemClock.now
        ).role(settings.scanners.accounts.lasting(seconds), quitsEarly: quitsEarly, logger: Self.logger("scan"))
    }

    func retentionScanner(
        _ table: RetentionScanner.Table, _ walk: ScannerSettings.Walk, seconds: Double? = nil, quitsEarly: Bool = false
    ) -> some NodeRole {
        RetentionScanner(
            table: table, database: database, rules: settings.retentionRules, responsibility: settings.responsibility,
            deletesParentRecords: settings.common.shard.deletesParentRecords, now: SystemClock.now
        ).role(walk.lasting(seconds), quitsEarly: quitsEarly, logger: Self.logger("scan"))
    }

    // MARK: Combinations

    /// One role in a process of its own, with wake-ups from and to the other processes of the node.
    func alone(_ role: any NodeRole) -> any NodeRole {
        let relay = WakeUpRelay(wakeUps, database: database, logger: logger)
        return Role(role.name) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await relay.run() }
                try await role.run()
                group.cancelAll()
            }
        }
    }

    /// All roles in one process; each is started again when it ends (OPS 3.3).
    func together(_ name: String, _ roles: [any NodeRole]) -> any NodeRole {
        Supervisor(name: name, roles: roles + [WakeUpRelay(wakeUps, database: database, logger: logger)], logger: logger)
    }
}

extension ScannerSettings.Walk {
    /// The same walk with another duration, if one is given.
    fileprivate func lasting(_ seconds: Double?) -> Self {
        var walk = self
        if let seconds { walk.seconds = seconds }
        return walk
    }
}
