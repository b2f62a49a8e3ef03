public import BenchmarkKit
import Foundation
public import Logging
public import Messaging
public import SMPProtocol

/// A full queue that one consumer of a node works off: from the broker into the database, and what follows from it out of the outbox.
public struct QueueRun: Sendable {
    /// How many messages a consumer gets ahead, and how many there are.
    public typealias Step = (prefetchCount: Int, count: Int)

    private let broker: BrokerURL
    private let logger: Logger
    /// What the queues' names begin with; another one in each run.
    private let prefix = "bench-\(getpid())"

    /// - Parameter broker: the stack's.
    public init(broker: BrokerURL, logger: Logger) {
        self.broker = broker
        self.logger = logger
    }

    /// Fills a queue, then measures how long a node needs for it.
    ///
    /// - Parameters:
    ///   - node: the process of the stack of whose executable and configuration the consumer is, e.g. "creditors".
    ///   - groups: whose CPU is told besides the consumer's.
    ///   - isDone: whether everything has been handled and sent.
    public func measure(
        _ name: String, of node: String, prefetchCount: Int, messages: [any SMPMessage], groups: [ProcessGroup],
        isDone: () async throws -> Bool
    ) async throws -> BenchmarkReport.Case {
        let queue = "\(prefix)-\(name)-\(prefetchCount)"
        let commands = BrokerCommands(url: broker, logger: logger)
        try await commands.declare(Topology(queues: [.init(queue, arguments: [Field("x-queue-type", "quorum")])]))
        try await fill(queue, with: messages)
        let consumer = try NodeProcess(
            of: node,
            ["consume_messages", "--queue", queue, "--prefetch-count", String(prefetchCount), "--processes", "1", "--threads", "1"],
            environment: ["APP_LOG_LEVEL": "error"])
        let measurement = Measurement.start(of: [ProcessGroup(name: "node", pids: [consumer.pid])] + groups)
        while try await !isDone() { try await Task.sleep(for: .milliseconds(20)) }
        let result = measurement.finish(case: "\(name), prefetch \(prefetchCount)", items: messages.count)
        consumer.stop()
        return result
    }

    private func fill(_ queue: String, with messages: [any SMPMessage]) async throws {
        let publisher = ConfirmingPublisher(.init(url: broker), logger: logger)
        for start in stride(from: 0, to: messages.count, by: 5000) {
            let batch = messages[start..<min(start + 5000, messages.count)].map { message in
                OutgoingMessage(
                    exchange: "", routingKey: queue, isMandatory: true, type: type(of: message).kind.typeName, appID: "bench", headers: [],
                    body: message.encoded())
            }
            let outcomes = try await publisher.publish(batch)
            precondition(outcomes.allSatisfy { $0.isConfirmed }, "the broker has not taken all messages")
        }
        await publisher.close()
    }
}

/// This moment.
public func now() -> Timestamp { Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)) }
