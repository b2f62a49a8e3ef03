/// The exit statuses with which the commands of a node end after they were told to stop; supervisors of existing installations rely on
/// them. What serves until it is stopped (`all`, `webserver`…) always ends with 0. How all statuses are decided: ``RoleEnd``.
public struct StopStatuses: Sendable, Equatable {
    /// Of consumers and flushers: 1 in both agents (CA 3.3, 3.4, DA 4.3), 0 in Circular Trade.
    public var queueWorkers: Int32
    /// Of scanners, processors and rollers: 1 in the Creditors Agent (CA 3.2), 0 elsewhere (DA 4.1).
    public var jobs: Int32

    /// By default everything that was told to stop ends with 0.
    public init(queueWorkers: Int32 = 0, jobs: Int32 = 0) {
        self.queueWorkers = queueWorkers
        self.jobs = jobs
    }
}
