import Messaging
import TestSupport
import Testing

@testable import Messaging

/// However much the broker would send, a consumer keeps only so much of it.
@Suite(.usesBroker, .timeLimit(.minutes(3))) struct BufferLimitTests {
    let broker: TestBroker

    init() throws { broker = try TestBroker() }

    private static let capacity = 1 << 20

    /// 40 MiB for a consumer that may keep one.
    private func fill(_ queue: String) async throws {
        for part in 0..<8 {
            try await broker.publish((0..<50).map { broker.message(body(part * 50 + $0), to: queue) })
        }
    }

    private func body(_ number: Int) -> [UInt8] { Array("\(number)".utf8) + [UInt8](repeating: 32, count: 100_000) }

    private func greedy(_ queue: String, _ change: (inout BatchConsumer.Configuration) -> Void = { _ in }) async throws -> BatchConsumer {
        try await broker.consumer(of: queue, prefetchCount: 0) { configuration in
            configuration.maximumBufferedBytes = Self.capacity
            change(&configuration)
        }
    }

    @Test func `Without a prefetch count no more is kept than there is room for, and all arrive in order`() async throws {
        let queue = try await broker.queue()
        try await fill(queue)
        let consumer = try await greedy(queue)
        try await TestBroker.eventually("the room is full") { consumer.mailbox.waitingBytes >= Self.capacity }
        var deliveries: [Delivery] = []
        while deliveries.count < 400 {
            // A body, and about 6 kB for the rest, may be over the edge.
            #expect(consumer.mailbox.waitingBytes <= Self.capacity + 110_000)
            deliveries += try #require(try await consumer.nextBatch(limit: 3))
        }
        #expect(deliveries.map(\.body) == (0..<400).map(body))
        consumer.acknowledge(deliveries)
        await consumer.close()
        #expect(try await broker.readyCount(queue) == 0)
    }

    @Test func `A consumer that is held back keeps its connection, settles, and goes on when there is room again`() async throws {
        let queue = try await broker.queue()
        try await fill(queue)
        let consumer = try await greedy(queue) { $0.url.options.heartbeatSeconds = 1 }
        let first = try await consumer.take(1)
        try await TestBroker.eventually("the room is full") { consumer.mailbox.waitingBytes >= Self.capacity }
        // Longer than a broker waits for the heartbeats of one second.
        try await Task.sleep(for: .seconds(4))
        consumer.acknowledge(first)
        let rest = try await consumer.take(399)
        #expect(rest.allSatisfy { !$0.isRedelivered && $0.tag.connection == first[0].tag.connection })
        consumer.acknowledge(rest)
        await consumer.close()
        #expect(try await broker.readyCount(queue) == 0)
    }

    @Test func `A consumer that is held back can be stopped and closed, and what it has not taken is in the queue`() async throws {
        let queue = try await broker.queue()
        try await fill(queue)
        let consumer = try await greedy(queue)
        let first = try await consumer.take(1)
        try await TestBroker.eventually("the room is full") { consumer.mailbox.waitingBytes >= Self.capacity }
        consumer.stop()
        try await TestBroker.eventually("all but one are back") {
            try await broker.commands.status(ofQueue: queue) == QueueStatus(readyMessages: 399, consumers: 0)
        }
        consumer.acknowledge(first)
        await consumer.close()
        #expect(try await broker.readyCount(queue) == 399)
        let second = try await greedy(queue)
        try await TestBroker.eventually("the room is full") { second.mailbox.waitingBytes >= Self.capacity }
        await second.close()
        try await TestBroker.eventually("all are back") { try await broker.readyCount(queue) == 399 }
    }
}
