/// When the search for improvements has to end.
struct ImprovementBudget {
    private let searchSeconds: Double

    /// - Parameters:
    ///   - seconds: what the whole improving stage may take. After the search small positions are cleared, and cycles are searched for
    ///     again. That takes up to twice as long as the greedy stage, and less in very large markets: it gets no more than a third.
    ///   - greedySeconds: what the greedy stage took.
    init(seconds: Double, greedySeconds: Double) {
        searchSeconds = seconds - min(2 * greedySeconds, seconds / 3)
    }

    func isUsedUp(after seconds: Double) -> Bool { seconds >= searchSeconds }

    /// What the improving stage may take when `SOLVER_IMPROVE_SECONDS` does not say it: a minute, or a fiftieth of phase 2 if that is less.
    /// It is a part of the six minutes that a period has to have to spare (TS2 2.3.8).
    ///
    /// - Parameter phase2: `TURN_PHASE2_DURATION`.
    static func standardSeconds(phase2: Duration) -> Double {
        min(60, 0.02 * Double(phase2.microseconds) / 1e6)
    }
}
