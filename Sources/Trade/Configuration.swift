public import NodeKit
import Persistence
import SMPProtocol

extension NodeProfile {
    /// Circular Trade.
    public static let circularTrade = NodeProfile(
        service: "swpt_trade", executable: "swpt-trade", pathPrefix: "trade", apiTitle: "Trade API",
        redocURL: "https://swaptacular.github.io/public/docs/swpt_creditors/redoc.standalone.js",
        superuserName: "creditors-superuser", supervisorName: "creditors-supervisor",
        userSubjectVariable: "APP_CREDITOR_SUBJECT_REGEX", userSubjectPattern: "^creditors:([0-9]+)$", maximumShardBits: 16,
        flushPeriodSeconds: 5)
}

/// All environment variables of the node (TW-2, TS2-2, OPS 2.1, 2.4), for all its parts: solver, worker, web server. One file for each
/// section.
public struct TradeConfiguration: NodeConfiguration {
    /// The variables that all nodes share.
    public let common: CommonConfiguration
    /// The database that solver, workers and web servers share.
    let solverDatabase: DatabaseSettings
    /// The database of one worker.
    let workerDatabase: DatabaseSettings
    /// One queue, or two (OPS 2.6.1).
    public let queues: ShardQueues
    /// The queue of internal messages and how it is consumed; nil: there is only one queue.
    let internalBroker: BrokerConfiguration?
    let collectors: CollectorSettings
    let turns: TurnSettings
    let market: MarketSettings
    let solver: SolverVariables
    let transfers: TransferSettings
    let documents: DocumentSettings
    let accounts: AccountSettings
    let jobs: WorkerJobSettings
    /// How the scanners walk.
    public let walks: ScanWalks
    /// The largest number of messages that one flush transaction sends.
    let flushBurstCount: Int

    /// Declares and reads the variables, and checks them in the order of TS2 2.3.
    public init(reader: inout ConfigurationReader) {
        var common = CommonConfiguration(reader: &reader, profile: .circularTrade)
        let databases = TradeDatabases(reader: &reader)
        solverDatabase = databases.solver
        workerDatabase = databases.worker
        let (queues, consumer) = InternalBroker.read(&reader, common.broker.address)
        self.queues = queues
        internalBroker = queues.internal.map { BrokerConfiguration(address: $0, consumer: consumer) }
        collectors = CollectorSettings(reader: &reader)
        turns = TurnSettings(reader: &reader)
        market = MarketSettings(reader: &reader)
        solver = SolverVariables(reader: &reader, turns)
        transfers = TransferSettings(reader: &reader, turns)
        documents = DocumentSettings(reader: &reader)
        accounts = AccountSettings(reader: &reader, documents, solver)
        jobs = WorkerJobSettings(reader: &reader, transfers)
        walks = ScanWalks(reader: &reader, TradeScans.all)
        flushBurstCount = BurstCounts.read(&reader)
        reader.section("Other implementations")
        reader.ignore("APP_ENABLE_INESSENTIAL_WEBAPIS", meaning: "Existed between two releases.")
        // The owner sees what the supervisor sees (TS2 14.2).
        common.oauth2.subjects.supervisingUser = collectors.owner.rawValue
        self.common = common
    }
}

/// What commands need (OPS 3.2).
enum TradeNeeds {
    static let solver = ["SOLVER_POSTGRES_URL"]
    static let worker = solver + ["WORKER_POSTGRES_URL"]
    /// The base currency, without which no turn can begin, and turns that leave workers time to breathe (TS2 2.3.6–8).
    static let rollTurns = solver + ["BASE_DEBTOR_INFO_LOCATOR", "BASE_DEBTOR_ID", TurnSettings.requirement]
}

/// The two databases.
private struct TradeDatabases {
    let solver: DatabaseSettings
    let worker: DatabaseSettings

    init(reader: inout ConfigurationReader) {
        reader.section("Databases")
        let solverURL = reader.readNeeded(
            "SOLVER_POSTGRES_URL", .databaseURL, "The database of the solver, `postgresql://user:password@host:port/name`")
        let solverListenURL = DatabaseSettings.listenURL(&reader, of: "SOLVER_POSTGRES_URL")
        let workerURL = reader.readNeeded("WORKER_POSTGRES_URL", .databaseURL, "The database of this worker")
        let workerListenURL = DatabaseSettings.listenURL(&reader, of: "WORKER_POSTGRES_URL")
        let pool = DatabaseSettings.pool(&reader, NodeProfile.circularTrade.executable)
        let limit = reader.readOptional(
            "SOLVER_CLIENT_POOL_SIZE", .integer(in: 0...10_000), defaultText: "`pool_size` of `SQLALCHEMY_ENGINE_OPTIONS`",
            "The most connections of a process to the solver's database; 0: as many as needed")
        solver = DatabaseSettings(
            url: solverURL, listenURL: solverListenURL, pool: pool, limit: limit.flatMap { $0 > 0 ? $0 : nil }, service: "swpt_trade")
        worker = DatabaseSettings(url: workerURL, listenURL: workerListenURL, pool: pool, service: "swpt_trade_worker")
    }
}
