import Messaging
import TestSupport
import Testing

@Suite(.usesBroker, .timeLimit(.minutes(3))) struct ConsumerConnectionTests {
    let broker: TestBroker

    init() throws { broker = try TestBroker() }

    @Test func `A wrong password, virtual host or port is told apart`() async throws {
        let cases: [(BrokerURL, (MessagingError) -> Bool)] = [
            (broker.url { $0.password = "wrong" }, { if case .accessRefused = $0 { true } else { false } }),
            (broker.url { $0.virtualHost = "none" }, { if case .accessRefused = $0 { true } else { false } }),
            (broker.url { $0.port = 1 }, { if case .unreachable = $0 { true } else { false } }),
            (broker.url { $0.host = "name.invalid" }, { if case .unreachable = $0 { true } else { false } }),
        ]
        for (url, isExpected) in cases {
            do {
                _ = try await BrokerCommands(url: url, logger: broker.logger).status(ofQueue: "x")
                Issue.record("\(url) has been accepted")
            } catch {
                #expect(isExpected(error), "\(url): \(error)")
                #expect(!"\(error)".contains("wrong"), "the password is shown")
            }
        }
    }

    @Test func `Heartbeats are answered while a handler takes its time`() async throws {
        let queue = try await broker.queue()
        try await broker.publish(broker.messages(0..<1, to: queue))
        let url = broker.url { $0.options.heartbeatSeconds = 1 }
        let consumer = try await broker.consumer(of: queue) { configuration in
            configuration.url = url
            configuration.reconnect = .never
        }
        let publisher = broker.publisher { $0.url = url }
        _ = try await publisher.publish(broker.messages(1..<2, to: queue))
        let batch = try await consumer.take(2)
        // The broker drops a connection that is silent for about twice the heartbeat.
        try await Task.sleep(for: .seconds(5))
        consumer.acknowledge(batch)
        #expect(try await publisher.publish(broker.messages(2..<3, to: queue)) == [.confirmed])
        #expect(try await consumer.take(1).texts == ["2"])
        await consumer.close()
        await publisher.close()
        #expect(try await broker.readyCount(queue) == 1)
    }

    @Test func `After a lost connection the consumer connects again, and old verdicts are ignored`() async throws {
        let proxy = try TCPProxy(to: broker.url.port)
        defer { proxy.close() }
        let queue = try await broker.queue()
        try await broker.publish(broker.messages(0..<10, to: queue))
        let consumer = try await broker.consumer(of: queue) { configuration in
            configuration.url.host = "127.0.0.1"
            configuration.url.port = proxy.port
        }
        let old = try await consumer.take(10)
        proxy.cut()
        let new = try await consumer.take(10)
        #expect(new.texts.sorted() == old.texts.sorted())
        #expect(new.allSatisfy { $0.isRedelivered })
        consumer.acknowledge(old)
        consumer.acknowledge(new[0].tag)
        await consumer.close()
        try await TestBroker.eventually("nine are back") { try await broker.readyCount(queue) == 9 }
    }

    @Test func `A broker that stays away ends the consumer at last`() async throws {
        let proxy = try TCPProxy(to: broker.url.port)
        let queue = try await broker.queue()
        let consumer = try await broker.consumer(of: queue) { configuration in
            configuration.url.host = "127.0.0.1"
            configuration.url.port = proxy.port
            configuration.reconnect = Backoff(initialSeconds: 0.01, maximumSeconds: 0.05, giveUpAfterSeconds: 0.5)
        }
        proxy.close()
        let error = await #expect(throws: MessagingError.self) { try await consumer.nextBatch() }
        if case .unreachable? = error {} else { Issue.record("\(String(describing: error))") }
        await consumer.close()
    }

    @Test func `A stop ends the pause before the next attempt`() async throws {
        let proxy = try TCPProxy(to: broker.url.port)
        let queue = try await broker.queue()
        let consumer = try await broker.consumer(of: queue) { configuration in
            configuration.url.host = "127.0.0.1"
            configuration.url.port = proxy.port
            configuration.reconnect = Backoff(initialSeconds: 3600, maximumSeconds: 3600, giveUpAfterSeconds: 7200)
        }
        proxy.close()
        let waiting = Task { try await consumer.nextBatch() }
        await consumer.close()
        #expect(try await waiting.value == nil)
    }
}
