import TestSupport
import Testing

@testable import Messaging

@Suite(.usesBroker, .timeLimit(.minutes(2))) struct DeadLetterTests {
    @Test(
        arguments: [
            ("3.10.8", false), ("3.11.28", false), ("3.12.0", true), ("3.13.7-rc.1", true), ("4.0.0+2", true), ("10.0", true),
        ])
    func `Brokers from 3.12 on deliver dead letters to streams`(text: String, delivers: Bool) throws {
        let version = try #require(BrokerVersion(text))
        #expect(version.deliversDeadLettersToStreams == delivers && "\(version)" == text)
    }

    @Test(arguments: ["", "unknown", "3"])
    func `What is no version is none`(text: String) {
        #expect(BrokerVersion(text) == nil)
    }

    /// A rejected message, read from the dead-letter queue of a node's queue if the broker is one that has it there.
    @Test func `This broker does with dead letters what is known of its version`() async throws {
        let broker = try TestBroker()
        let delivers = try #require(try await broker.commands.version()).deliversDeadLettersToStreams
        let queue = broker.uniqueName("poisoned")
        let deadLetters = Topology.deadLetterQueue(of: queue)
        try await broker.commands.declare(Topology(queues: Topology.shardQueues(queue)))
        try await broker.publish([broker.message(Array("poison".utf8), to: queue)])
        let consumer = try await broker.consumer(of: queue)
        for delivery in try await consumer.take(1) { consumer.reject(delivery.tag) }
        await consumer.close()
        try await TestBroker.eventually("rejected") { try await broker.readyCount(queue) == 0 }
        // What comes through the same exchange after it.
        try await broker.publish([broker.message(Array("after".utf8), to: deadLetters)])

        let reader = try await broker.consumer(of: deadLetters) { $0.arguments = [Field("x-stream-offset", "first")] }
        let found = try await reader.take(delivers ? 2 : 1)
        #expect(Set(found.texts) == (delivers ? ["poison", "after"] : ["after"]))
        await reader.close()
        try await broker.commands.deleteQueue(queue)
        try await broker.commands.delete(deadLetters)
    }
}

extension BrokerCommands {
    /// Whatever is in it.
    fileprivate func delete(_ queue: String) async throws {
        let session = CommandSession(url: url, logger: logger)
        try await session.delete(queue, ifUnused: false)
        await session.close()
    }
}
