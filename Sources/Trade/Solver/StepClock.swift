import CircularTrade
import Foundation

/// How long each step takes. A step begins and ends on one thread.
struct StepClock: Sendable {
    private(set) var times: [SolveStep: StepTime] = [:]
    private var current: (step: SolveStep, since: Reading)?

    private struct Reading {
        let moment = ContinuousClock.now
        let cpuSeconds: Double

        init() {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            cpuSeconds = Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
        }
    }

    func seconds(_ step: SolveStep) -> Double { times[step]?.seconds ?? 0 }

    /// Begins a step, which ends the one before. A step may be done in several parts.
    mutating func begin(_ step: SolveStep) {
        end()
        current = (step, Reading())
    }

    /// Adds what a step took elsewhere.
    mutating func add(_ step: SolveStep, _ time: StepTime) {
        times[step, default: StepTime()].seconds += time.seconds
        times[step, default: StepTime()].cpuSeconds += time.cpuSeconds
    }

    mutating func end() {
        guard let (step, since) = current else { return }
        let now = Reading()
        add(step, StepTime(seconds: (now.moment - since.moment) / .seconds(1), cpuSeconds: now.cpuSeconds - since.cpuSeconds))
        current = nil
    }
}

/// Solves a market within a budget, and measures the stages.
struct TimedSolving {
    /// What the improving stage may take.
    let improveSeconds: Double
    private(set) var clock: StepClock

    init(improveSeconds: Double, clock: StepClock = StepClock()) {
        self.improveSeconds = improveSeconds
        self.clock = clock
    }

    /// By stage, as far as they have run.
    var stageSeconds: [SolverStage: Double] {
        Dictionary(uniqueKeysWithValues: SolverStage.allCases.map { ($0, clock.seconds(SolveStep($0))) })
    }

    /// - Parameter isCancelled: asked every few thousand steps of the improving stage; when it is true, the result does not matter any
    ///   more.
    mutating func solve(
        _ book: consuming OfferBook, tree: CurrencyTree, options: SolverOptions, isCancelled: () -> Bool = { false }
    ) throws(MarketError) -> Solution {
        var clock = clock
        var improving: ContinuousClock.Instant?
        var budget = ImprovementBudget(seconds: improveSeconds, greedySeconds: 0)
        let seconds = improveSeconds
        let solution = try MarketSolver.solve(
            book, tree: tree, options: options,
            onStage: { stage in
                clock.begin(SolveStep(stage))
                if stage == .improve && improving == nil {
                    improving = .now
                    budget = ImprovementBudget(seconds: seconds, greedySeconds: clock.seconds(.greedy))
                }
            },
            shouldStop: {
                let start = improving ?? .now
                return isCancelled() || budget.isUsedUp(after: (.now - start) / .seconds(1))
            })
        clock.end()
        self.clock = clock
        return solution
    }
}
