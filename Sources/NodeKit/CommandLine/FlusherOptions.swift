import ArgumentParser

/// Options of the flushers and of the commands that work like them (OPS 3.6, 3.9). Here 0 is honoured: idle, or no pause.
public struct FlusherOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "How many workers; 0: idle.")
    public var processes: Int?
    @Option(name: .shortAndLong, help: "Seconds from the start of one round to the start of the next.")
    public var wait: Double?
    @Flag(help: "One round, then exit.")
    public var quitEarly = false

    public init() {}

    public func validate() throws {
        try requireNotNegative(wait, "wait")
    }

    public func flush(_ configuration: FlushConfiguration) -> FlushConfiguration {
        FlushConfiguration(processes: processes ?? configuration.processes, periodSeconds: wait ?? configuration.periodSeconds)
    }
}

/// Options of loops with a pause (OPS 3.7, 3.9): `process_*`, the rollers.
public struct LoopOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "Seconds from the start of one pass to the start of the next.")
    public var wait: Double?
    @Flag(help: "One pass, then exit.")
    public var quitEarly = false

    public init() {}

    public func validate() throws {
        try requireNotNegative(wait, "wait")
    }
}

/// The option `--threads`; 0 or absent: the variable.
public struct ThreadsOption: ParsableArguments {
    @Option(name: .shortAndLong, help: "How many items are worked on at once.")
    public var threads: Int?

    public init() {}

    public func validate() throws {
        if let threads, threads < 0 { throw ValidationError("--threads must not be negative.") }
    }

    public func threads(_ configured: Int) -> Int { threads.nonZero ?? configured }
}

/// Options of a scanner whose pass is measured in days (OPS 3.8). 0 or absent: the variable; the result must be positive.
public struct ScannerOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "Days that one pass over the table takes.")
    public var days: Double?
    @Flag(help: "One pass, then exit.")
    public var quitEarly = false

    public init() {}

    /// - Throws: a usage error when the result is not positive.
    public func days(_ configured: Double) throws -> Double {
        try requirePositive(days.nonZero ?? configured, "days")
    }
}

/// Options of a scanner whose pass is measured in hours.
public struct HourlyScannerOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "Hours that one pass over the table takes.")
    public var hours: Double?
    @Flag(help: "One pass, then exit.")
    public var quitEarly = false

    public init() {}

    /// - Throws: a usage error when the result is not positive.
    public func hours(_ configured: Double) throws -> Double {
        try requirePositive(hours.nonZero ?? configured, "hours")
    }
}

private func requireNotNegative(_ value: Double?, _ name: String) throws {
    if let value, !(value >= 0 && value.isFinite) { throw ValidationError("--\(name) must be a number that is not negative.") }
}

private func requirePositive(_ value: Double, _ name: String) throws -> Double {
    guard value > 0, value.isFinite else {
        throw ProgramEnd(status: ExitStatus.failure, complaint: "The number of \(name) must be positive.")
    }
    return value
}
