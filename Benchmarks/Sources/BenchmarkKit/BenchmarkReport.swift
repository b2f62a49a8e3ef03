/// The outcome of a benchmark: printed as a table for people, or as one JSON object for tools.
public struct BenchmarkReport: Sendable {
    /// A parameter of the run, such as a number of rows.
    public enum Value: Sendable, Equatable {
        case integer(Int)
        case number(Double)
        case text(String)
    }

    /// What was measured once.
    public struct Case: Sendable {
        /// What was done.
        public var name: String
        /// How often.
        public var items: Int
        /// How long it took.
        public var seconds: Double
        /// User and system time in milliseconds per item, of each group of processes (`node`, `postgres`, `broker`).
        public var cpuMillisecondsPerItem: [(group: String, milliseconds: Double)] = []
        /// Of single items, in milliseconds.
        public var latency: Latency?
        /// Peak resident memory of the node, in megabytes.
        public var residentMegabytes: Double?
        /// What only this benchmark measures; every name, with its unit, becomes a column.
        public var figures: [(name: String, value: Double)] = []

        /// The middle one, and the one that one of a hundred exceeds.
        public struct Latency: Sendable {
            /// In milliseconds.
            public var p50: Double
            /// In milliseconds.
            public var p99: Double
        }

        /// A case of which only the time is known.
        public init(name: String, items: Int, seconds: Double) {
            precondition(items > 0 && seconds > 0, "a case without items or time measures nothing")
            self.name = name
            self.items = items
            self.seconds = seconds
        }

        /// Items per second.
        public var perSecond: Double { Double(items) / seconds }
    }

    /// The name of the benchmark.
    public var name: String
    /// Where it ran.
    public var machine = Machine.description
    /// What holds for all cases.
    public var parameters: [(name: String, value: Value)]
    /// One case after the other.
    public var results: [Case] = []
    /// What the figures mean and what limits them; printed below the table.
    public var notes: [String] = []

    /// A report without results.
    public init(name: String, parameters: [(name: String, value: Value)] = []) {
        self.name = name
        self.parameters = parameters
    }

    /// Prints the report: as JSON when the command line says `--json`.
    public func print() {
        Swift.print(CommandLine.arguments.contains("--json") ? json : table)
    }
}
