import Foundation
import Logging
import Messaging
import Testing

/// The RabbitMQ server that tests may use: `TEST_BROKER_URL`, and `TEST_BROKER_CONTROL`, a script that takes `stop`, `start` or `restart`.
///
/// Tests share it and run in parallel, so they name their queues and exchanges with `uniqueName`. A test that uses it carries the trait
/// `.usesBroker`, or `.controlsBroker` when it stops the server: then it runs while no other test uses it.
public struct TestBroker: Sendable {
    public let url: BrokerURL
    private let control: String?

    public struct Unavailable: Error, CustomStringConvertible {
        public let description: String
    }

    public init() throws {
        let environment = ProcessInfo.processInfo.environment
        guard let text = environment["TEST_BROKER_URL"], !text.isEmpty else {
            throw Unavailable(description: "TEST_BROKER_URL is not set. It names the RabbitMQ server of the tests; scripts/test starts one.")
        }
        url = try BrokerURL(text)
        control = environment["TEST_BROKER_CONTROL"]
    }

    /// The server's URL with other options.
    public func url(_ change: (inout BrokerURL) -> Void) -> BrokerURL {
        var url = url
        change(&url)
        return url
    }

    public var logger: Logger {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }

    public var commands: BrokerCommands { BrokerCommands(url: url, logger: logger) }

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
        guard let control else {
            throw Unavailable(description: "TEST_BROKER_CONTROL is not set. It names a script that stops and starts the RabbitMQ server.")
        }
        let status = try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Int32, any Error>) in
            let process = Process()
            process.executableURL = URL(fileURLWithPath: control)
            process.arguments = [command]
            process.standardOutput = FileHandle.nullDevice
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        guard status == 0 else { throw Unavailable(description: "\(control) \(command) ended with status \(status)") }
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
}

/// Keeps tests that stop the broker apart from those that use it.
public struct BrokerTrait: SuiteTrait, TestTrait, TestScoping {
    fileprivate let isExclusive: Bool

    public var isRecursive: Bool { true }

    public func provideScope(for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void) async throws {
        guard testCase != nil else { return try await function() }
        await BrokerTurns.shared.begin(isExclusive: isExclusive)
        let result: Result<Void, any Error>
        do { result = .success(try await function()) } catch { result = .failure(error) }
        await BrokerTurns.shared.end(isExclusive: isExclusive)
        try result.get()
    }
}

extension Trait where Self == BrokerTrait {
    /// The test uses the broker, together with others.
    public static var usesBroker: BrokerTrait { BrokerTrait(isExclusive: false) }
    /// The test stops the broker.
    public static var controlsBroker: BrokerTrait { BrokerTrait(isExclusive: true) }
}

/// Many users, or one controller, first come, first served.
private actor BrokerTurns {
    static let shared = BrokerTurns()

    private var users = 0
    private var isControlled = false
    private var waiting: [(isExclusive: Bool, continuation: CheckedContinuation<Void, Never>)] = []

    func begin(isExclusive: Bool) async {
        await withCheckedContinuation { continuation in
            waiting.append((isExclusive, continuation))
            admit()
        }
    }

    func end(isExclusive: Bool) {
        if isExclusive { isControlled = false } else { users -= 1 }
        admit()
    }

    private func admit() {
        while let next = waiting.first, !isControlled, !next.isExclusive || users == 0 {
            waiting.removeFirst()
            if next.isExclusive { isControlled = true } else { users += 1 }
            next.continuation.resume()
        }
    }
}
