import Logging
import Threading

/// A cache in a Redis server, shared by all processes that use the same server and prefix.
///
/// One connection, on a thread of its own. No caller waits longer than `operationMilliseconds`: not for a connection (it is made while
/// callers are told that nothing is there), not for a slow server, not behind others. After a failure the server is left alone for a
/// while that grows up to `maximumPauseMilliseconds`; each outage is logged once, and so is its end.
public final class RedisCache: SharedCache {
    /// How patient the cache is.
    public struct Configuration: Sendable {
        /// Put before every key, so that several programs can share a server.
        public var keyPrefix = ""
        /// What no caller waits longer than.
        public var operationMilliseconds = 40
        /// The limit for making a connection, which happens in the background.
        public var connectMilliseconds = 2_000
        /// How long the server is left alone after the first failure.
        public var minimumPauseMilliseconds = 250
        /// What that time grows to, at most.
        public var maximumPauseMilliseconds = 10_000

        /// Everything as it is by default.
        public init() {}
    }

    private let configuration: Configuration
    private let gate: RedisGate
    private let worker: RedisWorker

    /// Begins to connect in the background.
    public init(url: RedisURL, configuration: Configuration = Configuration(), logger: Logger) {
        precondition(configuration.operationMilliseconds > 0 && configuration.connectMilliseconds > 0)
        precondition(0 < configuration.minimumPauseMilliseconds)
        precondition(configuration.minimumPauseMilliseconds <= configuration.maximumPauseMilliseconds)
        self.configuration = configuration
        gate = RedisGate(configuration, server: "Redis at \(url.host):\(url.port)", logger: logger)
        worker = RedisWorker(url, connectMilliseconds: configuration.connectMilliseconds, gate: gate)
        connectIfDue()
    }

    public func get(_ key: String) async -> [UInt8]? {
        guard case .bytes(let value) = await send(["GET"], key: key) else { return nil }
        return value
    }

    public func set(_ key: String, to value: [UInt8], expiresAfter milliseconds: Int) async {
        precondition(milliseconds >= 1, "an expiry is at least a millisecond away")
        guard value.count <= CacheLimits.valueBytes else { return }
        _ = await send(["SET"], key: key, [value, Array("PX".utf8), Array(String(milliseconds).utf8)])
    }

    public func delete(_ key: String) async {
        _ = await send(["DEL"], key: key)
    }

    public func increment(_ key: String, by amount: Int64, expiresAfter milliseconds: Int) async -> Int64? {
        precondition(milliseconds >= 1 && amount >= 1, "an increment is at least 1, its expiry at least a millisecond away")
        let arguments = [Array(String(amount).utf8), Array(String(milliseconds).utf8)]
        guard case .bytes(let value) = await send(["EVAL", Self.incrementScript, "1"], key: key, arguments) else { return nil }
        return Int64(String(decoding: value, as: UTF8.self))
    }

    /// In one step on the server, because a counter without an expiry would never be forgotten. The value is read as text: Lua's numbers
    /// have 53 bits.
    private static let incrementScript = """
        local fresh = redis.call('EXISTS', KEYS[1]) == 0
        redis.call('INCRBY', KEYS[1], ARGV[1])
        if fresh then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
        return redis.call('GET', KEYS[1])
        """

    private func send(_ words: [String], key: String, _ arguments: [[UInt8]] = []) async -> RedisReply? {
        guard key.utf8.count <= CacheLimits.keyBytes else { return nil }
        connectIfDue()
        guard gate.isOpen else { return nil }
        let command = words.map { Array($0.utf8) } + [Array((configuration.keyPrefix + key).utf8)] + arguments
        let limit = Duration.milliseconds(configuration.operationMilliseconds)
        return await worker.send(command, start: .now, limit: limit)
    }

    /// Nobody waits for the connection: who asks meanwhile is told that nothing is there.
    private func connectIfDue() {
        guard gate.beginConnecting() else { return }
        Task { [worker] in await worker.connect() }
    }
}

/// The connection and the thread on which its calls block.
private actor RedisWorker {
    private let executor = ThreadExecutor(name: "redis")
    private let url: RedisURL
    private let connectLimit: Duration
    private let gate: RedisGate
    private var connection: RedisConnection?

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ url: RedisURL, connectMilliseconds: Int, gate: RedisGate) {
        self.url = url
        connectLimit = .milliseconds(connectMilliseconds)
        self.gate = gate
    }

    func connect() {
        do throws(RedisFailure) {
            connection = try RedisConnection(url, deadline: .now + connectLimit)
            gate.connected()
        } catch {
            gate.failed(error)
        }
    }

    /// Nil when there is no answer. Who has waited half of the limit for others is turned away, so that a command that is sent has
    /// the other half.
    func send(_ command: [[UInt8]], start: ContinuousClock.Instant, limit: Duration) -> RedisReply? {
        guard let connection, ContinuousClock.now - start < limit / 2 else { return nil }
        do throws(RedisFailure) {
            let reply = try connection.send(command, start + limit)
            if case .error(let word) = reply { gate.refused(word) } else { gate.succeeded() }
            return reply
        } catch {
            self.connection = nil
            gate.lost(error)
            return nil
        }
    }
}
