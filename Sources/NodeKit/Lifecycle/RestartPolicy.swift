/// When a role that has ended is started again (OPS 3.3). Pure.
struct RestartPolicy: Sendable, Equatable {
    /// A run of at least this length counts as a successful start.
    static let successfulRun: Duration = .seconds(30)
    static let maxPause: Duration = .seconds(60)

    private var shortRuns = 0

    /// The pause before the next start: 1 s, 2 s, 3 s… after short runs, at most a minute; 1 s after a long one.
    mutating func pause(afterRunOf duration: Duration) -> Duration {
        shortRuns = duration < Self.successfulRun ? shortRuns + 1 : 1
        return min(.seconds(shortRuns), Self.maxPause)
    }
}
