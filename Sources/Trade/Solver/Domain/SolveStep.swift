import CircularTrade

/// The steps from offers in a database, or a file, to results.
enum SolveStep: String, Sendable, CaseIterable {
    case read
    case register
    case greedy
    case improve
    case aggregate
    /// The circles of greatest value are looked for.
    case circles
    case write

    init(_ stage: SolverStage) {
        switch stage {
        case .register: self = .register
        case .greedy: self = .greedy
        case .improve: self = .improve
        case .aggregate: self = .aggregate
        }
    }
}

/// What a step took.
struct StepTime: Hashable, Sendable {
    var seconds = 0.0
    /// Of the processor, in the thread that did the step.
    var cpuSeconds = 0.0
}
