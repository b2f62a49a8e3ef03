import Foundation
import Messaging
import Persistence
import SMPProtocol
import Testing
import WebFetch

/// A node's real program, with a database, a queue and a port of its own.
public struct LiveProgram: Sendable {
    /// The broker that the node uses.
    public let broker: TestBroker
    /// The node's database.
    public let url: DatabaseURL
    /// The queue from which the node takes its messages.
    public let queue: String
    /// Where the node's Web API listens.
    public let port: Int
    private let executable: String
    private let pathPrefix: String
    private let outputPath: String
    private let environment: [String: String]
    private let client = WebClient(configuration: WebClientConfiguration(addresses: .any))

    /// Prepares everything, runs the body, and removes everything. Nothing is running when the body begins.
    ///
    /// - Parameters:
    ///   - executable: e.g. `swpt-debtors`.
    ///   - pathPrefix: the first segment of the API's paths, e.g. `debtors`.
    ///   - settings: the shard, and what differs from the usual.
    ///   - ownsServer: the test stops the database server; nobody else uses it meanwhile.
    public static func with(
        _ executable: String, pathPrefix: String, settings: [String: String], ownsServer: Bool = false,
        _ body: @escaping @Sendable (LiveProgram) async throws -> Void
    ) async throws {
        let broker = try TestBroker()
        func onDatabase(_ body: (DatabaseURL) async throws -> Void) async throws {
            guard ownsServer else { return try await TestDatabase.withURL(body) }
            try await ServerAccess.postgres.exclusive { try await TestDatabase.withOwnURL(body) }
        }
        try await onDatabase { url in
            let program = try LiveProgram(executable, pathPrefix, broker, url, settings)
            let result: Result<Void, any Error>
            do {
                #expect(try await program.run(["configure"]) == 0, "\(program.output)")
                result = .success(try await body(program))
            } catch {
                result = .failure(error)
            }
            try await program.removeQueues()
            if case .failure = result { Issue.record("the node said: \(program.lastWords)") }
            try? FileManager.default.removeItem(atPath: program.outputPath)
            try result.get()
        }
    }

    private init(_ executable: String, _ pathPrefix: String, _ broker: TestBroker, _ url: DatabaseURL, _ settings: [String: String]) throws
    {
        self.executable = executable
        self.pathPrefix = pathPrefix
        self.broker = broker
        self.url = url
        queue = broker.uniqueName(pathPrefix)
        port = try LocalServer.freePort()
        outputPath = NSTemporaryDirectory() + queue + ".log"
        let variables = ProcessInfo.processInfo.environment
        var postgres = try #require(variables["TEST_POSTGRES_URL"].flatMap { URLComponents(string: $0) })
        postgres.path = "/" + (url.databaseName ?? "")
        environment = [
            "PATH": variables["PATH"] ?? "", "POSTGRES_URL": try #require(postgres.string), "PROTOCOL_BROKER_QUEUE": queue,
            "PROTOCOL_BROKER_URL": try #require(variables["TEST_BROKER_URL"]), "PROTOCOL_BROKER_PREFETCH_COUNT": "100",
            "SETUP_RABBITMQ_BINDINGS": "yes", "WEBSERVER_PORT": "\(port)", "APP_TRUST_USER_HEADERS": "yes", "APP_LOG_LEVEL": "warning",
        ].merging(settings) { $1 }
    }

    /// What the program has said so far, in all its runs.
    public var output: String { (try? String(contentsOfFile: outputPath, encoding: .utf8)) ?? "" }

    /// What matters of the output when something went wrong: how the program crashed, or the last that it said.
    var lastWords: String {
        guard let crash = output.range(of: "Program crashed") else { return String(output.suffix(4000)) }
        return String(output[..<crash.lowerBound].suffix(1000) + output[crash.lowerBound...].prefix(8000))
    }

    // MARK: Processes

    /// Starts a command of the program; nobody waits for it.
    ///
    /// - Parameters:
    ///   - outputPath: where its output goes; nil: to ``output``.
    ///   - openFiles: how many files and sockets it may have open; nil: as many as the tests.
    public func start(
        _ arguments: [String], settings: [String: String] = [:], outputPath: String? = nil, openFiles: Int? = nil
    ) throws -> ChildProcess {
        let program = try ChildProcess.product(executable)
        let limited = openFiles.map { ("/usr/bin/prlimit", ["--nofile=\($0):\($0)", program] + arguments) }
        let (path, words) = limited ?? (program, arguments)
        return try ChildProcess(
            path, words, environment: environment.merging(settings) { $1 }, outputPath: outputPath ?? self.outputPath)
    }

    /// Runs a command to its end; returns its exit status.
    public func run(_ arguments: [String], settings: [String: String] = [:]) async throws -> Int32 {
        await (try start(arguments, settings: settings)).wait()
    }

    /// Runs a command that serves the Web API while the body runs, then stops it gently.
    public func running(_ command: [String], settings: [String: String] = [:], _ body: @Sendable () async throws -> Void) async throws {
        let process = try start(command, settings: settings)
        let result: Result<Void, any Error>
        do {
            try await waitUntilHealthy()
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        process.send(SIGTERM)
        #expect(await process.wait() == 0, "\(lastWords)")
        try result.get()
    }

    /// Returns when the Web API answers that it is healthy.
    public func waitUntilHealthy() async throws {
        try await TestBroker.eventually("healthy") { (try? await send(.get, "/\(pathPrefix)/health/check/public").status) == 200 }
    }

    // MARK: Requests

    /// A call of the Web API.
    public func send(
        _ method: WebRequest.Method, _ path: String, _ body: String = "", type: String = "application/json"
    ) async throws -> WebResponse {
        try await client.send(
            WebRequest(
                method: method, url: "http://127.0.0.1:\(port)\(path)", headers: ["Content-Type": type], body: Array(body.utf8),
                limits: WebLimits(redirects: 0, totalSeconds: 10)))
    }

    // MARK: The end

    /// Others may have sent to the queue what nobody has taken.
    private func removeQueues() async throws {
        #expect(try await run(["unsubscribe"]) == 0)
        try await broker.empty(queue)
        #expect(try await run(["delete_queue"]) == 0)
        try await broker.commands.deleteQueue(Topology.deadLetterQueue(of: queue))
    }
}

/// A live node of a test: the program, and whom the test plays.
public protocol LiveProgramOwner: Sendable {
    var program: LiveProgram { get }
}

extension LiveProgramOwner {
    /// The broker that the node uses.
    public var broker: TestBroker { program.broker }
    /// The node's database.
    public var url: DatabaseURL { program.url }
    /// The queue from which the node takes its messages.
    public var queue: String { program.queue }
    /// Where the node's Web API listens.
    public var port: Int { program.port }
    /// What the program has said so far, in all its runs.
    public var output: String { program.output }

    /// Starts a command of the program; nobody waits for it.
    public func start(_ arguments: String..., settings: [String: String] = [:]) throws -> ChildProcess {
        try program.start(arguments, settings: settings)
    }

    /// Starts a command of the program; nobody waits for it.
    public func start(_ arguments: [String], settings: [String: String] = [:]) throws -> ChildProcess {
        try program.start(arguments, settings: settings)
    }

    /// Runs a command to its end; returns its exit status.
    public func run(_ arguments: String..., settings: [String: String] = [:]) async throws -> Int32 {
        try await program.run(arguments, settings: settings)
    }

    /// Runs everything while the body runs, then stops it gently.
    public func running(settings: [String: String] = [:], _ body: @Sendable () async throws -> Void) async throws {
        try await program.running(["all"], settings: settings, body)
    }

    /// The same with the Web API alone: what it wants to send waits in the outbox.
    public func serving(_ body: @Sendable () async throws -> Void) async throws {
        try await program.running(["develop-run-flask"], body)
    }

    /// Returns when the Web API answers that it is healthy.
    public func waitUntilHealthy() async throws { try await program.waitUntilHealthy() }

    /// A call of the Web API.
    public func send(
        _ method: WebRequest.Method, _ path: String, _ body: String = "", type: String = "application/json"
    ) async throws -> WebResponse {
        try await program.send(method, path, body, type: type)
    }

    /// The document that a successful request gets.
    public func json(_ method: WebRequest.Method, _ path: String, _ body: String = "") async throws -> JSONValue {
        let response = try await send(method, path, body)
        #expect((200...201).contains(response.status), "\(path): \(String(decoding: response.body, as: UTF8.self))")
        return try JSONValue(json: response.body, limits: .document(maximumBytes: 1 << 20))
    }
}
