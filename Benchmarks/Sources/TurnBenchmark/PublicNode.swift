/// What the same turn costs the public implementation, with processes and servers on one machine of two processors (Xeon, 2.5 GHz).
enum PublicNode {
    /// Measured with this number of traders.
    static let traders = 1000
    /// Of all its processes, PostgreSQL and the broker.
    static let cpuSeconds = 76.2
    /// Of its nine processes.
    static let cpuSecondsOfNode = 53.6
    /// Of its nine processes, PSS.
    static let megabytes = 823.0
}
