import CLibPQ
import Synchronization
import Threading

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

    init() throws(DatabaseError) { wake = try WakePipe() }

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
        if let handle { Task { await Canceller.shared.cancel(handle) } }
    }
}

/// What libpq needs to cancel a statement of a connection. It is a copy, independent of the connection, and any thread may use it.
final class CancelHandle: @unchecked Sendable {
    private let pointer: OpaquePointer

    init?(of connection: OpaquePointer) {
        guard let pointer = PQgetCancel(connection) else { return nil }
        self.pointer = pointer
    }

    deinit { PQfreeCancel(pointer) }

    /// Asks the server; blocks until it has heard. That it has heard does not say that there was anything to cancel.
    func send() {
        var message = [CChar](repeating: 0, count: 256)
        _ = PQcancel(pointer, &message, Int32(message.count))
    }
}

/// Sends requests to cancel on a thread of its own, because each of them opens a connection and waits.
actor Canceller {
    static let shared = Canceller()

    private let executor = ThreadExecutor(name: "pg-cancel")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    func cancel(_ handle: CancelHandle) { handle.send() }
}
