import CLibPQ
import Foundation
import Synchronization

/// Sends the requests to cancel statements of one database. Each of them opens a connection and waits, possibly for minutes when the server
/// cannot be reached; so each has a thread of its own, and nobody waits for another database's server.
///
/// At most `threads` are under way; those that come then wait for as long as they can be of use.
final class Canceller: Sendable {
    private struct Waiting {
        let send: @Sendable () -> Void
        let until: ContinuousClock.Instant
    }

    private struct State {
        var running = 0
        var waiting: [Waiting] = []
    }

    private let threads: Int
    private let patience: Duration
    private let state = Mutex(State())

    /// - Parameter patience: after this time nobody waits for a cancelled statement any more: its connection has been given up.
    init(threads: Int = 4, patience: Duration) {
        precondition(threads >= 1)
        self.threads = threads
        self.patience = patience
    }

    func cancel(_ handle: CancelHandle) { run { handle.send() } }

    /// Runs something that may block for long.
    func run(_ send: @escaping @Sendable () -> Void) {
        let mayStart = state.withLock { state in
            guard state.running < threads else {
                let now = ContinuousClock.now
                state.waiting.removeAll { $0.until <= now }
                state.waiting.append(Waiting(send: send, until: now + patience))
                return false
            }
            state.running += 1
            return true
        }
        if mayStart { start(send) }
    }

    private func start(_ first: @escaping @Sendable () -> Void) {
        let thread = Thread {
            var send: (@Sendable () -> Void)? = first
            while let current = send {
                current()
                send = self.next()
            }
        }
        thread.name = "pg-cancel"
        thread.start()
    }

    private func next() -> (@Sendable () -> Void)? {
        state.withLock { state in
            let now = ContinuousClock.now
            state.waiting.removeAll { $0.until <= now }
            if state.waiting.isEmpty {
                state.running -= 1
                return nil
            }
            return state.waiting.removeFirst().send
        }
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
