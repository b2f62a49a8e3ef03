/// How pending messages are sent (OPS 3.6).
public struct FlushConfiguration: Sendable, Equatable {
    /// 0 = none, idle for ever.
    public var processes: Int
    /// From the start of one flush to the start of the next, when nothing wakes the flusher earlier.
    public var periodSeconds: Double

    /// The defaults of the variables.
    public init(processes: Int = 1, periodSeconds: Double = 2) {
        self.processes = processes
        self.periodSeconds = periodSeconds
    }

    init(reader: inout ConfigurationReader, profile: NodeProfile) {
        processes = reader.read("FLUSH_PROCESSES", .processes, default: 1, "How many flushers send messages; 0: none")
        periodSeconds = reader.read(
            "FLUSH_PERIOD", .waitSeconds, default: profile.flushPeriodSeconds,
            "Seconds from the start of one flush to the start of the next, at most")
    }
}

extension ConfigurationReader {
    /// The variables `APP_FLUSH_<KIND>_BURST_COUNT` of a node.
    ///
    /// - Parameter kinds: the middles of the names, e.g. `CONFIGURE_ACCOUNTS`.
    /// - Returns: the smallest: all kinds are sent together.
    public mutating func readBurstCounts(_ kinds: [String], default count: Int = 5000) -> Int {
        section("Sending")
        let meaning = "The most messages that are sent in one transaction. All kinds are sent together: the smallest of these counts holds"
        let counts = kinds.map { kind in
            read("APP_FLUSH_\(kind)_BURST_COUNT", .integer(in: 1...1_000_000), default: count, meaning)
        }
        return counts.min() ?? count
    }
}
