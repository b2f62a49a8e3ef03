import Messaging
import TestSupport
import Testing

@testable import Creditors

/// Alone with the broker, because the nodes' exchanges have fixed names.
@Suite(.controlsBroker, .timeLimit(.minutes(3))) struct RoutingTests {
    let broker: TestBroker

    init() throws { broker = try TestBroker() }

    @Test func `Messages take the ways of the Creditors Agent's topology`() async throws {
        let queue = broker.uniqueName("ca")
        let key = "0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1"
        let topology = CreditorsConfiguration.topology(queue: queue, routingKey: key)
        try await broker.commands.declare(topology)
        let consumer = try await broker.consumer(of: queue)

        func incoming(_ text: String, creditors: Bool) -> OutgoingMessage {
            var message = broker.message(Array(text.utf8), to: key, exchange: "creditors_in", isMandatory: false)
            message.headers += [Field("ca-creditors", .bool(creditors)), Field("ca-trade", .bool(!creditors))]
            return message
        }
        func outgoing(_ text: String, _ type: String) -> OutgoingMessage {
            broker.message(Array(text.utf8), to: "00.00.00.00.00.00.00.01", exchange: "creditors_out", isMandatory: false, type: type)
        }
        // The loop-back goes to one of the queues that are bound to it, at random; there may be others.
        let loops = (0..<100).map { _ in outgoing("loop", "ConfigureAccount") }
        try await broker.publish(
            [incoming("for trade", creditors: false), outgoing("to nobody", "PrepareTransfer")] + loops + [
                incoming("for us", creditors: true)
            ])

        var texts: Set<String> = []
        while !texts.isSuperset(of: ["loop", "for us"]), let batch = try await consumer.nextBatch() {
            texts.formUnion(batch.texts)
            consumer.acknowledge(batch)
        }
        #expect(texts == ["loop", "for us"])
        await consumer.close()
        try await broker.commands.remove(topology.queueBindings)
        while let count = try await broker.readyCount(queue), count > 0 { _ = try await broker.take(count, from: queue) }
        try await broker.commands.deleteQueue(queue)
        try await broker.commands.deleteQueue(Topology.deadLetterQueue(of: queue))
    }
}
