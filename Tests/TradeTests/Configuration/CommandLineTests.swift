import Foundation
import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Trade

/// The node's commands as operators run them (TW-25, TS2-15).
@Suite("Commands of Circular Trade", .usesBroker, .timeLimit(.minutes(10)))
struct CommandLineTests {
    private static let names = [
        "worker", "consume_messages", "consume_internal_messages", "fetch_debtor_infos", "explain", "solver", "webserver", "roll_turns",
        "configure", "await_migrations", "subscribe", "unsubscribe", "delete_queue", "verify_shard_content", "rejected_messages",
        "flush_all", "flush_messages",
        "flush_configure_accounts", "flush_activate_collectors", "flush_calculate_surpluses", "flush_replayed_account_transfers",
        "develop-run-flask", "test", "solve", "bids", "generate", "roll_worker_turns", "process_dispatchings", "roll_transfers",
        "replay_delayed_account_transfers", "trigger_transfers", "handle_pristine_collectors", "apply_collector_changes", "scan_all",
        "scan_account_locks",
    ]

    /// Exit status, and what was said.
    private func run(_ line: String, _ variables: [String: String] = [:]) async throws -> (status: Int32, text: String) {
        let path = NSTemporaryDirectory() + "trade-\(UUID().uuidString).log"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""].merging(variables) { $1 }
        let child = try ChildProcess(
            ChildProcess.product("swpt-trade"), line.split(separator: " ").map(String.init), environment: environment, outputPath: path)
        let status = await child.wait()
        return (status, (try? String(contentsOfFile: path, encoding: .utf8)) ?? "")
    }

    private func url(_ database: DatabaseURL) throws -> String {
        let server = ProcessInfo.processInfo.environment["TEST_POSTGRES_URL"].flatMap { URLComponents(string: $0) }
        var components = try #require(server)
        components.path = "/" + (database.databaseName ?? "")
        return try #require(components.string)
    }

    @Test("every command explains itself, and refuses what it does not know", arguments: names)
    func explained(_ name: String) async throws {
        #expect(try await run("\(name) --help").status == 0)
        #expect(try await run("\(name) --no-such-option").status == 2)
    }

    @Test(
        "wrong options of roll_turns are usage errors",
        arguments: ["--period=1y", "--period-offset=-1s", "-c 99999999999d", "--check-interval=nan"])
    func periods(_ option: String) async throws {
        let end = try await run("roll_turns \(option)")
        #expect(end.status == 2)
        #expect(end.text.contains("expected a duration such as"), "\(end.text)")
    }

    @Test("configure brings up the databases that it is told, and await_migrations waits for those whose URL is set")
    func configure() async throws {
        try await TestDatabase.withURL { solver in
            try await TestDatabase.withURL { worker in
                let solverOnly = ["SOLVER_POSTGRES_URL": try url(solver)]
                let both = solverOnly.merging(["WORKER_POSTGRES_URL": try url(worker)]) { $1 }
                #expect(try await run("configure nothing", both).status == 2)
                #expect(try await run("configure", solverOnly).status == 78)
                #expect(try await run("await_migrations").status == 78)
                // Not even asked for its broker: the solver has none.
                let noBroker = ["SETUP_RABBITMQ_BINDINGS": "yes", "PROTOCOL_BROKER_URL": "amqp://127.0.0.1:1"]
                #expect(try await run("configure solver", solverOnly.merging(noBroker) { $1 }).status == 0)
                #expect(try await run("await_migrations", solverOnly).status == 0)
                #expect(try await run("configure worker", both).status == 0)
                #expect(try await run("await_migrations", both).status == 0)
                #expect(try await run("configure", both).status == 0)
                #expect(try await run("verify_shard_content", both).status == 0)
                // Nothing waits, so no broker is needed; flushers always end with 1.
                #expect(try await run("flush_all --quit-early", both).status == 1)
                // One is not the other.
                let swapped = ["SOLVER_POSTGRES_URL": try url(worker), "WORKER_POSTGRES_URL": try url(solver)]
                let refusal = try await run("verify_shard_content", swapped)
                #expect(refusal.status == 1, "\(refusal.text)")
            }
        }
    }

    @Test("without a base currency the solver says what is missing; one pass begins a turn")
    func rollTurns() async throws {
        try await TestDatabase.withURL { solver in
            let variables = ["SOLVER_POSTGRES_URL": try url(solver), "APP_LOG_LEVEL": "info", "TURN_CHECK_INTERVAL": "1s"]
            #expect(try await run("configure solver", variables).status == 0)
            let missing = try await run("solver", variables)
            #expect(missing.status == 78)
            #expect(missing.text.contains("BASE_DEBTOR_ID is not set, and this command needs it"), "\(missing.text)")
            let base = variables.merging(["BASE_DEBTOR_INFO_LOCATOR": "https://example.com/", "BASE_DEBTOR_ID": "666"]) { $1 }
            let pass = try await run("roll_turns --period=10m --period-offset=0 --quit-early", base)
            #expect(pass.status == 0, "\(pass.text)")
            #expect(pass.text.contains("Started rolling turns."), "\(pass.text)")
        }
    }

    @Test("every loop of a worker makes one pass, if that is wanted")
    func loops() async throws {
        try await TestDatabase.withURL { solver in
            try await TestDatabase.withURL { worker in
                let both = ["SOLVER_POSTGRES_URL": try url(solver), "WORKER_POSTGRES_URL": try url(worker), "APP_LOG_LEVEL": "info"]
                #expect(try await run("configure", both).status == 0)
                let lines = [
                    "roll_worker_turns --wait=1", "process_dispatchings", "roll_transfers -w 1", "replay_delayed_account_transfers",
                    "trigger_transfers -p 2", "handle_pristine_collectors -t 3", "apply_collector_changes", "scan_all -d 0.5",
                ]
                for line in lines + TradeScans.all.map(\.command) {
                    let end = try await run("\(line) --quit-early", both)
                    #expect(end.status == 0, "\(line): \(end.text)")
                }
                #expect(try await run("scan_all --days=-1", both).status == 1)
            }
        }
    }

    @Test("one queue or two: declared, unbound and deleted, without any database")
    func brokers() async throws {
        let broker = try TestBroker()
        let (queue, own) = (broker.uniqueName("trade"), broker.uniqueName("trade"))
        let url = try #require(ProcessInfo.processInfo.environment["TEST_BROKER_URL"])
        // A narrow key: what other tests publish to everybody must not wait in these queues, or they are never deleted.
        let variables = [
            "PROTOCOL_BROKER_URL": url, "PROTOCOL_BROKER_QUEUE": queue, "PROTOCOL_BROKER_QUEUE_ROUTING_KEY": "1.0.1.1.0.1.0.1.1.0.0.1.#",
        ]
        for line in ["subscribe", "subscribe -Q \(own)", "unsubscribe -Q \(own)", "unsubscribe"] {
            let end = try await run(line, variables)
            #expect(end.status == 0, "\(line): \(end.text)")
        }
        #expect(try await broker.commands.status(ofQueue: queue) != nil)
        #expect(try await broker.commands.status(ofQueue: own) != nil)
        #expect(try await run("delete_queue -Q \(own)", variables).status == 0)
        #expect(try await broker.commands.status(ofQueue: queue) == nil)
        #expect(try await broker.commands.status(ofQueue: own) == nil)
        for name in [queue, own] { try await broker.commands.deleteQueue(name + ".XQ") }
        #expect(try await run("subscribe -k 0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.#", variables).status == 2)
    }
}
