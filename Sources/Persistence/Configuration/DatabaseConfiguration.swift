/// Limits and habits of a pool. The defaults suit a process of a node.
public struct DatabaseConfiguration: Sendable {
    /// How many connections may be open at once. All pools of a pod together must stay far below the server's 100 (OPS 9.3).
    public var maximumConnections = 20
    /// How long a caller waits for a free connection before ``DatabaseError/poolExhausted(maximumConnections:waitedSeconds:)``.
    public var acquireTimeout: Duration = .seconds(30)
    /// How many callers may wait at once.
    public var maximumWaiters = 10_000
    /// Connections that nobody used for so long are closed when another one is given back.
    public var idleTimeout: Duration = .seconds(600)
    /// Connections older than this are replaced when they are given back; `nil`: never.
    public var maximumConnectionAge: Duration?
    /// How many statements stay prepared per connection; the one that was not used for longest goes first.
    public var preparedStatementsPerConnection = 256
    /// A session forgets the plans of its statements when they are older than this. The server keeps a plan until statistics of its tables
    /// are renewed, a minute or more; one that was right for an empty table reads all of it after it has grown.
    public var planLifetime: Duration = .seconds(5)
    /// Settings of each new session, such as `["plan_cache_mode": "force_custom_plan"]`. Never the search path (OPS 1.2).
    public var sessionSettings: [String: String] = [:]
    /// How often those who listen look for work themselves, when a pooler lets no notification through.
    public var pollingInterval: Duration = .seconds(2)
    /// How long a cancelled statement may take to stop before its connection is given up.
    public var cancellationGrace: Duration = .seconds(3)
    /// What the server shows as the application's name when the URL does not say it.
    public var applicationName = "swaptacular"
    /// Logs the name of every statement (for development).
    public var logsStatements = false
    /// Waits before repetitions. Tests replace it.
    public var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    /// The random factor of waits, in [0.5, 1.0). Tests replace it.
    public var randomFactor: @Sendable () -> Double = { Double.random(in: 0.5..<1.0) }

    /// The defaults.
    public init() {}

    /// The defaults, with so many connections.
    public init(maximumConnections: Int) { self.maximumConnections = maximumConnections }
}
