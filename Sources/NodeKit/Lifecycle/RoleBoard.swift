import SMPProtocol
import Synchronization

/// Which roles of the process run, and whether their loops go on. Roles write it, ``HealthService`` reads it.
public final class RoleBoard: Sendable {
    /// A role that has failed is trusted again when it has run for so long.
    static let probation: Duration = .seconds(5)

    private struct Entry {
        /// Nil: it has ended, and waits to be started again.
        var runningSince: ContinuousClock.Instant?
        var hasFailed = false
        var pulse = Pulse()

        func trouble(at now: ContinuousClock.Instant) -> String? {
            guard let runningSince else { return "does not run" }
            if hasFailed && now - runningSince < RoleBoard.probation { return "does not run" }
            return pulse.isSilent(at: now) ? "gives no sign of life" : nil
        }
    }

    private let entries = Mutex<[ExactText: Entry]>([:])

    /// Without roles.
    public init() {}

    /// The role begins to run.
    ///
    /// - Returns: the pulse of this run, for the role's task.
    @discardableResult
    func started(_ role: String, at now: ContinuousClock.Instant = .now) -> Pulse {
        let pulse = Pulse()
        entries.withLock { entries in
            let hasFailed = entries[ExactText(role)]?.hasFailed ?? false
            entries[ExactText(role)] = Entry(runningSince: now, hasFailed: hasFailed, pulse: pulse)
        }
        return pulse
    }

    /// The role has ended although nobody has told it to.
    func failed(_ role: String) {
        entries.withLock { $0[ExactText(role)] = Entry(runningSince: nil, hasFailed: true) }
    }

    /// A sentence for each role that does not run or has just begun again after a failure, and for each whose loop has stopped giving
    /// signs of life; sorted.
    func troubles(at now: ContinuousClock.Instant = .now) -> [String] {
        entries.withLock { entries in
            entries.compactMap { role, entry in entry.trouble(at: now).map { "\(role.text) \($0)" } }.sorted()
        }
    }
}
