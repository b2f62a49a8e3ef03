import CircularTrade

/// What one run of a case measures. It passes from the process that measures to the one that reports as a line of text.
struct SolverOutcome {
    var offers = 0
    /// Wall-clock time from registering the first offer to the last row of the result, without drawing the offers.
    var seconds = 0.0
    /// CPU time of every stage.
    var stageSeconds: [SolverStage: Double] = [:]
    var peakBytes = 0.0
    var clearedValue = 0.0
    /// No result can clear more than this.
    var bound = 0.0

    var cpuSeconds: Double { stageSeconds.values.reduce(0, +) }

    var line: String {
        let stages = SolverStage.allCases.map { stageSeconds[$0] ?? 0 }
        return ([Double(offers), seconds, peakBytes, clearedValue, bound] + stages).map(\.description).joined(separator: " ")
    }

    init() {}

    init?(line: String) {
        let numbers = line.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard numbers.count == 5 + SolverStage.allCases.count else { return nil }
        offers = Int(numbers[0])
        (seconds, peakBytes, clearedValue, bound) = (numbers[1], numbers[2], numbers[3], numbers[4])
        stageSeconds = Dictionary(uniqueKeysWithValues: zip(SolverStage.allCases, numbers[5...]))
    }
}
