import Collections
import Logging
import Synchronization

/// Lends connections. Who comes first is served first; who waits too long gets a clear error.
///
/// Connections are opened by tasks of the pool, so that a caller who stops waiting does not wait for a server that does not answer.
final class ConnectionPool: Sendable {
    private struct Idle {
        let connection: PostgresConnection
        let since: ContinuousClock.Instant
    }

    private struct State {
        /// Least recently used first.
        var idle: Deque<Idle> = []
        var line = WaitingLine()
        /// All connections that exist or are being opened.
        var open = 0
        var opening = 0
        var isReaping = false
        var isClosed = false
        var drained: [CheckedContinuation<Void, Never>] = []
    }

    private let url: DatabaseURL
    private let configuration: DatabaseConfiguration
    private let counters: LiveCounters
    private let logger: Logger
    private let state = Mutex(State())

    init(url: DatabaseURL, configuration: DatabaseConfiguration, counters: LiveCounters, logger: Logger) {
        precondition(configuration.maximumConnections >= 1 && configuration.maximumWaiters >= 0)
        self.url = url
        self.configuration = configuration
        self.counters = counters
        self.logger = logger
    }

    var waitingCallers: Int { state.withLock { $0.line.count } }

    // MARK: Lending

    func acquire() async throws -> PostgresConnection {
        try Task.checkCancellation()
        if let connection = try state.withLock({ state throws(DatabaseError) in
            if state.isClosed { throw .closed }
            return state.idle.popLast()?.connection
        }) {
            return connection
        }
        let number = state.withLock { $0.line.nextNumber() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { enqueue(number, $0) }
        } onCancel: {
            giveUp(number, CancellationError())
        }
    }

    private enum Admission {
        case served(PostgresConnection)
        case refused(any Error)
        case waits(openConnection: Bool, startReaper: Bool)
    }

    private func enqueue(_ number: UInt64, _ continuation: CheckedContinuation<PostgresConnection, any Error>) {
        let admission: Admission = state.withLock { state in
            // A task that was cancelled before it got here has no one left to wake it.
            if Task.isCancelled { return .refused(CancellationError()) }
            if state.isClosed { return .refused(DatabaseError.closed) }
            if let idle = state.idle.popLast() { return .served(idle.connection) }
            guard state.line.count < configuration.maximumWaiters else {
                return .refused(DatabaseError.tooManyWaiters(limit: configuration.maximumWaiters))
            }
            state.line.join(number, .init(continuation: continuation, deadline: .now + configuration.acquireTimeout))
            let startReaper = !state.isReaping
            state.isReaping = true
            return .waits(openConnection: reserveConnection(&state), startReaper: startReaper)
        }
        switch admission {
        case .served(let connection): continuation.resume(returning: connection)
        case .refused(let error): continuation.resume(throwing: error)
        case .waits(let openConnection, let startReaper):
            if openConnection { openInBackground() }
            if startReaper { reapInBackground() }
        }
    }

    /// Gives the connection back. It goes to whoever waits for longest, else it rests.
    func release(_ connection: PostgresConnection) {
        let isWanted = connection.isReusable.load(ordering: .acquiring) && !isTooOld(connection)
        if isWanted { return hand(connection, isNew: false) }
        Task {
            await connection.close()
            self.closed()
        }
    }

    private func isTooOld(_ connection: PostgresConnection) -> Bool {
        guard let age = configuration.maximumConnectionAge else { return false }
        return connection.openedAt.duration(to: .now) > age
    }

    private func hand(_ connection: PostgresConnection, isNew: Bool) {
        var surplus: [PostgresConnection] = []
        let caller: WaitingLine.Caller? = state.withLock { state in
            if isNew { state.opening -= 1 }
            if let caller = state.line.popFirst() { return caller }
            if state.isClosed {
                surplus.append(connection)
                return nil
            }
            let now = ContinuousClock.now
            state.idle.append(Idle(connection: connection, since: now))
            while let oldest = state.idle.first, oldest.since.duration(to: now) > configuration.idleTimeout {
                surplus.append(oldest.connection)
                state.idle.removeFirst()
            }
            return nil
        }
        caller?.continuation.resume(returning: connection)
        closeInBackground(surplus)
    }

    // MARK: Opening and closing

    /// Whether one more connection is to be opened for those who wait; counts it.
    private func reserveConnection(_ state: inout State) -> Bool {
        guard !state.isClosed, state.opening < state.line.count, state.open < configuration.maximumConnections else {
            return false
        }
        state.open += 1
        state.opening += 1
        return true
    }

    private func openInBackground() {
        Task { [self] in
            do {
                let connection = try await PostgresConnection.open(
                    url, configuration: configuration, counters: counters, logger: logger)
                hand(connection, isNew: true)
            } catch {
                openingFailed(error)
            }
        }
    }

    /// Whoever waits for longest learns it; everybody does when there is no connection left that could be given back.
    private func openingFailed(_ error: any Error) {
        var failed: [WaitingLine.Caller] = []
        let (openAnother, drained) = state.withLock { state in
            state.open -= 1
            state.opening -= 1
            repeat {
                guard let caller = state.line.popFirst() else { break }
                failed.append(caller)
            } while state.open == 0
            return (reserveConnection(&state), takeDrained(&state))
        }
        for caller in failed { caller.continuation.resume(throwing: error) }
        if openAnother { openInBackground() }
        for continuation in drained { continuation.resume() }
    }

    private func closed() {
        let (openAnother, drained) = state.withLock { state in
            state.open -= 1
            return (reserveConnection(&state), takeDrained(&state))
        }
        if openAnother { openInBackground() }
        for continuation in drained { continuation.resume() }
    }

    private func closeInBackground(_ connections: [PostgresConnection]) {
        for connection in connections {
            Task {
                await connection.close()
                self.closed()
            }
        }
    }

    private func takeDrained(_ state: inout State) -> [CheckedContinuation<Void, Never>] {
        guard state.isClosed, state.open == 0 else { return [] }
        defer { state.drained = [] }
        return state.drained
    }

    /// Lets nobody in any more, and returns when the last connection has been given back and closed.
    func close() async {
        let (idle, callers) = state.withLock { state in
            state.isClosed = true
            let idle = state.idle.map(\.connection)
            state.idle = []
            return (idle, state.line.removeAll())
        }
        for caller in callers { caller.continuation.resume(throwing: DatabaseError.closed) }
        closeInBackground(idle)
        await withCheckedContinuation { continuation in
            let isDrained = state.withLock { state in
                if state.open > 0 { state.drained.append(continuation) }
                return state.open == 0
            }
            if isDrained { continuation.resume() }
        }
    }

    // MARK: Waiting

    private func giveUp(_ number: UInt64, _ error: any Error) {
        let caller = state.withLock { $0.line.leave(number) }
        caller?.continuation.resume(throwing: error)
    }

    /// One task ends all waits that take too long, as long as anybody waits.
    private func reapInBackground() {
        Task { [weak self] in
            while let pause = self?.reap() { try? await Task.sleep(for: pause) }
        }
    }

    /// Ends the waits whose time is over. Returns when to look again; `nil` when nobody waits.
    private func reap() -> Duration? {
        let (expired, pause) = state.withLock { state in
            let (expired, next) = state.line.expire(at: .now)
            state.isReaping = next != nil
            return (expired, next)
        }
        let error = DatabaseError.poolExhausted(
            maximumConnections: configuration.maximumConnections, waitedSeconds: configuration.acquireTimeout.inSeconds)
        for caller in expired { caller.continuation.resume(throwing: error) }
        return pause
    }
}
