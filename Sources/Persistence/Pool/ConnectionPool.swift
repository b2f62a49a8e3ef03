import Logging
import Synchronization

/// Lends connections. Who comes first is served first; who waits too long gets a clear error.
///
/// Carries out what ``PoolMachine`` decides. Connections are opened by tasks of the pool, so that a caller who stops waiting does not wait
/// for a server that does not answer.
final class ConnectionPool: Sendable {
    private struct State {
        var machine: PoolMachine
        var lastCaller: PoolMachine.CallerID = 0
        var callers: [PoolMachine.CallerID: CheckedContinuation<PostgresConnection, any Error>] = [:]
        /// All connections that are open.
        var connections: [PoolMachine.ConnectionID: PostgresConnection] = [:]
        /// Why no connection could be opened the last time.
        var openingError: (any Error)?
        var closers: [CheckedContinuation<Void, Never>] = []
        var isDrained = false
    }

    /// What an action means once its callers and connections are known.
    private enum Deed: Sendable {
        case resume(CheckedContinuation<PostgresConnection, any Error>, Result<PostgresConnection, any Error>)
        case open(PoolMachine.ConnectionID)
        case close(PostgresConnection)
        case wake(PoolMachine.Moment)
        case drained([CheckedContinuation<Void, Never>])
    }

    private let start = ContinuousClock.now
    private let configuration: DatabaseConfiguration
    private let connect: @Sendable (PoolMachine.ConnectionID) async throws -> PostgresConnection
    private let counters: LiveCounters
    private let logger: Logger
    private let state: Mutex<State>

    init(
        url: DatabaseURL, configuration: DatabaseConfiguration, canceller: Canceller, counters: LiveCounters, sharing: SessionSharing,
        logger: Logger
    ) {
        self.configuration = configuration
        self.counters = counters
        self.logger = logger
        connect = { number in
            try await PostgresConnection.open(
                url, number: number, configuration: configuration, canceller: canceller, counters: counters, sharing: sharing,
                logger: logger)
        }
        state = Mutex(State(machine: PoolMachine(configuration)))
    }

    var waitingCallers: Int { state.withLock { $0.machine.waiting } }

    // MARK: Lending

    func acquire() async throws -> PostgresConnection {
        try Task.checkCancellation()
        let (idle, caller) = state.withLock { state -> (PostgresConnection?, PoolMachine.CallerID) in
            if let number = state.machine.takeIdle() { return (state.connections[number], 0) }
            state.lastCaller += 1
            return (nil, state.lastCaller)
        }
        if let idle { return idle }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                happens(.callerCame(caller)) { $0.callers[caller] = continuation }
                // A task that was cancelled before it got here has no one left to wake it.
                if Task.isCancelled { giveUp(caller) }
            }
        } onCancel: {
            giveUp(caller)
        }
    }

    /// Gives the connection back. It goes to whoever waits for longest, else it rests.
    func release(_ connection: PostgresConnection) {
        happens(.returned(connection.number, isReusable: connection.isReusable.load(ordering: .acquiring)))
    }

    /// Lets nobody in any more, and returns when the last connection has been given back and closed.
    func close() async {
        happens(.shutDown)
        await withCheckedContinuation { continuation in
            let isDrained = state.withLock { state in
                if !state.isDrained { state.closers.append(continuation) }
                return state.isDrained
            }
            if isDrained { continuation.resume() }
        }
    }

    private func giveUp(_ caller: PoolMachine.CallerID) {
        var continuation: CheckedContinuation<PostgresConnection, any Error>?
        happens(.callerLeft(caller)) { continuation = $0.callers.removeValue(forKey: caller) }
        continuation?.resume(throwing: CancellationError())
    }

    // MARK: Carrying out

    /// Tells the machine what has happened, and does what it wants.
    /// - Parameter note: what else has to be known, before the machine decides.
    private func happens(_ input: PoolMachine.Input, _ note: (inout State) -> Void = { _ in }) {
        let deeds = state.withLock { state in
            note(&state)
            return state.machine.handle(input, at: start.duration(to: .now)).compactMap { deed($0, &state) }
        }
        for deed in deeds { perform(deed) }
    }

    private func deed(_ action: PoolMachine.Action, _ state: inout State) -> Deed? {
        switch action {
        case .lend(let number, let caller):
            guard let connection = state.connections[number] else { preconditionFailure("a connection is lent that does not exist") }
            guard let continuation = state.callers.removeValue(forKey: caller) else {
                preconditionFailure("a connection is lent to somebody who has left")
            }
            return .resume(continuation, .success(connection))
        case .refuse(let caller, let refusal):
            return state.callers.removeValue(forKey: caller).map { .resume($0, .failure(error(refusal, state))) }
        case .open(let number): return .open(number)
        case .close(let number): return state.connections.removeValue(forKey: number).map(Deed.close)
        case .wake(let moment): return .wake(moment)
        case .drained:
            state.isDrained = true
            defer { state.closers = [] }
            return .drained(state.closers)
        }
    }

    private func perform(_ deed: Deed) {
        switch deed {
        case .resume(let continuation, let result): continuation.resume(with: result)
        case .open(let number): Task { await open(number) }
        case .close(let connection):
            Task {
                await connection.close()
                self.happens(.closed(connection.number))
            }
        case .wake(let moment):
            let instant = start + moment
            Task { [weak self] in
                try? await Task.sleep(until: instant)
                self?.happens(.woken)
            }
        case .drained(let closers): for closer in closers { closer.resume() }
        }
    }

    private func open(_ number: PoolMachine.ConnectionID) async {
        do {
            let connection = try await connect(number)
            happens(.opened(number)) { $0.connections[number] = connection }
        } catch {
            counters.connectionsRefused.add(1, ordering: .relaxed)
            logger.debug("cannot open a connection to PostgreSQL", metadata: ["error": "\(error)"])
            happens(.openingFailed(number, factor: configuration.randomFactor())) { $0.openingError = error }
        }
    }

    private func error(_ refusal: PoolMachine.Refusal, _ state: State) -> any Error {
        switch refusal {
        case .exhausted(let connections):
            DatabaseError.poolExhausted(connections: connections, waitedSeconds: configuration.acquireTimeout.inSeconds)
        case .tooManyWaiters: DatabaseError.tooManyWaiters(limit: configuration.maximumWaiters)
        case .cannotOpen: state.openingError ?? DatabaseError.closed
        case .shutDown: DatabaseError.closed
        }
    }
}
