import Logging
import Synchronization

/// Whether Redis may be asked at the moment: the circuit breaker, and what is logged about it.
final class RedisGate: Sendable {
    private struct State {
        enum Phase: Equatable {
            case open
            case connecting
            /// No attempt before this moment.
            case closed(until: ContinuousClock.Instant)
        }

        var phase = Phase.closed(until: .now)
        /// Attempts that failed since the last success.
        var failures = 0
        var isOutageLogged = false
        var isRefusalLogged = false
    }

    private let state = Mutex(State())
    private let configuration: RedisCache.Configuration
    private let server: String
    private let logger: Logger

    init(_ configuration: RedisCache.Configuration, server: String, logger: Logger) {
        self.configuration = configuration
        self.server = server
        self.logger = logger
    }

    var isOpen: Bool { state.withLock { $0.phase == .open } }

    /// True for the one caller who is to make the connection, when it is time to.
    func beginConnecting() -> Bool {
        state.withLock {
            guard case .closed(let until) = $0.phase, until <= .now else { return false }
            $0.phase = .connecting
            return true
        }
    }

    func connected() {
        let wasOutage = state.withLock {
            $0.phase = .open
            return exchange(&$0.isOutageLogged, with: false)
        }
        if wasOutage { logger.info("\(server) is back") }
    }

    /// No connection could be made.
    func failed(_ failure: RedisFailure) {
        close(failure, isOutage: true)
    }

    /// A connection broke. A server that was restarted, or that closes idle connections, does that, too: it becomes an outage when the
    /// next connection fails, or when it was the time that ran out.
    func lost(_ failure: RedisFailure) {
        close(failure, isOutage: failure == .timedOut)
    }

    private func close(_ failure: RedisFailure, isOutage: Bool) {
        let isNews = state.withLock {
            $0.phase = .closed(until: .now + .milliseconds(pause(after: $0.failures)))
            $0.failures = min($0.failures + 1, 20)
            return isOutage && !exchange(&$0.isOutageLogged, with: true)
        }
        if isNews { logger.warning("\(server) cannot be used, going on without it: \(failure)") }
    }

    /// Doubles with each failure; spread, so that the processes of an installation do not all come at once.
    private func pause(after failures: Int) -> Int {
        let longest = min(configuration.minimumPauseMilliseconds << failures, configuration.maximumPauseMilliseconds)
        return Int.random(in: (longest + 1) / 2...longest)
    }

    /// The server answered a command with an error, such as OOM or READONLY. Told once between two commands that succeed.
    func refused(_ word: String) {
        let isNews = state.withLock { !exchange(&$0.isRefusalLogged, with: true) }
        if isNews { logger.warning("\(server) refuses commands: \(word)") }
    }

    /// A command had its answer: the server is well.
    func succeeded() {
        state.withLock {
            $0.failures = 0
            $0.isRefusalLogged = false
        }
    }
}
