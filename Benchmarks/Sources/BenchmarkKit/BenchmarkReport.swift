/// The outcome of a benchmark: printed as a table for people, or as one JSON object for tools.
public struct BenchmarkReport: Sendable {
    /// A parameter of the run, such as a number of rows.
    public enum Value: Sendable, Equatable {
        case integer(Int)
        case number(Double)
        case text(String)
    }

    public struct Case: Sendable {
        public var name: String
        public var items: Int
        public var seconds: Double
        /// User and system time in milliseconds per item, of each group of processes (`node`, `postgres`, `broker`).
        public var cpuMillisecondsPerItem: [(group: String, milliseconds: Double)] = []
        /// Of single items, in milliseconds.
        public var latency: Latency?
        /// Peak resident memory of the node, in megabytes.
        public var residentMegabytes: Double?
        /// What only this benchmark measures; every name, with its unit, becomes a column.
        public var figures: [(name: String, value: Double)] = []

        public struct Latency: Sendable {
            public var p50: Double
            public var p99: Double
        }

        public init(name: String, items: Int, seconds: Double) {
            precondition(items > 0 && seconds > 0, "a case without items or time measures nothing")
            self.name = name
            self.items = items
            self.seconds = seconds
        }

        public var perSecond: Double { Double(items) / seconds }
    }

    public var name: String
    public var machine = Machine.description
    public var parameters: [(name: String, value: Value)]
    public var results: [Case] = []
    /// What the figures mean and what limits them; printed below the table.
    public var notes: [String] = []

    public init(name: String, parameters: [(name: String, value: Value)] = []) {
        self.name = name
        self.parameters = parameters
    }

    /// Prints the report: as JSON when the command line says `--json`.
    public func print() {
        Swift.print(CommandLine.arguments.contains("--json") ? json : table)
    }
}
