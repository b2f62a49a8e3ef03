import ArgumentParser

/// Options of the command of a job, in one of the forms below.
public protocol JobOptions: ParsableArguments {
    /// What they say.
    var overrides: JobOverrides { get }
}

/// Options of the flushers and of the commands that work like them (OPS 3.6, 3.9). Here 0 is honoured: idle, or no pause.
public struct FlusherOptions: JobOptions {
    @Option(name: .shortAndLong, help: "How many workers; 0: idle.", transform: ValueType.processes.argument)
    var processes: Int?
    @Option(
        name: .shortAndLong, help: "Seconds from the start of one round to the start of the next.",
        transform: ValueType.waitSeconds.argument)
    var wait: Double?
    @Flag(help: "One round, then exit.")
    var quitEarly = false

    /// For the parser.
    public init() {}

    /// What they say of a job.
    public var overrides: JobOverrides {
        var overrides = JobOverrides()
        (overrides.processes, overrides.waitSeconds, overrides.quitsEarly) = (processes, wait, quitEarly)
        return overrides
    }

    /// What they say of a flusher.
    func flush(_ configuration: FlushConfiguration) -> FlushConfiguration {
        FlushConfiguration(processes: processes ?? configuration.processes, periodSeconds: wait ?? configuration.periodSeconds)
    }
}

/// Options of loops with a pause (OPS 3.7, 3.9): rollers.
public struct LoopOptions: JobOptions {
    @Option(
        name: .shortAndLong, help: "Seconds from the start of one pass to the start of the next.",
        transform: ValueType.waitSeconds.argument)
    var wait: Double?
    @Flag(help: "One pass, then exit.")
    var quitEarly = false

    /// For the parser.
    public init() {}

    /// What they say.
    public var overrides: JobOverrides {
        var overrides = JobOverrides()
        (overrides.waitSeconds, overrides.quitsEarly) = (wait, quitEarly)
        return overrides
    }
}

/// Options of loops that work on several items at once (OPS 3.7): `process_*`. No threads: the variable.
public struct ThreadedLoopOptions: JobOptions {
    @OptionGroup var loop: LoopOptions
    @Option(name: .shortAndLong, help: "How many items are worked on at once.", transform: ValueType.processes.argument)
    var threads: Int?

    /// For the parser.
    public init() {}

    /// What they say.
    public var overrides: JobOverrides {
        var overrides = loop.overrides
        overrides.threads = threads.nonZero
        return overrides
    }
}

/// Options of a scanner (OPS 3.8). 0 or absent: the variable; the result must be positive.
public protocol ScannerOptions: ParsableArguments {
    /// The unit in which a pass is measured.
    static var unit: ScanPlan.Unit { get }
    /// How many of them one pass takes.
    var number: Double? { get }
    /// One pass, then exit.
    var quitEarly: Bool { get }
}

extension ScannerOptions {
    /// The walk with what the options change.
    ///
    /// - Throws: the end of the program when the duration is not positive.
    public func walk(_ configured: ScanWalk) throws -> ScanWalk {
        guard let number = number.nonZero else { return configured }
        guard number > 0 else {
            let complaint = "The number of \(Self.unit == .days ? "days" : "hours") must be positive."
            throw ProgramEnd(status: ExitStatus.failure, complaint: complaint)
        }
        return configured.lasting(number * Self.unit.seconds)
    }
}

/// Options of a scanner whose pass is measured in days.
public struct DailyScannerOptions: ScannerOptions {
    /// Days.
    public static let unit = ScanPlan.Unit.days

    @Option(
        name: .shortAndLong, help: "Days that one pass over the table takes.", transform: ValueType.days(in: -36_500...36_500).argument)
    var days: Double?
    /// One pass, then exit.
    @Flag(help: "One pass, then exit.")
    public var quitEarly = false

    /// For the parser.
    public init() {}

    /// How many days.
    public var number: Double? { days }
}

/// Options of a scanner whose pass is measured in hours.
public struct HourlyScannerOptions: ScannerOptions {
    /// Hours.
    public static let unit = ScanPlan.Unit.hours

    @Option(
        name: .shortAndLong, help: "Hours that one pass over the table takes.",
        transform: ValueType.hours(in: -876_000...876_000).argument)
    var hours: Double?
    /// One pass, then exit.
    @Flag(help: "One pass, then exit.")
    public var quitEarly = false

    /// For the parser.
    public init() {}

    /// How many hours.
    public var number: Double? { hours }
}
