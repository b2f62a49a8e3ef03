import Logging
import Persistence

/// What a scanner is told: its name, its pace, and when to end.
public struct Scan: Sendable {
    /// The command, e.g. `scan_debtors`.
    public let name: String
    /// How it walks.
    public let walk: ScanWalk
    /// One walk without pauses, then the end (`--quit-early`).
    public let quitsEarly: Bool
    /// Where it reports.
    public let logger: Logger

    /// A scan; see the members.
    public init(_ name: String, _ walk: ScanWalk, quitsEarly: Bool = false, logger: Logger) {
        self.name = name
        self.walk = walk
        self.quitsEarly = quitsEarly
        self.logger = logger
    }
}

extension ScanWalk {
    /// The same as the pace of a sweep.
    var rhythm: SweepRhythm.Settings {
        SweepRhythm.Settings(
            completionGoalSeconds: seconds, targetBeatSeconds: Double(beatMilliseconds) / 1000, blocksPerQuery: blocksPerQuery)
    }
}

extension Sweep {
    /// A sweep as it is told by the scan.
    ///
    /// - Parameters:
    ///   - table: what is read.
    ///   - process: decides on the rows and commits transactions of its own. Never called with none.
    public init(
        _ scan: Scan, table: SweptTable<Element>, database: Database, process: @escaping @Sendable ([Element]) async throws -> Void
    ) {
        self.init(
            name: scan.name, table: table, settings: scan.walk.rhythm, quitsEarly: scan.quitsEarly, database: database,
            logger: scan.logger, process: process)
    }
}
