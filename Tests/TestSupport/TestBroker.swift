import Foundation
import Logging
import Messaging
import Testing

/// The RabbitMQ server that tests may use: `TEST_BROKER_URL`, and `TEST_BROKER_CONTROL`, a script that takes `stop`, `start` or `restart`.
///
/// Tests share it and run in parallel, so they name their queues and exchanges with `uniqueName`. A test that uses it carries the trait
/// `.usesBroker`, or `.controlsBroker` when it stops the server: then it runs while no other test uses it.
public struct TestBroker: Sendable {
    /// Where the server is.
    public let url: BrokerURL

    /// There is no server, or it did not do what a test waits for.
    public struct Unavailable: Error, CustomStringConvertible {
        /// What is wrong.
        public let description: String

        /// Says what is wrong.
        public init(description: String) {
            self.description = description
        }
    }

    /// The server that the environment names.
    public init() throws {
        let environment = ProcessInfo.processInfo.environment
        guard let text = environment["TEST_BROKER_URL"], !text.isEmpty else {
            throw Unavailable(
                description: "TEST_BROKER_URL is not set. It names the RabbitMQ server of the tests; scripts/test starts one.")
        }
        url = try BrokerURL(text)
    }

    private init(url: BrokerURL) { self.url = url }

    /// The server's virtual host for the messages between the parts of a node. The tests of one suite use it, one after the other: what is
    /// bound there is bound by them.
    public var internalHost: TestBroker { TestBroker(url: url { $0.virtualHost = Self.internalHostName }) }
    /// What the stack calls that virtual host.
    public static let internalHostName = "internal"

    /// The server's URL with other options.
    public func url(_ change: (inout BrokerURL) -> Void) -> BrokerURL {
        var url = url
        change(&url)
        return url
    }

    /// Says nothing but what is critical.
    public var logger: Logger {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }

    /// Single commands to the server.
    public var commands: BrokerCommands { BrokerCommands(url: url, logger: logger) }

    /// A name that no other test uses.
    public func uniqueName(_ prefix: String = "test") -> String {
        "\(prefix).\(UInt64.random(in: 0 ... .max))"
    }

    /// Declares a queue that nobody else knows. It disappears some minutes after its last use.
    public func queue(_ arguments: [Field] = []) async throws -> String {
        let name = uniqueName("queue")
        try await commands.declare(Topology(queues: [.init(name, arguments: arguments + [Field("x-expires", 300_000)])]))
        return name
    }

    /// Like a node's queue, but with a classic dead-letter queue, in which tests can look at rejected messages (SMP 9.2.3).
    public func queueWithDeadLetters() async throws -> (queue: String, deadLetters: String) {
        let deadLetters = try await queue()
        let queue = try await queue([
            Field("x-queue-type", "quorum"), Field("x-dead-letter-exchange", ""),
            Field("x-dead-letter-routing-key", .string(deadLetters)),
        ])
        return (queue, deadLetters)
    }

    /// - Parameter command: `stop`, `start` or `restart`. Returns when it is done. Only in tests with the trait `.controlsBroker`.
    public func control(_ command: String) async throws {
        try await ControlScript(variable: "TEST_BROKER_CONTROL").run(command)
    }

    /// Waits until a condition holds.
    public static func eventually(
        _ what: String, within limit: Duration = .seconds(30), _ condition: () async throws -> Bool
    ) async throws {
        let end = ContinuousClock.now + limit
        while try await !condition() {
            guard ContinuousClock.now < end else { throw Unavailable(description: "after \(limit): not \(what)") }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Waits until nothing is missing, as long as what is missing changes from time to time.
    ///
    /// - Parameters:
    ///   - limit: how long the same may be missing.
    ///   - missing: what is missing, nil when nothing is.
    public static func eventuallyNothing(
        missing what: String, standstill limit: Duration = .seconds(60), _ missing: () async throws -> String?
    ) async throws {
        var last: String?
        var end = ContinuousClock.now + limit
        while let now = try await missing() {
            if now != last { (last, end) = (now, ContinuousClock.now + limit) }
            guard ContinuousClock.now < end else { throw Unavailable(description: "\(what): nothing has changed for \(limit): \(now)") }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}

/// Keeps tests that stop the broker apart from those that use it.
public struct BrokerTrait: SuiteTrait, TestTrait, TestScoping {
    fileprivate let isExclusive: Bool

    /// Every test of a suite has it.
    public var isRecursive: Bool { true }

    /// Runs one test when it may use the server.
    public func provideScope(for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void) async throws {
        guard testCase != nil else { return try await function() }
        if isExclusive {
            try await ServerAccess.broker.exclusive { try await function() }
        } else {
            try await ServerAccess.broker.shared { try await function() }
        }
    }
}

extension ServerAccess {
    /// Access to the broker.
    public static let broker = ServerAccess(maximumUsers: 8)
}

extension Trait where Self == BrokerTrait {
    /// The test uses the broker, together with others.
    public static var usesBroker: BrokerTrait { BrokerTrait(isExclusive: false) }
    /// The test stops the broker.
    public static var controlsBroker: BrokerTrait { BrokerTrait(isExclusive: true) }
}
