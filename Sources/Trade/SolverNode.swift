import CircularTrade
import Logging
import NodeKit
import SMPProtocol

/// The solver's side of the node: the solver and the admin API. It knows no broker and no worker's database (TS2 2.1).
struct SolverNode: WebAssembly {
    static let needs = TradeNeeds.solver

    let settings: TradeConfiguration
    let core: NodeCore

    init(_ settings: TradeConfiguration, connections: Int, logger: Logger) throws(ConfigurationError) {
        self.settings = settings
        core = NodeCore(
            settings.common,
            try OpenDatabase(settings.solverDatabase, migrations: Resources.solverMigrations, connections: connections, logger: logger),
            logger: logger)
    }

    func webAPI(_ edge: Edge) -> WebAPI {
        let api = AdminAPI(
            store: AdminStore(database: core.database), collectors: settings.collectors.interval, now: SystemClock.now)
        return WebAPI(
            settings.common, edge: edge, routes: api.routes, openAPI: Resources.openAPI, readiness: core.readiness,
            isServed: AdminAPI.isServed)
    }

    /// The solver's loop.
    ///
    /// - Parameter quitsEarly: one pass only.
    func turnRoller(_ solver: SolverSettings, quitsEarly: Bool = false) -> TurnRoller {
        TurnRoller(
            store: SolverStore(database: core.database, workMemory: settings.solver.workMemory), settings: solver,
            wakeUp: core.wakeUps.subscribe(to: TurnSignal.workDone.channel), quitsEarly: quitsEarly, now: SystemClock.now,
            logger: core.logger("roll_turns"))
    }
}

extension TradeConfiguration {
    /// What the solver is told.
    ///
    /// - Throws: ``ConfigurationError`` when there is no base currency.
    func solverSettings() throws(ConfigurationError) -> SolverSettings {
        SolverSettings(
            rules: MarketRules(
                baseLocator: try market.baseLocator.get(), baseCurrency: CurrencyID(try market.baseDebtor.get().rawValue),
                maxDistanceToBase: market.maxDistanceToBase, minTradeAmount: market.minTradeAmount),
            schedule: turns.schedule, durations: turns.durations, checkInterval: turns.checkInterval,
            improveSeconds: solver.improveSeconds, collectors: collectors.interval, transfersLimit: solver.transfersLimit,
            statistics: BuyersStatistics.Settings(turns: solver.statisticsTurns, currencies: solver.statisticsCurrencies),
            collectorActivityMinDays: solver.collectorActivityMinDays, surplusBlockingDelayDays: solver.surplusBlockingDelayDays,
            healthyCommitDelay: transfers.healthyMaxCommitDelay)
    }
}

/// `solver`: the supervisor of the solver's loop, the only one of an installation (TS2 15.1).
enum SolverGroup: RoleGroup {
    typealias Assembly = SolverNode
    static let command = "solver"
    static let abstract = "Begins turns and leads them to their end. One for the whole installation."
    static let needs = TradeNeeds.rollTurns
    static let roles: [any RoleDescription<SolverNode>.Type] = [RollTurns.self]

    /// The solver's loop, as the variables want it.
    enum RollTurns: RoleDescription {
        typealias Assembly = SolverNode
        static let command = "roll_turns"
        static let abstract = "Begins turns, and leads them from phase to phase."

        /// Two only around the commit of a solve (TS2 3.3).
        static func connections(_ settings: TradeConfiguration) -> Int { 2 }

        static func role(_ node: SolverNode) throws -> (any NodeRole)? { node.turnRoller(try node.settings.solverSettings()) }
    }
}
