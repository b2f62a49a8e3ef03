import Logging
import Messaging
import NodeKit
import Persistence
import SMPProtocol

/// The parts of the node, made from its configuration: what the commands run.
struct CreditorsNode: Sendable {
    let settings: CreditorsConfiguration
    let core: NodeCore
    let store: CreditorsStore

    /// - Parameter connections: how many database connections the roles of the process may need at once.
    /// - Throws: ``ConfigurationError`` when there is no database URL.
    init(_ settings: CreditorsConfiguration, connections: Int, logger: Logger) throws(ConfigurationError) {
        self.settings = settings
        core = try NodeCore(settings, connections: connections, logger: logger)
        store = CreditorsStore(database: core.database, wakeUps: core.wakeUps, now: SystemClock.now)
    }

    func webServer(_ edge: Edge) -> any NodeRole {
        let responsibility = settings.responsibility
        return WebServer(
            WebAPI(
                settings.common, edge: edge, routes: CreditorsAPI(store: store, settings).routes, openAPI: Resources.openAPI,
                readiness: [core.databaseCheck], isServed: { responsibility.includes(CreditorID($0)) }))
    }

    // MARK: Messages

    func consumer(_ broker: (url: Secret<String>, queue: String), _ consumer: ConsumerConfiguration, drains: Bool) throws -> any NodeRole {
        let rules = settings.messageRules
        return try core.consumer(
            broker, consumer, drains: drains,
            handler: CreditorsInbox(responsibility: settings.responsibility) { [store] in try await store.handle($0, rules) })
    }

    func flusher(
        _ name: String, kinds: [MessageKind] = CreditorsConfiguration.sentKinds, _ flush: FlushConfiguration, quitsEarly: Bool = false
    ) throws -> any NodeRole {
        // CA 14.4. What was looped back to us may be about a creditor of any shard.
        let shard = OutboxShard.of(
            settings.responsibility, deletesParentRecords: settings.common.shard.deletesParentRecords, id: \.creditorID
        ).owning(.rejectedConfig)
        return try core.flusher(
            name, of: .creditors, kinds: kinds, burstCount: settings.flushBurstCount, flush, shard: shard, quitsEarly: quitsEarly)
    }

    // MARK: Jobs

    func ledgerJob(threads: Int? = nil, waitSeconds: Double? = nil, quitsEarly: Bool = false) -> any NodeRole {
        LedgerJob(
            store: store, rules: settings.messageRules, logger: core.logger("ledger"), chunk: settings.ledger.chunk,
            threads: threads ?? settings.ledger.threads
        ).role(waitSeconds: waitSeconds ?? settings.ledger.waitSeconds, quitsEarly: quitsEarly)
    }

    func creditorsScanner(seconds: Double? = nil, quitsEarly: Bool = false) -> any NodeRole {
        CreditorsScanner(
            store: store, rules: settings.retentionRules, responsibility: settings.responsibility,
            deletesParentRecords: settings.common.shard.deletesParentRecords
        ).role(settings.scanners.creditors.lasting(seconds), quitsEarly: quitsEarly, logger: core.logger("scan"))
    }

    func accountsScanner(seconds: Double? = nil, quitsEarly: Bool = false) -> any NodeRole {
        AccountsScanner(
            store: store, rules: settings.accountScanRules, responsibility: settings.responsibility
        ).role(settings.scanners.accounts.lasting(seconds), quitsEarly: quitsEarly, logger: core.logger("scan"))
    }

    func retentionScanner(
        _ table: AgedTable, _ walk: ScannerSettings.Walk, seconds: Double? = nil, quitsEarly: Bool = false
    ) -> any NodeRole {
        table.scanner(
            store, settings.retentionRules, responsibility: settings.responsibility,
            deletesParentRecords: settings.common.shard.deletesParentRecords
        ).role(table.command, walk.lasting(seconds).rhythm, quitsEarly: quitsEarly, logger: core.logger("scan"))
    }
}

extension CreditorsConfiguration: FlushingConfiguration {
    public static var migrations: [Migration] { Resources.migrations }

    /// Everything else belongs to a creditor, or may stay until a scanner deletes it; a rejected configuration may concern any shard (CA 16.4).
    public static var partitionedTables: [ShardVerification.Table] {
        [.id("creditor", "creditor_id"), .id("outbox_message WHERE kind <> 2", "creditor_id")]
    }

    public static var node: Node { .creditors }

    public static var flusherNeeds: [String] { [Needs.database] }

    public func flusher(
        _ name: String, _ kinds: [MessageKind], _ flush: FlushConfiguration, quitsEarly: Bool, logger: Logger
    ) throws -> any NodeRole {
        let node = try CreditorsNode(self, connections: flush.processes + 2, logger: logger)
        return node.core.alone(try node.flusher(name, kinds: kinds, flush, quitsEarly: quitsEarly))
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
