import Foundation
import Messaging
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Trade

/// The service's real program, with databases and queues of its own, in a virtual host where nobody else is. Both of its brokers are that
/// one, so every message for the service reaches both queues (TW 1.3).
struct LiveTrade: Sendable {
    let broker: TestBroker
    let queue: String
    let solver: Database
    let worker: Database
    private let environment: [String: String]
    private let outputPath: String

    /// Prepares everything, runs the body, and removes everything. Nothing is running when the body begins.
    ///
    /// - Parameters:
    ///   - settings: what differs from the usual.
    ///   - pooler: stands between the program and its databases.
    static func with(
        _ settings: [String: String] = [:], pooler: TestPooler? = nil, _ body: (LiveTrade) async throws -> Void
    ) async throws {
        try await TestDatabase.withURL { solver in
            try await TestDatabase.withURL { worker in
                let live = try LiveTrade(solver, worker, settings, pooler)
                var result: Result<Void, any Error>
                do {
                    // Classic ones, as those of the first release: in streams nobody can count what was rejected.
                    let deadLetters = live.queues.map { Topology.Queue(Topology.deadLetterQueue(of: $0)) }
                    try await live.broker.commands.declare(Topology(queues: deadLetters))
                    #expect(try await live.run("configure") == 0)
                    result = .success(try await body(live))
                } catch {
                    result = .failure(error)
                    Issue.record("the program said: \(live.output.suffix(4000))")
                }
                do { try await live.removeQueues() } catch { if case .success = result { result = .failure(error) } }
                try? FileManager.default.removeItem(atPath: live.outputPath)
                await live.solver.close()
                await live.worker.close()
                try result.get()
            }
        }
    }

    private init(_ solver: DatabaseURL, _ worker: DatabaseURL, _ settings: [String: String], _ pooler: TestPooler?) throws {
        broker = try TestBroker().internalHost
        queue = broker.uniqueName("trade")
        outputPath = NSTemporaryDirectory() + queue + ".log"
        let configuration = DatabaseConfiguration(maximumConnections: 4)
        self.solver = Database(url: solver, configuration: configuration, logger: TestDatabase.quietLogger)
        self.worker = Database(url: worker, configuration: configuration, logger: TestDatabase.quietLogger)
        let variables = ProcessInfo.processInfo.environment
        var address = try #require(variables["TEST_BROKER_URL"].flatMap { URLComponents(string: $0) })
        address.path = "/" + TestBroker.internalHostName
        let url = try #require(address.string)
        environment = [
            "SOLVER_POSTGRES_URL": try pooler?.urlText(of: solver) ?? TradeProgram.url(solver),
            "WORKER_POSTGRES_URL": try pooler?.urlText(of: worker) ?? TradeProgram.url(worker),
            "PROTOCOL_BROKER_URL": url, "INTERNAL_BROKER_URL": url, "PROTOCOL_BROKER_QUEUE": queue,
            "PROTOCOL_BROKER_PREFETCH_COUNT": "20", "INTERNAL_BROKER_PREFETCH_COUNT": "7", "SETUP_RABBITMQ_BINDINGS": "yes",
            // Everything has to be woken; only turns are looked for.
            "FLUSH_PERIOD": "3600", "TRANSFERS_HEALTHY_MAX_COMMIT_DELAY": "10h", "APP_ROLL_WORKER_TURNS_WAIT": "0.1",
            "HTTP_FETCH_PROCESSES": "0", "APP_LOG_LEVEL": "warning",
        ].merging(settings) { $1 }
    }

    /// The network's queue, and the internal one.
    var queues: [String] { [queue, TradeTopology.internalQueue(of: queue)] }

    /// What the program has said so far, in all its runs.
    var output: String { (try? String(contentsOfFile: outputPath, encoding: .utf8)) ?? "" }

    // MARK: Processes

    /// Starts a command; nobody waits for it.
    func start(_ line: String, _ settings: [String: String] = [:]) throws -> ChildProcess {
        try TradeProgram.start(line, environment.merging(settings) { $1 }, outputPath: outputPath)
    }

    /// Runs a command to its end; returns its exit status.
    func run(_ line: String, _ settings: [String: String] = [:]) async throws -> Int32 { await (try start(line, settings)).wait() }

    /// Runs commands while the body runs, then stops them gently.
    ///
    /// - Parameter statuses: how they may end.
    func running(_ lines: String..., endingWith statuses: Set<Int32> = [0], body: () async throws -> Void) async throws {
        let processes = try lines.map { try start($0) }
        let result: Result<Void, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        for process in processes { process.send(SIGTERM) }
        for (line, process) in zip(lines, processes) {
            let status = await process.wait()
            #expect(statuses.contains(status), "\(line): \(output.suffix(2000))")
        }
        try result.get()
    }

    // MARK: Messages

    /// As those publish it who send it to the service; both queues take everything.
    static func outgoing(_ message: any SMPMessage) -> OutgoingMessage {
        outgoing(type(of: message).kind.typeName, message.encoded(), isFromAuthority: type(of: message).kind.isSentByAccountingAuthority)
    }

    static func outgoing(_ kind: String, _ body: [UInt8], isFromAuthority: Bool = false) -> OutgoingMessage {
        OutgoingMessage(
            exchange: isFromAuthority ? "creditors_in" : "to_trade", routingKey: "1.0", isMandatory: true, type: kind, appID: "test",
            headers: [Field("message-type", .string(kind)), Field("ca-trade", true)], body: body)
    }

    func publish(_ messages: [any SMPMessage]) async throws { try await broker.publish(messages.map(Self.outgoing)) }

    // MARK: The end

    private func removeQueues() async throws {
        _ = try await run("unsubscribe")
        for queue in queues {
            if try await broker.commands.status(ofQueue: queue) != nil {
                try await broker.empty(queue)
                try await broker.commands.deleteQueue(queue)
            }
            let deadLetters = Topology.deadLetterQueue(of: queue)
            try await broker.empty(deadLetters)
            try await broker.commands.deleteQueue(deadLetters)
        }
    }
}
