import Synchronization

/// What the workers of an inbox know of the database: whether a message that fails for reasons that nobody can tell is the only one that
/// does.
final class InboxEvidence: Sendable {
    private struct State {
        /// How many batches have been handled.
        var successes: UInt64 = 0
        /// How many messages were given up since then because a probe succeeded.
        var suspects = 0
    }

    private let state = Mutex(State())
    private let suspectsInARow: Int
    private let probe: (@Sendable () async throws -> Void)?

    /// - Parameter probe: tries whether the database works, without any message; throws when it does not. Nil: there is no such thing.
    init(suspectsInARow: Int, probe: (@Sendable () async throws -> Void)?) {
        self.suspectsInARow = suspectsInARow
        self.probe = probe
    }

    /// How many batches have been handled so far.
    var successes: UInt64 { state.withLock { $0.successes } }

    /// A batch has been handled.
    func noteSuccess() {
        state.withLock { state in
            state.successes += 1
            state.suspects = 0
        }
    }

    /// Whether the database works for others: other messages were handled since that moment, or the probe succeeds, which counts only so
    /// many times in a row.
    ///
    /// - Parameter since: ``successes`` when the message began to fail.
    func othersCan(since: UInt64) async -> Bool {
        let (haveOthers, mayProbe) = state.withLock { ($0.successes > since, $0.suspects < suspectsInARow) }
        if haveOthers { return true }
        guard mayProbe, let probe, (try? await probe()) != nil else { return false }
        state.withLock { $0.suspects += 1 }
        return true
    }
}
