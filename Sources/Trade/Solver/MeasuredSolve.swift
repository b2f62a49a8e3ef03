import Logging
public import Persistence
public import SMPProtocol

/// The way from the end of phase 2 to committed trades, for programs that measure it.
public struct MeasuredSolve: Sendable {
    /// What one step took.
    public struct Step: Sendable {
        /// `read`, `register`, `greedy`, `improve`, `aggregate`, `circles`, `write`.
        public let name: String
        /// By the clock.
        public let seconds: Double
        /// Of our own processor time.
        public let cpuSeconds: Double
    }

    /// What the market was worth, and how many trades there are.
    public struct Outcome: Sendable {
        /// In the order in which they are done.
        public let steps: [Step]
        /// Sell and buy offers that were used.
        public let positions: Int
        /// In base currency tokens.
        public let clearedValue: Double
    }

    /// All steps of the solver database's schema.
    public static var migrations: [Migration] { Migration.embedded(in: "trade/migrations/solver") }

    private let store: SolverStore
    private let improveSeconds: Double
    private let logger: Logger

    /// - Parameters:
    ///   - database: with the schema of the solver.
    ///   - improveSeconds: what the improving stage may take; 0: only the greedy stage.
    public init(database: Database, improveSeconds: Double, logger: Logger) {
        store = SolverStore(database: database)
        self.improveSeconds = improveSeconds
        self.logger = logger
    }

    /// Solves a turn that is in phase 2, commits its trades, and takes care of the collectors.
    ///
    /// - Returns: nil when there is no such turn.
    public func run(_ id: TurnID, at now: Timestamp) async throws -> Outcome? {
        let unfinished = try await store.standing().unfinished
        guard let turn = unfinished.first(where: { $0.id == id && $0.phase == .gatheringOffers }) else { return nil }
        var settings = SolverSettings(rules: turn.rules)
        settings.improveSeconds = improveSeconds
        let outcome = try await TurnSolver(store: store, settings: settings, logger: logger).solve(turn)
        let start = ContinuousClock.now
        guard let cpuSeconds = try await store.commit(outcome, of: id, at: now) else { return nil }
        var times = outcome.report.steps
        times[.write] = StepTime(seconds: (.now - start) / .seconds(1), cpuSeconds: cpuSeconds)
        try await CollectorCare(store: store, settings: settings, logger: logger).run(at: now)
        try await store.noteCare(of: [id])
        let steps = SolveStep.allCases.map { step in
            Step(name: step.rawValue, seconds: times[step]?.seconds ?? 0, cpuSeconds: times[step]?.cpuSeconds ?? 0)
        }
        return Outcome(steps: steps, positions: outcome.report.takings + outcome.report.givings, clearedValue: outcome.report.clearedValue)
    }

    /// Ends a turn whose trades the workers have deleted.
    public func finish(_ id: TurnID, at now: Timestamp) async throws -> Bool {
        let isFinished = try await store.finish(id, at: now)
        if isFinished { try await store.vacuum(ResultTable.allCases.map(\.rawValue)) }
        return isFinished
    }
}
