import SMPProtocol
import Synchronization

/// Which roles of the process run. Roles write it, ``HealthService`` reads it.
public final class RoleBoard: Sendable {
    /// A role that has failed is trusted again when it has run for so long.
    static let probation: Duration = .seconds(5)

    private struct Entry {
        /// Nil: it has ended, and waits to be started again.
        var runningSince: ContinuousClock.Instant?
        var hasFailed = false
    }

    private let entries = Mutex<[ExactText: Entry]>([:])

    /// Without roles.
    public init() {}

    /// The role begins to run.
    func started(_ role: String, at now: ContinuousClock.Instant = .now) {
        entries.withLock { $0[ExactText(role), default: Entry()].runningSince = now }
    }

    /// The role has ended although nobody has told it to.
    func failed(_ role: String) {
        entries.withLock { $0[ExactText(role)] = Entry(runningSince: nil, hasFailed: true) }
    }

    /// The roles that do not run, or that have just begun again after a failure; sorted.
    func troubled(at now: ContinuousClock.Instant = .now) -> [String] {
        entries.withLock { entries in
            entries.filter { _, entry in
                guard let since = entry.runningSince else { return true }
                return entry.hasFailed && now - since < Self.probation
            }.keys.map(\.text).sorted()
        }
    }
}
