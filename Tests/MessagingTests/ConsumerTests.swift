import Messaging
import TestSupport
import Testing

@testable import Messaging

@Suite(.usesBroker, .timeLimit(.minutes(3))) struct ConsumerTests {
    let broker: TestBroker

    init() throws { broker = try TestBroker() }

    @Test(arguments: [0, 1, 4096, 131_064, 131_065, 1_000_000])
    func `A message arrives as it was sent`(bodySize: Int) async throws {
        let queue = try await broker.queue()
        var sent = broker.message((0..<bodySize).map { UInt8(truncatingIfNeeded: $0 &* 31) }, to: queue)
        sent.headers = [
            Field("message-type", "FinalizeTransfer"), Field("debtor-id", .int(.min)), Field("creditor-id", .int(-1)),
            Field("coordinator-id", .int(Int64(Int32.max) + 1)), Field("coordinator-type", "direct"),
        ]
        try await broker.publish([sent])
        let received = try #require(try await broker.take(1, from: queue).first)
        #expect(received.body == sent.body)
        #expect(received.contentType == "application/json")
        #expect(received.type == "PrepareTransfer")
        #expect(received.appID == "swpt_creditors")
        #expect(received.headers == sent.headers)
        #expect(received.exchange == "" && received.routingKey == queue)
        #expect(!received.isRedelivered)
    }

    @Test func `A batch is what is here, in order, up to the limit`() async throws {
        let queue = try await broker.queue()
        try await broker.publish(broker.messages(0..<100, to: queue))
        let consumer = try await broker.consumer(of: queue)
        let first = try #require(try await consumer.nextBatch(limit: 7))
        #expect(first.count <= 7)
        let rest = try await consumer.take(100 - first.count)
        #expect((first + rest).texts == (0..<100).map(String.init))
        consumer.acknowledge(first + rest)
        await consumer.close()
        #expect(try await broker.readyCount(queue) == 0)
    }

    @Test func `One message does not wait for a second one`() async throws {
        let queue = try await broker.queue()
        let consumer = try await broker.consumer(of: queue)
        for number in 0..<3 {
            try await broker.publish(broker.messages(number..<(number + 1), to: queue))
            let batch = try #require(try await consumer.nextBatch())
            #expect(batch.texts == ["\(number)"])
            consumer.acknowledge(batch)
        }
        await consumer.close()
    }

    @Test func `No more messages are given than the prefetch count allows`() async throws {
        let queue = try await broker.queue()
        try await broker.publish(broker.messages(0..<10, to: queue))
        let consumer = try await broker.consumer(of: queue, prefetchCount: 3)
        let first = try await consumer.take(3)
        let waiting = Task { try await consumer.nextBatch() }
        try await TestBroker.eventually("the rest is in the queue") { try await broker.readyCount(queue) == 7 }
        consumer.acknowledge(first[1].tag)
        #expect(try await waiting.value?.texts == ["3"])
        await consumer.close()
        try await TestBroker.eventually("all but one are back") { try await broker.readyCount(queue) == 9 }
    }

    @Test func `What is not settled comes again, what is acknowledged does not`() async throws {
        let queue = try await broker.queue()
        try await broker.publish(broker.messages(0..<5, to: queue))
        let consumer = try await broker.consumer(of: queue)
        let deliveries = try await consumer.take(5)
        consumer.acknowledge([deliveries[0], deliveries[1], deliveries[3]])
        consumer.acknowledge(deliveries[3].tag)
        consumer.acknowledge(DeliveryTag(connection: 99, number: 3))
        await consumer.close()
        let again = try await broker.take(2, from: queue)
        #expect(again.texts == ["2", "4"])
        #expect(again.allSatisfy { $0.isRedelivered })
    }

    @Test func `One poisoned message of a hundred goes to the dead-letter queue`() async throws {
        let (queue, deadLetters) = try await broker.queueWithDeadLetters()
        try await broker.publish(broker.messages(0..<100, to: queue))
        let consumer = try await broker.consumer(of: queue)
        let deliveries = try await consumer.take(100)
        for delivery in deliveries where delivery.body != [UInt8]("42".utf8) { consumer.acknowledge(delivery.tag) }
        consumer.reject(deliveries[42].tag)
        // Of more than 32 verdicts at once a quorum queue forgets the last ones when the channel is closed (`BatchConsumer.close`).
        try await TestBroker.eventually("the rejected message is there") { try await broker.readyCount(deadLetters) == 1 }
        await consumer.close()
        let dead = try await broker.take(1, from: deadLetters)
        #expect(dead.texts == ["42"])
        #expect(dead[0].headers[named: "x-death"] != nil)
        #expect(dead[0].headers[named: "message-type"] == "PrepareTransfer")
        #expect(try await broker.readyCount(queue) == 0)
        #expect(try await broker.readyCount(deadLetters) == 0)
    }

    @Test func `Of a body over the limit the beginning is delivered, and the message can be rejected`() async throws {
        let (queue, deadLetters) = try await broker.queueWithDeadLetters()
        let large = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try await broker.publish([broker.message(large, to: queue), broker.message([2], to: queue)])
        let consumer = try await broker.consumer(of: queue) { $0.maximumBodyBytes = large.count - 1 }
        let deliveries = try await consumer.take(2)
        #expect(deliveries.map(\.isTooLarge) == [true, false])
        #expect(deliveries[0].bodySize == large.count && deliveries[0].body == Array(large[..<4096]))
        #expect(deliveries[0].type == "PrepareTransfer" && deliveries[1].body == [2])
        consumer.reject(deliveries[0].tag)
        consumer.acknowledge(deliveries[1].tag)
        await consumer.close()
        #expect(try await broker.take(1, from: deadLetters).first?.body == large)
        #expect(try await broker.readyCount(queue) == 0)
    }

    @Test func `Several tasks share the messages of one consumer`() async throws {
        let queue = try await broker.queue()
        let consumer = try await broker.consumer(of: queue, prefetchCount: 50)
        let total = 2000
        let taken = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var texts: [String] = []
                    while let batch = try await consumer.nextBatch(limit: 20) {
                        texts += batch.texts
                        await Task.yield()
                        consumer.acknowledge(batch)
                        if batch.texts.contains("\(total - 1)") { break }
                    }
                    return texts
                }
            }
            try await broker.publish(broker.messages(0..<total, to: queue))
            // The task that has got the last message ends; the others may still hold earlier ones, and stop when the queue is empty.
            var all = try await group.next() ?? []
            try await TestBroker.eventually("the queue is empty") { try await broker.readyCount(queue) == 0 }
            consumer.stop()
            for try await texts in group { all += texts }
            return all
        }
        await consumer.close()
        #expect(taken.count >= total - 50)
        let left = try await broker.readyCount(queue) ?? -1
        #expect(Set(taken).count + left == total)
    }

    // MARK: Ending

    @Test func `Stopping ends the waiting tasks and puts back what nobody has taken`() async throws {
        let queue = try await broker.queue()
        try await broker.publish(broker.messages(0..<20, to: queue))
        let consumer = try await broker.consumer(of: queue, prefetchCount: 10)
        let taken = try await consumer.take(4)
        consumer.stop()
        #expect(try await consumer.nextBatch() == nil)
        try await TestBroker.eventually("the rest is back") {
            try await broker.commands.status(ofQueue: queue) == QueueStatus(readyMessages: 16, consumers: 0)
        }
        consumer.acknowledge(taken)
        await consumer.close()
        #expect(try await broker.readyCount(queue) == 16)
    }

    @Test func `A waiting task ends when it is cancelled, or the consumer is stopped`() async throws {
        let queue = try await broker.queue()
        let consumer = try await broker.consumer(of: queue)
        let cancelled = Task { try await consumer.nextBatch() }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        let stopped = Task { try await consumer.nextBatch() }
        consumer.stop()
        #expect(try await stopped.value == nil)
        await consumer.close()
        #expect(try await consumer.nextBatch() == nil)
    }

    @Test func `A consumer that was never started can be closed`() async throws {
        let consumer = BatchConsumer(.init(url: broker.url, queue: "none"), logger: broker.logger)
        await consumer.close()
        #expect(try await consumer.nextBatch() == nil)
        await #expect(throws: MessagingError.closed) { try await consumer.start() }
    }

    @Test func `A missing queue is an error that names it`() async throws {
        let queue = broker.uniqueName()
        let consumer = BatchConsumer(.init(url: broker.url, queue: queue), logger: broker.logger)
        await #expect(throws: MessagingError.queueMissing(queue: queue)) { try await consumer.start() }
        await #expect(throws: MessagingError.queueMissing(queue: queue)) { try await consumer.nextBatch() }
        await consumer.close()
    }

    @Test func `A queue that is deleted ends its consumer`() async throws {
        let queue = try await broker.queue()
        let consumer = try await broker.consumer(of: queue)
        let waiting = Task { try await consumer.nextBatch() }
        let session = CommandSession(url: broker.url, logger: broker.logger)
        try await session.delete(queue, ifUnused: false)
        await session.close()
        await #expect(throws: MessagingError.queueMissing(queue: queue)) { try await waiting.value }
        await consumer.close()
    }
}
