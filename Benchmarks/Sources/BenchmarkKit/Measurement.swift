/// The time and CPU between two moments.
public struct Measurement: Sendable {
    private let groups: [ProcessGroup]
    private let cpuBefore: [Double]
    private let start: ContinuousClock.Instant

    /// Begins now.
    public static func start(of groups: [ProcessGroup] = []) -> Measurement {
        Measurement(groups: groups)
    }

    private init(groups: [ProcessGroup]) {
        self.groups = groups
        cpuBefore = groups.map(\.cpuSeconds)
        start = .now
    }

    /// Ends the measurement.
    ///
    /// - Parameters:
    ///   - items: how many things were done in the time.
    ///   - latencies: of single items; they are sorted here.
    public func finish(case name: String, items: Int, latencies: [Duration] = []) -> BenchmarkReport.Case {
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        var result = BenchmarkReport.Case(name: name, items: items, seconds: seconds)
        result.cpuMillisecondsPerItem = zip(groups, cpuBefore).map { group, before in
            (group.name, (group.cpuSeconds - before) * 1000 / Double(items))
        }
        if !latencies.isEmpty {
            let sorted = latencies.sorted()
            result.latency = .init(p50: Self.percentile(50, of: sorted), p99: Self.percentile(99, of: sorted))
        }
        result.residentMegabytes = groups.first { $0.name == "node" }?.peakResidentMegabytes
        return result
    }

    /// The smallest value that at least so many percent of all values do not exceed, in milliseconds.
    static func percentile(_ percent: Int, of sorted: [Duration]) -> Double {
        precondition(!sorted.isEmpty && (1...100).contains(percent))
        return sorted[(sorted.count * percent + 99) / 100 - 1] / .milliseconds(1)
    }
}
