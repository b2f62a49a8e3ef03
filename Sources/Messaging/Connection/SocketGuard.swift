import Glibc
import Synchronization

/// Lets another thread end a call that blocks on a connection's socket: librabbitmq writes without a time limit, and a broker that blocks
/// publishers stops reading.
final class SocketGuard: Sendable {
    private struct State {
        var descriptor: Int32
        var deadline: ContinuousClock.Instant?
    }

    private let state: Mutex<State?>

    init(descriptor: Int32) {
        state = Mutex(State(descriptor: descriptor))
    }

    /// To be called before the descriptor is closed, so that nobody shuts down the next socket with the same number.
    func detach() {
        state.withLock { $0 = nil }
    }

    func setDeadline(_ deadline: ContinuousClock.Instant?) {
        state.withLock { $0?.deadline = deadline }
    }

    /// Whether a call with a deadline is in progress.
    var isBusy: Bool { state.withLock { $0?.deadline != nil } }

    /// Makes every call on the socket fail once the deadline has passed.
    func shutDownIfOverdue() {
        state.withLock { state in
            guard let state, let deadline = state.deadline, deadline < .now else { return }
            _ = shutdown(state.descriptor, Int32(SHUT_RDWR))
        }
    }
}
