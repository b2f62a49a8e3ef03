import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Messaging
import NIOCore
import NodeKit
import SMPProtocol
import TestSupport
import Testing

@testable import Sandbox

/// A sandbox in this process on the broker of the tests, and the two sides of its wires. Each has queues and a debtor of its own.
struct LiveSandbox: Sendable {
    let debtorID: DebtorID
    let node: SandboxNode
    let broker: TestBroker
    let client: any TestClientProtocol
    /// What creditors agents and debtors agents would get.
    let creditorsQueue: String
    let debtorsQueue: String

    /// - Parameter settings: environment variables.
    static func with(
        _ settings: [String: String] = [:], isRelayRunning: Bool = true, _ body: @escaping @Sendable (LiveSandbox) async throws -> Void
    ) async throws {
        let broker = try TestBroker()
        let url = try #require(ProcessInfo.processInfo.environment["TEST_BROKER_URL"])
        let debtorID = DebtorID(rawValue: Int64.random(in: 1 << 40...Int64.max))
        let queue = broker.uniqueName("aa")
        let hex = String(debtorID.unsigned, radix: 16)
        let defaults = [
            "PROTOCOL_BROKER_URL": url, "SANDBOX_QUEUE": queue, "SANDBOX_DEBTORS": String(repeating: "0", count: 16 - hex.count) + hex,
            "MAX_CONTENT_LENGTH": "1000000",
        ]
        let configuration = try SandboxConfiguration.load(from: ProcessEnvironment(defaults.merging(settings) { $1 }))
        let node = try SandboxNode(configuration, logger: broker.logger)
        try await node.relay.declare()
        let (creditors, debtors) = try await declareReceivers(broker, debtorID)
        let relay = Task { if isRelayRunning { try await node.relay.run() } }
        do {
            try await WebServer(node.web).application().test(.router) { client in
                try await body(
                    LiveSandbox(
                        debtorID: debtorID, node: node, broker: broker, client: client, creditorsQueue: creditors, debtorsQueue: debtors))
            }
            await end(relay, broker, [queue, queue + "_da"])
        } catch {
            await end(relay, broker, [queue, queue + "_da"])
            throw error
        }
    }

    private static func end(_ relay: Task<Void, any Error>, _ broker: TestBroker, _ queues: [String]) async {
        relay.cancel()
        _ = await relay.result
        for queue in queues {
            // What a test has left would keep the queue alive.
            try? await drain(broker, queue)
            try? await broker.commands.deleteQueue(queue, pollSeconds: 0.2)
        }
    }

    private static func drain(_ broker: TestBroker, _ queue: String) async throws {
        guard let status = try await broker.commands.status(ofQueue: queue), status.readyMessages > 0 else { return }
        let consumer = BatchConsumer(.init(url: broker.url, queue: queue, prefetchCount: 1000), logger: broker.logger)
        try await consumer.start()
        var rest = status.readyMessages
        while rest > 0, let batch = try await consumer.nextBatch() {
            rest -= batch.count
            consumer.acknowledge(batch)
        }
        await consumer.close()
    }

    /// Queues for everything that concerns the debtor.
    private static func declareReceivers(_ broker: TestBroker, _ debtorID: DebtorID) async throws -> (String, String) {
        let creditors = try await broker.queue()
        let debtors = try await broker.queue()
        try await broker.commands.declare(
            Topology(
                queueBindings: [
                    .init(
                        creditors, to: "creditors_in", routingKey: "",
                        arguments: [Field("x-match", "all"), Field("debtor-id", .int(debtorID.rawValue))]),
                    .init(debtors, to: "debtors_in", routingKey: RoutingKey.binary(debtorID)),
                ]))
        return (creditors, debtors)
    }

    // MARK: The nodes' side

    /// Publishes like a creditors agent, or like a debtors agent when the account is the root account.
    func send(_ messages: [any AccountMessage], from sender: Node) async throws {
        let publisher = ConfirmingPublisher(.init(url: broker.url), logger: broker.logger)
        let outgoing = messages.map { message in
            OutgoingMessage(
                exchange: sender == .debtors ? "debtors_out" : "creditors_out",
                routingKey: sender == .debtors ? "" : RoutingKey.hex(message.debtorID), isMandatory: true,
                type: Swift.type(of: message).kind.typeName, appID: sender.appID, headers: [], body: message.encoded())
        }
        let outcomes = try await publisher.publish(outgoing)
        let failures = outcomes.filter { !$0.isConfirmed }
        #expect(failures == [])
        await publisher.close()
    }

    /// Takes exactly so many messages from a queue.
    func receive(_ count: Int, from queue: String) async throws -> [Delivery] {
        let consumer = BatchConsumer(.init(url: broker.url, queue: queue, prefetchCount: 1), logger: broker.logger)
        try await consumer.start()
        var deliveries: [Delivery] = []
        while deliveries.count < count, let batch = try await consumer.nextBatch(limit: count - deliveries.count) {
            deliveries += batch
            consumer.acknowledge(batch)
        }
        await consumer.close()
        return deliveries
    }

    // MARK: The API

    func get(_ path: String) async throws -> JSONObject { try await send(.get, path).object() }

    func post(_ path: String, _ body: String = "{}") async throws -> JSONObject { try await send(.post, path, body).object() }

    func send(_ method: HTTPRequest.Method, _ path: String, _ body: String? = nil) async throws -> Answer {
        try await TestAPI(node: node, client: client).send(method, path, body)
    }
}

/// An answer of the API.
struct Answer {
    let status: Int
    let headers: HTTPFields
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    func object(_ place: SourceLocation = #_sourceLocation) throws -> JSONObject {
        #expect(status == 200, "\(text)", sourceLocation: place)
        return try JSONValue(json: body, limits: .document(maximumBytes: 1 << 24)).object()
    }
}

extension JSONObject {
    func integer(_ name: String) -> Int64? { (try? self[name]?.integer()) ?? nil }
    func text(_ name: String) -> String? { (try? self[name]?.text()) ?? nil }
    func objects(_ name: String) -> [JSONObject] {
        guard case .array(let elements)? = self[name] else { return [] }
        return elements.compactMap { try? $0.object() }
    }
}

extension Delivery {
    func message<Message: SMPMessage>(_ type: Message.Type = Message.self) throws -> Message { try Message(json: body) }
}
