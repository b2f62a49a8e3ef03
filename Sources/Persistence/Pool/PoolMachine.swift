import Collections

/// The pool's decisions. What happens goes in, what is to be done comes out: no clock, no tasks, no connections, no randomness.
///
/// - Who comes first is served first, by whatever connection is free first.
/// - As long as there is a connection that somebody can give back, nobody's wait ends because another one cannot be opened (the server, or
///   the role, may have reached its limit); further attempts to open one keep growing distances.
/// - Without any connection there is nothing to wait for: then everybody who waits learns why none can be opened, and whoever comes next
///   causes a single attempt.
struct PoolMachine {
    /// Time since any moment that is the same for all inputs.
    typealias Moment = Duration
    typealias CallerID = UInt64
    typealias ConnectionID = UInt64

    /// What happens.
    enum Input: Hashable {
        case callerCame(CallerID)
        /// A caller does not want a connection any more.
        case callerLeft(CallerID)
        case opened(ConnectionID)
        /// - Parameter factor: scales the pause until the next attempt; random, in [0.5, 1.0).
        case openingFailed(ConnectionID, factor: Double)
        /// A caller has given a connection back. One that is not reusable has to be closed.
        case returned(ConnectionID, isReusable: Bool)
        case closed(ConnectionID)
        /// A moment that ``Action/wake(_:)`` asked for has come.
        case woken
        /// Nobody is let in any more.
        case shutDown
    }

    /// What is to be done about it.
    enum Action: Hashable {
        case lend(ConnectionID, CallerID)
        case refuse(CallerID, Refusal)
        case open(ConnectionID)
        case close(ConnectionID)
        /// Give the input ``Input/woken`` at this moment.
        case wake(Moment)
        /// The pool was shut down, and its last connection is closed.
        case drained
    }

    /// Why a caller gets no connection.
    enum Refusal: Hashable {
        /// It has waited too long for one of so many connections.
        case exhausted(connections: Int)
        case tooManyWaiters
        case cannotOpen
        case shutDown
    }

    private static let firstPause: Duration = .milliseconds(100)
    private static let longestPause: Duration = .seconds(5)
    /// So many connections are opened at the same time; more would make a server that is at its limit refuse many at once.
    private static let openingsAtOnce = 4

    private struct Resting {
        let connection: ConnectionID
        let since: Moment
    }

    private let configuration: DatabaseConfiguration
    private var line = WaitingLine()
    /// Least recently used first.
    private var idle: Deque<Resting> = []
    /// When each connection that can be used was opened, lent or idle.
    private var live: [ConnectionID: Moment] = [:]
    private var opening = 0
    private var closing = 0
    private var lastConnection: ConnectionID = 0
    /// Attempts to open a connection that failed since the last one that succeeded, those at the same time counted once.
    private var failures = 0
    private var nextAttempt: Moment = .zero
    private var wakeUp: Moment?
    private var isShutDown = false
    private var hasDrained = false

    init(_ configuration: DatabaseConfiguration) {
        precondition(configuration.maximumConnections >= 1 && configuration.maximumWaiters >= 0)
        self.configuration = configuration
    }

    /// How many callers wait.
    var waiting: Int { line.count }

    /// A connection that rests, for a caller who need not wait.
    mutating func takeIdle() -> ConnectionID? { idle.popLast()?.connection }

    /// - Parameter now: never earlier than at the input before.
    mutating func handle(_ input: Input, at now: Moment) -> [Action] {
        var actions: [Action] = []
        switch input {
        case .callerCame(let caller): admit(caller, now, &actions)
        case .callerLeft(let caller): line.leave(caller)
        case .opened(let connection):
            opening -= 1
            failures = 0
            nextAttempt = now
            live[connection] = now
            place(connection, now, &actions)
        case .openingFailed(_, let factor): openingFailed(factor, now, &actions)
        case .returned(let connection, let isReusable):
            if isReusable && !isTooOld(connection, now) { place(connection, now, &actions) } else { close(connection, &actions) }
        case .closed: closing -= 1
        case .woken:
            wakeUp = nil
            for caller in line.expire(at: now) { actions.append(.refuse(caller, .exhausted(connections: live.count))) }
        case .shutDown: shutDown(&actions)
        }
        openWhatIsWanted(now, &actions)
        askForWakeUp(now, &actions)
        if isShutDown, !hasDrained, live.isEmpty, opening == 0, closing == 0 {
            hasDrained = true
            actions.append(.drained)
        }
        return actions
    }

    // MARK: Callers

    private mutating func admit(_ caller: CallerID, _ now: Moment, _ actions: inout [Action]) {
        if isShutDown { return actions.append(.refuse(caller, .shutDown)) }
        if let connection = takeIdle() { return actions.append(.lend(connection, caller)) }
        guard line.count < configuration.maximumWaiters else { return actions.append(.refuse(caller, .tooManyWaiters)) }
        line.join(caller, until: now + configuration.acquireTimeout)
    }

    private mutating func shutDown(_ actions: inout [Action]) {
        isShutDown = true
        for caller in line.removeAll() { actions.append(.refuse(caller, .shutDown)) }
        for resting in idle { close(resting.connection, &actions) }
        idle = []
    }

    // MARK: Connections

    /// Gives a free connection to whoever waits for longest; else it rests, and those that rested too long go.
    private mutating func place(_ connection: ConnectionID, _ now: Moment, _ actions: inout [Action]) {
        if isShutDown { return close(connection, &actions) }
        if let caller = line.popFirst() { return actions.append(.lend(connection, caller)) }
        idle.append(Resting(connection: connection, since: now))
        while let oldest = idle.first, now - oldest.since > configuration.idleTimeout {
            idle.removeFirst()
            close(oldest.connection, &actions)
        }
    }

    private func isTooOld(_ connection: ConnectionID, _ now: Moment) -> Bool {
        guard let age = configuration.maximumConnectionAge, let openedAt = live[connection] else { return false }
        return now - openedAt > age
    }

    private mutating func close(_ connection: ConnectionID, _ actions: inout [Action]) {
        live[connection] = nil
        closing += 1
        actions.append(.close(connection))
    }

    private mutating func openingFailed(_ factor: Double, _ now: Moment, _ actions: inout [Action]) {
        opening -= 1
        if now >= nextAttempt {
            failures += 1
            let pause = min(Self.longestPause, Self.firstPause * (1 << min(failures - 1, 20)))
            nextAttempt = now + pause * factor
        }
        // Somebody will give a connection back, or another one may still be opened: whoever waits stays in line.
        if !live.isEmpty || opening > 0 || closing > 0 { return }
        for caller in line.removeAll() { actions.append(.refuse(caller, .cannotOpen)) }
    }

    // MARK: What follows

    /// Opens connections for those who wait.
    private mutating func openWhatIsWanted(_ now: Moment, _ actions: inout [Action]) {
        if isShutDown { return }
        let room = configuration.maximumConnections - live.count - opening - closing
        var count = min(line.count - opening, room, Self.openingsAtOnce - opening)
        if failures > 0 {
            // One attempt shows whether the others have a chance.
            count = min(count, 1 - opening)
            if now < nextAttempt, !live.isEmpty || closing > 0 { return }
        }
        for _ in 0..<max(0, count) {
            lastConnection += 1
            opening += 1
            actions.append(.open(lastConnection))
        }
    }

    /// The next moment at which something is due by itself: a caller's wait ends, or a connection may be opened again.
    private mutating func askForWakeUp(_ now: Moment, _ actions: inout [Action]) {
        guard var due = line.firstDeadline else { return }
        if failures > 0, opening == 0, nextAttempt > now { due = min(due, nextAttempt) }
        if let wakeUp, wakeUp <= due { return }
        wakeUp = due
        actions.append(.wake(due))
    }
}
