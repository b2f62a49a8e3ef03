import Foundation
import Messaging
import NodeKit
import Persistence
import SMPProtocol
import Synchronization
import TestSupport
import Testing
import WebFetch

@testable import Debtors

/// The real program, with a database and a queue of its own, and the accounting authority played by the test over the broker.
///
/// The node serves a small realm of its own, so that several nodes can share a broker.
struct LiveNode: Sendable {
    let broker: TestBroker
    let url: DatabaseURL
    let queue: String
    let realm: ShardingRealm
    let port: Int
    let authority: PlayedAuthority
    let outputPath: String
    private let environment: [String: String]
    private let client = WebClient()

    /// Prepares everything, runs the body, and removes everything. Nothing is running when the body begins.
    static func with(_ settings: [String: String] = [:], _ body: @escaping @Sendable (LiveNode) async throws -> Void) async throws {
        let broker = try TestBroker()
        try await TestDatabase.withURL { url in
            let node = try await LiveNode(broker, url, settings)
            let result: Result<Void, any Error>
            do {
                #expect(try await node.run("configure") == 0, "\(node.output)")
                result = .success(try await body(node))
            } catch {
                result = .failure(error)
            }
            await node.authority.stop()
            try await node.emptyQueue()
            #expect(try await node.run("delete_queue") == 0)
            try await broker.commands.deleteQueue(Topology.deadLetterQueue(of: node.queue))
            if case .failure = result { Issue.record("the node said: \(node.output.suffix(4000))") }
            try? FileManager.default.removeItem(atPath: node.outputPath)
            try result.get()
        }
    }

    private init(_ broker: TestBroker, _ url: DatabaseURL, _ settings: [String: String]) async throws {
        self.broker = broker
        self.url = url
        queue = broker.uniqueName("debtors")
        realm = try Self.freeRealm()
        port = try Self.freePort()
        outputPath = NSTemporaryDirectory() + queue + ".log"
        let server = try #require(ProcessInfo.processInfo.environment["TEST_POSTGRES_URL"])
        var postgres = try #require(URLComponents(string: server))
        postgres.path = "/" + (url.databaseName ?? "")
        authority = try await PlayedAuthority(broker, realm: realm)
        environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
            "POSTGRES_URL": try #require(postgres.string), "PROTOCOL_BROKER_QUEUE": queue,
            "PROTOCOL_BROKER_URL": try #require(ProcessInfo.processInfo.environment["TEST_BROKER_URL"]),
            "PROTOCOL_BROKER_QUEUE_ROUTING_KEY": realm.bindingKey, "PROTOCOL_BROKER_PREFETCH_COUNT": "100",
            "SETUP_RABBITMQ_BINDINGS": "yes", "MIN_DEBTOR_ID": "0", "MAX_DEBTOR_ID": "0x7fffffffffffffff",
            "WEBSERVER_PORT": "\(port)", "APP_TRUST_USER_HEADERS": "yes", "APP_LOG_LEVEL": "warning",
        ].merging(settings) { $1 }
    }

    /// Every 256th part of the debtors, in random order. No two tests get the same: the broker would give each the other's messages, too.
    private static let realms = Mutex((0..<256).shuffled())

    private static func freeRealm() throws -> ShardingRealm {
        let number = try #require(realms.withLock { $0.popLast() })
        let bits = (0..<8).map { number >> $0 & 1 == 1 ? "1." : "0." }.joined()
        return try #require(ShardingRealm(bindingKey: bits + "#"))
    }

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutableBytes(of: &address) { bytes in
            let pointer = bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self)
            return bind(descriptor, pointer, size) == 0 && getsockname(descriptor, pointer, &size) == 0
        }
        try #require(isBound)
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// Takes what the node has not taken, so that the queue can be deleted.
    private func emptyQueue() async throws {
        // What a node had when it ended comes back to the queue as soon as the broker has noticed.
        try await TestBroker.eventually("left alone") { try await broker.commands.status(ofQueue: queue)?.consumers == 0 }
        let publisher = ConfirmingPublisher(.init(url: broker.url), logger: broker.logger)
        let last = OutgoingMessage(exchange: "", routingKey: queue, isMandatory: true, type: "Last", appID: "test", headers: [], body: [])
        _ = try await publisher.publish([last])
        await publisher.close()
        let consumer = BatchConsumer(.init(url: broker.url, queue: queue, prefetchCount: 1000), logger: broker.logger)
        try await consumer.start()
        while let batch = try await consumer.nextBatch() {
            consumer.acknowledge(batch)
            if batch.contains(where: { $0.type == "Last" }) { break }
        }
        await consumer.close()
    }

    /// An ID of the realm that nobody else has.
    func newID() -> DebtorID {
        while true {
            let id = DebtorID(Int64.random(in: 0...Int64.max))
            if realm.contains(id) { return id }
        }
    }

    var output: String { (try? String(contentsOfFile: outputPath, encoding: .utf8)) ?? "" }

    // MARK: Processes

    /// The program that the build has put beside the tests.
    private static var executable: String {
        get throws {
            let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            return (tests as NSString).deletingLastPathComponent + "/swpt-debtors"
        }
    }

    func start(_ arguments: String..., settings: [String: String] = [:]) throws -> ChildProcess {
        try ChildProcess(
            Self.executable, arguments, environment: environment.merging(settings) { $1 }, outputPath: outputPath)
    }

    /// Runs a command to its end; returns its exit status.
    func run(_ arguments: String..., settings: [String: String] = [:]) async throws -> Int32 {
        let process = try ChildProcess(
            Self.executable, arguments, environment: environment.merging(settings) { $1 }, outputPath: outputPath)
        return await process.wait()
    }

    /// Runs everything while the body runs, then stops it gently.
    func running(_ body: @Sendable () async throws -> Void) async throws {
        let process = try start("all")
        let result: Result<Void, any Error>
        do {
            try await waitUntilHealthy()
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        process.send(SIGTERM)
        #expect(await process.wait() == 0, "\(output.suffix(4000))")
        try result.get()
    }

    func waitUntilHealthy() async throws {
        try await TestBroker.eventually("healthy") { (try? await send(.get, "/debtors/health/check/public").status) == 200 }
    }

    // MARK: Requests

    func send(_ method: WebRequest.Method, _ path: String, _ body: String = "", type: String = "application/json") async throws -> WebResponse {
        try await client.send(
            WebRequest(
                method: method, url: "http://127.0.0.1:\(port)\(path)", headers: ["Content-Type": type], body: Array(body.utf8),
                limits: WebLimits(redirects: 0, totalSeconds: 10)))
    }

    func json(_ method: WebRequest.Method, _ path: String, _ body: String = "") async throws -> JSONValue {
        let response = try await send(method, path, body)
        #expect((200...201).contains(response.status), "\(path): \(String(decoding: response.body, as: UTF8.self))")
        return try JSONValue(json: response.body, limits: .document(maximumBytes: 1 << 20))
    }
}
