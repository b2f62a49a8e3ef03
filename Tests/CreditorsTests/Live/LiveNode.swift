import Foundation
import Messaging
import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing
import WebFetch

@testable import Creditors

/// The real program, with a database and a queue of its own, and the accounting authority played by the test over the broker.
///
/// The node serves a small realm of creditors, who have accounts with debtors whose IDs begin alike, so that several nodes can share a broker.
struct LiveNode: Sendable {
    let broker: TestBroker
    let url: DatabaseURL
    let queue: String
    let creditors: ShardingRealm
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
            // What others could not route may have come to this queue, too: nobody would take it.
            #expect(try await node.run("unsubscribe") == 0)
            let drain = try node.start(["consume_messages", "--draining-mode"])
            try await TestBroker.eventually("the consumer has started") { drain.heeds(SIGTERM) }
            #expect(try await node.run("delete_queue") == 0)
            drain.send(SIGTERM)
            #expect(await drain.wait() == 1)
            try await broker.commands.deleteQueue(Topology.deadLetterQueue(of: node.queue))
            if case .failure = result { Issue.record("the node said: \(node.output.suffix(4000))") }
            try? FileManager.default.removeItem(atPath: node.outputPath)
            try result.get()
        }
    }

    private init(_ broker: TestBroker, _ url: DatabaseURL, _ settings: [String: String]) async throws {
        self.broker = broker
        self.url = url
        queue = broker.uniqueName("creditors")
        let bits = (0..<8).map { _ in Bool.random() ? "1." : "0." }.joined()
        creditors = try #require(ShardingRealm(bindingKey: bits + "#"))
        port = try Self.freePort()
        outputPath = NSTemporaryDirectory() + queue + ".log"
        let variables = ProcessInfo.processInfo.environment
        var postgres = try #require(variables["TEST_POSTGRES_URL"].flatMap { URLComponents(string: $0) })
        postgres.path = "/" + (url.databaseName ?? "")
        authority = try await PlayedAuthority(broker)
        environment = [
            "PATH": variables["PATH"] ?? "", "POSTGRES_URL": try #require(postgres.string), "PROTOCOL_BROKER_QUEUE": queue,
            "PROTOCOL_BROKER_URL": try #require(variables["TEST_BROKER_URL"]),
            "PROTOCOL_BROKER_QUEUE_ROUTING_KEY": creditors.bindingKey, "PROTOCOL_BROKER_PREFETCH_COUNT": "100",
            "SETUP_RABBITMQ_BINDINGS": "yes", "MIN_CREDITOR_ID": "4294967296", "MAX_CREDITOR_ID": "0x7fffffffffffffff",
            "WEBSERVER_PORT": "\(port)", "APP_TRUST_USER_HEADERS": "yes", "APP_LOG_LEVEL": "warning",
        ].merging(settings) { $1 }
    }

    private static func freePort() throws -> Int {
        let server = try LocalServer { _ in }
        server.close()
        return Int(server.port)
    }

    /// A creditor of the realm that nobody else has.
    func newCreditor() -> CreditorID {
        while true {
            let id = CreditorID(Int64.random(in: 0x1_0000_0000...Int64.max))
            if creditors.contains(id) { return id }
        }
    }

    var output: String { (try? String(contentsOfFile: outputPath, encoding: .utf8)) ?? "" }

    // MARK: Processes

    func start(_ arguments: [String], settings: [String: String] = [:]) throws -> ChildProcess {
        try ChildProcess(
            ChildProcess.product("swpt-creditors"), arguments, environment: environment.merging(settings) { $1 }, outputPath: outputPath)
    }

    /// Runs a command to its end; returns its exit status.
    func run(_ arguments: String..., settings: [String: String] = [:]) async throws -> Int32 {
        await (try start(arguments, settings: settings)).wait()
    }

    /// Runs everything while the body runs, then stops it gently.
    func running(_ body: @Sendable () async throws -> Void) async throws { try await running(["all"], body) }

    /// The same with the Web API alone: what it wants to send waits in the outbox.
    func serving(_ body: @Sendable () async throws -> Void) async throws { try await running(["develop-run-flask"], body) }

    private func running(_ command: [String], _ body: @Sendable () async throws -> Void) async throws {
        let process = try start(command)
        let result: Result<Void, any Error>
        do {
            try await waitUntilHealthy()
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        process.send(SIGTERM)
        #expect(await process.wait() == 0)
        try result.get()
    }

    func waitUntilHealthy() async throws {
        try await TestBroker.eventually("healthy") { (try? await send(.get, "/creditors/health/check/public").status) == 200 }
    }

    // MARK: Requests

    func send(_ method: WebRequest.Method, _ path: String, _ body: String = "") async throws -> WebResponse {
        try await client.send(
            WebRequest(
                method: method, url: "http://127.0.0.1:\(port)\(path)", headers: ["Content-Type": "application/json"],
                body: Array(body.utf8), limits: WebLimits(redirects: 0, totalSeconds: 10)))
    }

    func json(_ method: WebRequest.Method, _ path: String, _ body: String = "") async throws -> JSONValue {
        let response = try await send(method, path, body)
        #expect((200...201).contains(response.status), "\(path): \(String(decoding: response.body, as: UTF8.self))")
        return try JSONValue(json: response.body, limits: .document(maximumBytes: 1 << 20))
    }

    /// An account of a new creditor. Returns its path.
    func newAccount(_ key: AccountKey) async throws -> String {
        _ = try await json(.post, "\(Path.creditor(key.creditor))activate", "{}")
        _ = try await json(.post, "\(Path.creditor(key.creditor))accounts/", #"{"uri":"swpt:\#(key.debtor.unsigned)"}"#)
        return Path.account(key)
    }
}
