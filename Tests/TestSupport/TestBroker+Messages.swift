import Messaging

extension TestBroker {
    /// A message as nodes send them.
    public func message(
        _ body: [UInt8], to routingKey: String, exchange: String = "", isMandatory: Bool = true, type: String = "PrepareTransfer"
    ) -> OutgoingMessage {
        OutgoingMessage(
            exchange: exchange, routingKey: routingKey, isMandatory: isMandatory, type: type, appID: "swpt_creditors",
            headers: [Field("message-type", .string(type)), Field("creditor-id", .int(-3))], body: body)
    }

    /// Messages whose bodies are the numbers of a range.
    public func messages(_ numbers: Range<Int>, to queue: String) -> [OutgoingMessage] {
        numbers.map { message(Array("\($0)".utf8), to: queue) }
    }

    /// A publisher on the broker of the tests.
    public func publisher(_ change: (inout ConfirmingPublisher.Configuration) -> Void = { _ in }) -> ConfirmingPublisher {
        var configuration = ConfirmingPublisher.Configuration(url: url)
        change(&configuration)
        return ConfirmingPublisher(configuration, logger: logger)
    }

    /// A consumer that has been started.
    public func consumer(
        of queue: String, prefetchCount: Int = 1000, _ change: (inout BatchConsumer.Configuration) -> Void = { _ in }
    ) async throws -> BatchConsumer {
        var configuration = BatchConsumer.Configuration(url: url, queue: queue, prefetchCount: prefetchCount)
        change(&configuration)
        let consumer = BatchConsumer(configuration, logger: logger)
        try await consumer.start()
        return consumer
    }

    /// Publishes messages, and throws unless all are confirmed.
    public func publish(_ messages: [OutgoingMessage]) async throws {
        let publisher = publisher()
        let outcomes = try await publisher.publish(messages)
        await publisher.close()
        guard outcomes.allSatisfy(\.isConfirmed) else { throw Unavailable(description: "not all messages were confirmed") }
    }

    /// Takes and acknowledges messages until there are so many.
    public func take(_ count: Int, from queue: String) async throws -> [Delivery] {
        let consumer = try await consumer(of: queue, prefetchCount: 0)
        let deliveries = try await consumer.take(count)
        consumer.acknowledge(deliveries)
        await consumer.close()
        return deliveries
    }

    /// Takes what nobody has taken, so that the queue can be deleted. It must have no consumers, or will have none soon.
    public func empty(_ queue: String) async throws {
        // What a program had when it ended comes back to the queue as soon as the broker has noticed.
        try await Self.eventually("left alone") { try await commands.status(ofQueue: queue)?.consumers == 0 }
        try await publish([
            OutgoingMessage(exchange: "", routingKey: queue, isMandatory: true, type: "Last", appID: "test", headers: [], body: [])
        ])
        let consumer = try await consumer(of: queue)
        while let batch = try await consumer.nextBatch() {
            consumer.acknowledge(batch)
            if batch.contains(where: { $0.type == "Last" }) { break }
        }
        await consumer.close()
    }

    /// How many messages wait in a queue; nil when it does not exist.
    public func readyCount(_ queue: String) async throws -> Int? {
        try await commands.status(ofQueue: queue)?.readyMessages
    }
}

extension BatchConsumer {
    /// Takes batches until there are so many messages. Does not settle them.
    public func take(_ count: Int) async throws -> [Delivery] {
        var deliveries: [Delivery] = []
        while deliveries.count < count, let batch = try await nextBatch(limit: count - deliveries.count) { deliveries += batch }
        return deliveries
    }
}

extension [Delivery] {
    /// The bodies as texts.
    public var texts: [String] { map { String(decoding: $0.body, as: UTF8.self) } }
}
