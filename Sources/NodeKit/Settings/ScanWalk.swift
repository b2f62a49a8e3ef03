/// How long one walk of a scanner over its table takes, and at which pace it reads (OPS 3.8, SMP 16).
public struct ScanWalk: Sendable, Equatable {
    /// How long one walk over the table takes.
    public var seconds: Double
    /// Database pages that are read at once.
    public var blocksPerQuery: Int
    /// The shortest pause between two beats of the walk.
    public var beatMilliseconds: Int

    /// A walk.
    public init(seconds: Double, blocksPerQuery: Int = 40, beatMilliseconds: Int = 100) {
        self.seconds = seconds
        self.blocksPerQuery = blocksPerQuery
        self.beatMilliseconds = beatMilliseconds
    }

    /// The same walk with another duration, if one is given.
    public func lasting(_ seconds: Double?) -> ScanWalk {
        var walk = self
        if let seconds { walk.seconds = seconds }
        return walk
    }
}

/// What a scanner is called, and how it walks unless the variables say otherwise.
public struct ScanPlan: Sendable, Equatable {
    /// In which unit the duration of a walk is given.
    public enum Unit: Sendable, Equatable {
        /// `APP_…_SCAN_DAYS`, `--days`.
        case days
        /// `APP_…_SCAN_HOURS`, `--hours`.
        case hours

        /// The length of one.
        public var seconds: Double { self == .days ? 86_400 : 3600 }

        /// How many there may be: up to a hundred years.
        var type: ValueType<Double> { self == .days ? .days(in: 1e-9...36_500) : .hours(in: 1e-9...876_000) }
    }

    /// The middle of its variables' names, e.g. `LOG_ENTRIES`.
    public let name: String
    /// The unit of the duration.
    public let unit: Unit
    let standard: ScanWalk

    /// - Parameters:
    ///   - name: the middle of its variables' names.
    ///   - number: how many days or hours a walk takes.
    ///   - blocks: database pages that are read at once.
    public init(_ name: String, _ unit: Unit, _ number: Double, blocks: Int = 40) {
        self.name = name
        self.unit = unit
        standard = ScanWalk(seconds: number * unit.seconds, blocksPerQuery: blocks)
    }

    /// The command, e.g. `scan_log_entries`.
    public var command: String { "scan_\(name.lowercased())" }
}

/// How the scanners of a node walk.
public struct ScanWalks: Sendable, Equatable {
    private var walks: [String: ScanWalk] = [:]

    /// None.
    public init() {}

    /// Declares and reads three variables for each scanner.
    public init(reader: inout ConfigurationReader, _ plans: [ScanPlan]) {
        reader.section("Scanners")
        for plan in plans { walks[plan.name] = reader.readWalk(plan) }
    }

    /// The walk of a scanner whose variables were read.
    public subscript(plan: ScanPlan) -> ScanWalk {
        guard let walk = walks[plan.name] else { preconditionFailure("no variables are declared for \(plan.command)") }
        return walk
    }
}

extension ConfigurationReader {
    fileprivate mutating func readWalk(_ plan: ScanPlan) -> ScanWalk {
        let (unit, name) = (plan.unit, "APP_\(plan.name)_SCAN")
        let number = read(
            unit == .days ? "\(name)_DAYS" : "\(name)_HOURS", unit.type, default: plan.standard.seconds / unit.seconds,
            "How long one walk over the table takes")
        return ScanWalk(
            seconds: number * unit.seconds,
            blocksPerQuery: read(
                "\(name)_BLOCKS_PER_QUERY", .integer(in: 1...1_000_000), default: plan.standard.blocksPerQuery,
                "Database pages that are read at once"),
            beatMilliseconds: read(
                "\(name)_BEAT_MILLISECS", .integer(in: 1...3_600_000), default: plan.standard.beatMilliseconds,
                "The shortest pause between two beats of the walk"))
    }
}
