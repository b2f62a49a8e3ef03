import CRabbitMQ
import TestSupport
import Testing

@testable import Messaging

@Suite(.usesBroker, .timeLimit(.minutes(3))) struct PublisherTests {
    let broker: TestBroker

    init() throws { broker = try TestBroker() }

    @Test(arguments: [0, 1, 2, 1000, 5000])
    func `A batch is confirmed as a whole`(count: Int) async throws {
        let queue = try await broker.queue()
        let publisher = broker.publisher()
        let outcomes = try await publisher.publish(broker.messages(0..<count, to: queue))
        await publisher.close()
        #expect(outcomes == Array(repeating: .confirmed, count: count))
        #expect(try await broker.take(count, from: queue).texts == (0..<count).map(String.init))
    }

    @Test func `Unroutable messages in the midst of a batch are the ones that come back`() async throws {
        let queue = try await broker.queue()
        let nowhere = broker.uniqueName()
        var messages = broker.messages(0..<1000, to: queue)
        let unroutable: Set<Int> = [0, 1, 17, 500, 501, 640, 999]
        for index in unroutable { messages[index].routingKey = nowhere }
        // Equal bodies, the same message as a neighbour that has a route, and one that need not arrive.
        messages[501].body = messages[500].body
        messages[641].body = messages[640].body
        messages[700].routingKey = nowhere
        messages[700].isMandatory = false
        let publisher = broker.publisher()
        let outcomes = try await publisher.publish(messages)
        let again = try await publisher.publish(broker.messages(0..<10, to: queue))
        await publisher.close()
        for (index, outcome) in outcomes.enumerated() {
            if unroutable.contains(index) {
                #expect(outcome == .returned(code: 312, reason: "NO_ROUTE"), "message \(index)")
            } else {
                #expect(outcome == .confirmed, "message \(index)")
            }
        }
        #expect(again.allSatisfy { $0.isConfirmed })
        #expect(try await broker.readyCount(queue) == 1000 - unroutable.count - 1 + 10)
    }

    @Test func `Returns of large bodies do not stop a large batch`() async throws {
        let nowhere = broker.uniqueName()
        let messages = (0..<200).map { number in
            broker.message(Array("\(number)".utf8) + Array(repeating: 120, count: 200_000), to: nowhere)
        }
        let publisher = broker.publisher()
        let outcomes = try await publisher.publish(messages)
        await publisher.close()
        #expect(outcomes == Array(repeating: PublishOutcome.returned(code: 312, reason: "NO_ROUTE"), count: 200))
    }

    @Test func `A queue that is full refuses`() async throws {
        let queue = try await broker.queue([Field("x-max-length", 3), Field("x-overflow", "reject-publish")])
        let publisher = broker.publisher()
        let outcomes = try await publisher.publish(broker.messages(0..<10, to: queue))
        await publisher.close()
        #expect(outcomes.first == .confirmed)
        #expect(outcomes.last == .nacked)
        let confirmed = outcomes.filter { $0 == .confirmed }.count
        let nacked = outcomes.filter { $0 == .nacked }.count
        #expect(confirmed + nacked == 10)
        #expect(try await broker.readyCount(queue) == confirmed)
    }

    @Test func `Only the messages of a missing exchange fail`() async throws {
        let queue = try await broker.queue()
        let missing = broker.uniqueName("exchange")
        var messages = broker.messages(0..<100, to: queue)
        for index in [3, 50, 99] { messages[index].exchange = missing }
        let publisher = broker.publisher()
        let outcomes = try await publisher.publish(messages)
        for (index, outcome) in outcomes.enumerated() {
            #expect(outcome as PublishOutcome == ([3, 50, 99].contains(index) ? .exchangeMissing : .confirmed), "message \(index)")
        }
        #expect(try await publisher.publish(Array(messages[50..<51])) == [.exchangeMissing])
        #expect(try await publisher.publish(Array(messages[0..<1])) == [.confirmed])
        await publisher.close()
    }

    /// An exchange that only other exchanges may publish to (403).
    private func internalExchange(_ name: String) async throws {
        let connection = try BrokerConnection.open(broker.url, name: "test") { _ in false }
        defer { connection.close() }
        let pool = FieldPool()
        try connection.request {
            amqp_exchange_declare(
                connection.handle, BrokerConnection.channel, pool.bytes(name), pool.bytes("topic"), 0, 1, 1, 1, amqp_empty_table)
        }
    }

    @Test func `What the broker refuses is told, and the rest of the batch leaves`() async throws {
        let queue = try await broker.queue()
        let forbidden = broker.uniqueName("internal")
        let missing = broker.uniqueName("exchange")
        try await internalExchange(forbidden)
        var messages = broker.messages(0..<300, to: queue)
        for index in [0, 7, 150, 299] { messages[index].exchange = forbidden }
        messages[8].exchange = missing
        messages[9].headers = [Field("x", .string(String(repeating: "x", count: 5000)))]
        let publisher = broker.publisher()
        let outcomes = try await publisher.publish(messages)
        for (index, outcome) in outcomes.enumerated() {
            switch index {
            case 0, 7, 150, 299:
                guard case .refused(code: 403, let reason) = outcome else {
                    Issue.record("message \(index): \(outcome)")
                    continue
                }
                #expect(reason.contains(forbidden))
            case 8: #expect(outcome == .exchangeMissing)
            case 9: #expect(outcome == .invalid(reason: "the headers take 5007 bytes, more than 2048"))
            default: #expect(outcome == .confirmed, "message \(index)")
            }
        }
        // The connection is still good, also when a batch ends with a refusal.
        #expect(try await publisher.publish([messages[0]]).first?.isUndeliverable == true)
        #expect(try await publisher.publish([messages[1]]) == [.confirmed])
        await publisher.close()
        // What was confirmed only on the lost channel has been published again.
        let arrived = try await broker.take(try #require(try await broker.readyCount(queue)), from: queue).texts
        #expect(Set(arrived) == Set((0..<300).filter { ![0, 7, 8, 9, 150, 299].contains($0) }.map(String.init)))
    }

    /// The broker's words name `a`, which is nobody's exchange: pieces are halved until the culprits are alone.
    @Test func `Messages to blame are found when the broker's words do not tell`() async throws {
        let queue = try await broker.queue()
        let missing = "a'" + broker.uniqueName()
        var messages = broker.messages(0..<500, to: queue)
        for index in [100, 101, 402] { messages[index].exchange = missing }
        let publisher = broker.publisher()
        let outcomes = try await publisher.publish(messages)
        await publisher.close()
        for (index, outcome) in outcomes.enumerated() {
            #expect(outcome as PublishOutcome == ([100, 101, 402].contains(index) ? .exchangeMissing : .confirmed), "message \(index)")
        }
    }

    @Test func `A connection that has died while idle is replaced`() async throws {
        let proxy = try TCPProxy(to: broker.url.port)
        defer { proxy.close() }
        let queue = try await broker.queue()
        let publisher = broker.publisher { configuration in
            configuration.url.host = "127.0.0.1"
            configuration.url.port = proxy.port
        }
        #expect(try await publisher.publish(broker.messages(0..<1, to: queue)) == [.confirmed])
        proxy.cut()
        #expect(try await publisher.publish(broker.messages(1..<3, to: queue)) == [.confirmed, .confirmed])
        #expect(proxy.acceptedCount == 2)
        await publisher.close()
        #expect(Set(try await broker.take(3, from: queue).texts) == ["0", "1", "2"])
    }

    @Test func `A connection that was kept after a refusal and has died since is replaced`() async throws {
        let proxy = try TCPProxy(to: broker.url.port)
        defer { proxy.close() }
        let queue = try await broker.queue()
        let publisher = broker.publisher { configuration in
            configuration.url.host = "127.0.0.1"
            configuration.url.port = proxy.port
        }
        var messages = broker.messages(0..<2, to: queue)
        messages[0].exchange = broker.uniqueName("exchange")
        #expect(try await publisher.publish([messages[0]]) == [.exchangeMissing])
        proxy.cut()
        #expect(try await publisher.publish([messages[1]]) == [.confirmed])
        await publisher.close()
    }

    @Test func `Without a broker, publishing fails at once`() async throws {
        let publisher = broker.publisher { $0.url.port = 1 }
        let error = await #expect(throws: MessagingError.self) {
            _ = try await publisher.publish(broker.messages(0..<1, to: "x"))
        }
        if case .unreachable? = error {} else { Issue.record("\(String(describing: error))") }
        await publisher.close()
        await #expect(throws: MessagingError.closed) { try await publisher.publish(broker.messages(0..<1, to: "x")) }
    }

    /// One batch that fits in the buffers of the sockets, and one that does not, so that the write itself blocks.
    @Test(arguments: [10, 100_000])
    func `A broker that does not confirm is given up`(bodySize: Int) async throws {
        let proxy = try TCPProxy(to: broker.url.port)
        defer { proxy.close() }
        let queue = try await broker.queue()
        let publisher = broker.publisher { configuration in
            configuration.url.host = "127.0.0.1"
            configuration.url.port = proxy.port
            configuration.confirmTimeoutSeconds = 1
        }
        #expect(try await publisher.publish(broker.messages(0..<1, to: queue)) == [.confirmed])
        proxy.setFrozen(true)
        let messages = (0..<300).map { _ in broker.message(Array(repeating: 1, count: bodySize), to: queue) }
        let outcomes = try await publisher.publish(messages)
        let expected = MessagingError.confirmTimeout(seconds: 1, blockedBecause: nil)
        // A confirm or two may have been on the way.
        #expect(outcomes.last == .unknown(expected))
        #expect(outcomes.allSatisfy { $0 == .unknown(expected) || $0 == .confirmed })
        proxy.setFrozen(false)
        #expect(try await publisher.publish(broker.messages(0..<1, to: queue)) == [.confirmed])
        await publisher.close()
    }

    @Test func `A write that blocks within one message is ended too`() async throws {
        let proxy = try TCPProxy(to: broker.url.port)
        defer { proxy.close() }
        let queue = try await broker.queue()
        let publisher = broker.publisher { configuration in
            configuration.url.host = "127.0.0.1"
            configuration.url.port = proxy.port
            configuration.url.options.heartbeatSeconds = 4
            configuration.confirmTimeoutSeconds = 1
        }
        #expect(try await publisher.publish(broker.messages(0..<1, to: queue)) == [.confirmed])
        proxy.setFrozen(true)
        let outcomes = try await publisher.publish([broker.message(Array(repeating: 1, count: 64 << 20), to: queue)])
        #expect(outcomes == [.unknown(.confirmTimeout(seconds: 1, blockedBecause: nil))])
        await publisher.close()
    }

    @Test func `Cancelling ends the wait for confirms`() async throws {
        let proxy = try TCPProxy(to: broker.url.port)
        defer { proxy.close() }
        let queue = try await broker.queue()
        let publisher = broker.publisher { configuration in
            configuration.url.host = "127.0.0.1"
            configuration.url.port = proxy.port
        }
        #expect(try await publisher.publish(broker.messages(0..<1, to: queue)) == [.confirmed])
        proxy.setFrozen(true)
        let task = Task { try await publisher.publish(broker.messages(0..<10, to: queue)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        proxy.setFrozen(false)
        #expect(try await publisher.publish(broker.messages(0..<1, to: queue)) == [.confirmed])
        await publisher.close()
    }

    @Test func `Exactly the specified properties are sent`() async throws {
        let queue = try await broker.queue()
        try await broker.publish(broker.messages(0..<1, to: queue))
        let flags = try await RawReader.propertyFlags(ofNextMessageIn: queue, url: broker.url)
        #expect(flags == ["content_type", "headers", "delivery_mode 2", "type", "app_id"])
    }
}
