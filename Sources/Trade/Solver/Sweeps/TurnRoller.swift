import Logging
import NodeKit
import ServiceLifecycle
import SMPProtocol

/// The solver's loop (TS 2.2, TS2-3): begins turns and leads them from phase to phase. It sleeps until a deadline, until a worker says that
/// it is done, and never longer than the check interval.
struct TurnRoller: NodeRole {
    let name = "roll_turns"
    private let store: SolverStore
    private let settings: SolverSettings
    private let solver: TurnSolver
    private let care: CollectorCare
    private let watch: PhaseWatch
    /// Raised when a worker has deleted its share of a turn's trades.
    private let wakeUp: WakeUp
    private let quitsEarly: Bool
    private let now: @Sendable () -> Timestamp
    private let logger: Logger

    /// From the start of one look to the start of the next, at least.
    private static let shortestPause: Duration = .milliseconds(100)

    /// - Parameter quitsEarly: one pass only.
    init(
        store: SolverStore, settings: SolverSettings, wakeUp: WakeUp, quitsEarly: Bool = false, now: @escaping @Sendable () -> Timestamp,
        logger: Logger
    ) {
        self.store = store
        self.settings = settings
        self.wakeUp = wakeUp
        self.quitsEarly = quitsEarly
        self.now = now
        self.logger = logger
        solver = TurnSolver(store: store, settings: settings, logger: logger)
        care = CollectorCare(store: store, settings: settings, logger: logger)
        watch = PhaseWatch(store: store, healthyCommitDelay: settings.healthyCommitDelay, logger: logger)
    }

    /// What was begun when the process is told to stop is abandoned: open transactions roll back, and the next process begins again (TS2
    /// 3.7).
    func run() async throws {
        logger.info("Started rolling turns.")
        do {
            try await cancelWhenGracefulShutdown { try await roll() }
        } catch {
            guard Pause.isStopping else { throw error }
            logger.info("Stopped rolling turns", metadata: ["abandoned": "\(error)"])
        }
    }

    private func roll() async throws {
        while !Pause.isStopping {
            Pulse.beat()
            let start = ContinuousClock.now
            // Taken before the pass, so that what arrives during it is not missed.
            let generation = wakeUp.generation
            let next = try await pass()
            if quitsEarly { return }
            let rest = (settings.checkInterval - (ContinuousClock.now - start)) / .seconds(1)
            let wanted = min(rest, next.map { $0.seconds(since: now()) } ?? .infinity)
            await wakeUp.wait(after: generation, atMostSeconds: max(wanted, 0))
            // However many workers speak, and whatever the clock does, there is a pause.
            _ = await Pause.sleep(for: Self.shortestPause - (ContinuousClock.now - start))
        }
    }

    /// Looks once, and makes at most one change to each turn.
    ///
    /// - Returns: when there may be something to do again; nil when only the interval says it.
    func pass() async throws -> Timestamp? {
        logger.debug("Trying to start a new turn or advance started turns.")
        let began = now()
        let standing = try await store.standing()
        let facts = SolverFacts(schedule: settings.schedule, latestStart: standing.latestStart)
        var states = standing.unfinished.map { ($0, SolverTurnState($0, isCareDue: standing.uncared.contains($0.id))) }
        if states.isEmpty {
            // Tasks whose turn is over meanwhile still have to be done.
            if !standing.uncared.isEmpty { try await careForCollectors(standing.uncared) }
            guard case .begin = SolverTurnState.idle.action(at: began, facts) else { return wait(.idle, began, facts) }
            let turns = try await store.begin(rules: settings.rules, durations: settings.durations, schedule: settings.schedule, at: now())
            states = turns.map { ($0, SolverTurnState($0, isCareDue: false)) }
            for turn in turns { logger.info("Turn \(turn.id), phase \(turn.phase.rawValue): started.") }
        }
        var next: Timestamp?
        for (turn, state) in states {
            let moment = try await carryOut(state, of: turn, began, facts)
            next = [next, moment].compactMap(\.self).min()
        }
        return next
    }

    private func wait(_ state: SolverTurnState, _ now: Timestamp, _ facts: SolverFacts) -> Timestamp? {
        guard case .wait(let until) = state.action(at: now, facts) else { return nil }
        return until
    }

    /// - Returns: when this turn may need something again.
    private func carryOut(_ state: SolverTurnState, of turn: Turn, _ began: Timestamp, _ facts: SolverFacts) async throws -> Timestamp? {
        switch state.action(at: began, facts) {
        case .wait(let until): return until
        case .begin: preconditionFailure("a turn that is unfinished has begun")
        case .openForOffers:
            try await advance(turn) { try await store.openForOffers(turn.id, durations: settings.durations, at: now()) }
        case .solve:
            let isSolved = try await advance(turn) { try await solve(turn) }
            if isSolved { try await careForCollectors([turn.id]) }
        case .careForCollectors:
            try await careForCollectors([turn.id])
            return try await carryOut(.givingAndTaking, of: turn, began, facts)
        case .tryToFinish:
            guard try await finish(turn) else { return nil }
        }
        return began
    }

    /// Phase 2 → 3.
    private func solve(_ turn: Turn) async throws -> Bool {
        let outcome = try await solver.solve(turn)
        let start = ContinuousClock.now
        guard let cpuSeconds = try await store.commit(outcome, of: turn.id, at: now()) else { return false }
        try await store.note(.write, StepTime(seconds: (.now - start) / .seconds(1), cpuSeconds: cpuSeconds), of: turn.id)
        return true
    }

    private func careForCollectors(_ turns: Set<TurnID>) async throws {
        try await care.run(at: now())
        try await store.noteCare(of: turns.sorted())
    }

    /// Phase 3 → 4: tried in every pass, so only success is worth a record (TS2 3.6).
    private func finish(_ turn: Turn) async throws -> Bool {
        guard try await store.finish(turn.id, at: now()) else {
            logger.debug("Turn \(turn.id), phase 3: can not advance to phase 4.")
            try await watch.look(at: turn, now: now())
            return false
        }
        logger.info("Turn \(turn.id), phase 3: successfully advanced to phase 4.")
        try await store.vacuum(ResultTable.allCases.map(\.rawValue))
        return true
    }

    @discardableResult
    private func advance(_ turn: Turn, _ change: () async throws -> Bool) async throws -> Bool {
        let (phase, next) = (turn.phase.rawValue, turn.phase.rawValue + 1)
        logger.info("Turn \(turn.id), phase \(phase): trying to advance to phase \(next).")
        let hasChanged = try await change()
        logger.info("Turn \(turn.id), phase \(phase): \(hasChanged ? "successfully advanced" : "can not advance") to phase \(next).")
        return hasChanged
    }
}
