import Synchronization

/// Ends, from any thread, what a connection is doing: the thread that waits for the server wakes up, and the server is asked to
/// cancel the running statement.
///
/// Each use of a connection gets a ticket, so that a late cancellation never hits the next user.
final class Interrupt: Sendable {
    private struct State {
        var ticket: UInt64 = 0
        var isActive = false
        var isCancelled = false
        var handle: CancelHandle?
    }

    let wake: WakePipe
    private let state = Mutex(State())

    private let canceller: Canceller

    init(canceller: Canceller) throws(DatabaseError) {
        self.canceller = canceller
        wake = try WakePipe()
    }

    /// Names the connection that is to be cancelled from now on.
    func target(_ handle: CancelHandle?) {
        state.withLock { $0.handle = handle }
    }

    func begin() -> UInt64 {
        state.withLock { state in
            state.ticket += 1
            state.isActive = true
            return state.ticket
        }
    }

    /// Ends the use; afterwards its ticket does nothing. Returns whether it was cancelled: then a request to cancel may still be
    /// under way to the server, and the connection must not be used again.
    func end() -> Bool {
        state.withLock { state in
            state.isActive = false
            return state.isCancelled
        }
    }

    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    func cancel(ticket: UInt64) {
        let handle: CancelHandle? = state.withLock { state in
            guard state.isActive, state.ticket == ticket, !state.isCancelled else { return nil }
            state.isCancelled = true
            wake.signal()
            return state.handle
        }
        if let handle { canceller.cancel(handle) }
    }
}
