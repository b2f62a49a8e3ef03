import Foundation
import Messaging
import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Creditors

/// The program as operators see it: commands, exit codes, what they need (CA 3, CA 4, OPS 3).
@Suite("Commands", .usesBroker, .timeLimit(.minutes(10)))
struct CommandTests {
    private static let flushers = [
        "flush_configure_accounts", "flush_prepare_transfers", "flush_finalize_transfers", "flush_updated_ledgers",
        "flush_updated_policies", "flush_updated_flags", "flush_rejected_configs", "flush_messages", "flush_all",
    ]
    private static let scanners = [
        "scan_creditors", "scan_accounts", "scan_log_entries", "scan_ledger_entries", "scan_committed_transfers",
    ]
    private static let jobs = ["process_log_additions", "process_ledger_updates"]
    private static let others = [
        "all", "webserver", "consume_messages", "configure", "await_migrations", "subscribe", "unsubscribe", "delete_queue",
        "verify_shard_content", "rejected_messages", "develop-run-flask", "test",
    ]

    @Test("every command exists and explains itself; what is no command is a program; wrong options are usage errors")
    func names() async throws {
        try await LiveNode.with { node async throws in
            for command in Self.flushers + Self.scanners + Self.jobs + Self.others {
                #expect(try await node.run(command, "--help") == 0, "\(command)")
                #expect(try await node.run(command, "--no-such-option") == 2, "\(command)")
            }
            #expect(try await node.run("sh", "-c", "exit 3") == 3)
            #expect(try await node.run("no-such-program-anywhere") == 127)
        }
    }

    @Test("a lowest ID above the highest is wrong configuration")
    func rangeOfIDs() {
        let settings = TestNode.settings.merging(["MIN_CREDITOR_ID": "8", "MAX_CREDITOR_ID": "7"]) { $1 }
        #expect(throws: ConfigurationError.self) { try CreditorsConfiguration.load(from: ProcessEnvironment(settings)) }
    }

    @Test("wrong configuration is told line by line, before anything is touched")
    func wrongConfiguration() async throws {
        try await LiveNode.with { node async throws in
            let wrong = [
                "MIN_CREDITOR_ID": "007", "PROTOCOL_BROKER_QUEUE_ROUTING_KEY": "2.#", "APP_LOG_FORMAT": "xml",
                "APP_LOG_RETENTION_DAYS": "29",
            ]
            #expect(try await node.run("all", settings: wrong) == 78)
            for name in wrong.keys { #expect(node.output.contains("wrong configuration: \(name)"), "\(node.output)") }
            #expect(try await node.run("webserver", settings: ["APP_TRUST_USER_HEADERS": "no"]) == 78)
        }
    }

    @Test("administration of the broker needs no database; all of it can be done again")
    func broker() async throws {
        try await LiveNode.with { node async throws in
            let noDatabase = ["POSTGRES_URL": "postgresql://nobody@127.0.0.1:1/nothing"]
            for command in ["subscribe", "subscribe", "unsubscribe", "unsubscribe"] {
                #expect(try await node.run(command, settings: noDatabase) == 0)
            }
            #expect(try await node.run("delete_queue", "--queue", "no.such.queue", settings: noDatabase) == 0)
            #expect(try await node.run("subscribe", "--url=INVALID", settings: noDatabase) == 1)
            #expect(try await node.run("subscribe", "--queue-routing-key=2.#", settings: noDatabase) == 2)
        }
    }

    @Test("configuring at the same time, and again, is safe; then the migrations are there")
    func configure() async throws {
        try await LiveNode.with { node async throws in
            let statuses = try await withThrowingTaskGroup(of: Int32.self) { group in
                for _ in 1...4 { group.addTask { try await node.run("configure") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == [0, 0, 0, 0])
            #expect(try await node.run("await_migrations") == 0)
        }
    }

    @Test("a broker that cannot be reached, or a queue that is not there, ends the consumer with 1")
    func consumerFails() async throws {
        try await LiveNode.with { node async throws in
            #expect(try await node.run("consume_messages", "--url=INVALID") == 1)
            #expect(try await node.run("consume_messages", "--queue=no.such.queue") == 1)
        }
    }

    @Test("jobs and scanners end with 0, and flushers with 1, when they are told to do their work once")
    func once() async throws {
        try await LiveNode.with { node async throws in
            for command in Self.jobs + Self.scanners { #expect(try await node.run(command, "--quit-early") == 0, "\(command)") }
            for command in Self.flushers { #expect(try await node.run(command, "--wait", "0.1", "--quit-early") == 1, "\(command)") }
            for command in Self.scanners where command != "scan_accounts" {
                #expect(try await node.run(command, "--days=-1", "--quit-early") == 1, "\(command)")
            }
            #expect(try await node.run("scan_accounts", "--hours=-1", "--quit-early") == 1)
        }
    }

    @Test("processors and scanners that are stopped say so, and end with a status other than 0 (CA 3.2)", arguments: [SIGTERM, SIGINT])
    func stopped(signal: Int32) async throws {
        try await LiveNode.with { node async throws in
            for command in Self.jobs + Self.scanners {
                let process = try node.start([command])
                try await TestBroker.eventually("\(command) has started") { process.heeds(signal) }
                process.send(signal)
                #expect(await process.wait() == 1, "\(command)")
                #expect(node.output.contains("\(command) was told to stop"), "\(node.output)")
            }
        }
    }

    @Test("an `all` that sends nothing wakes the flusher elsewhere: nobody waits for its period")
    func separateFlusher() async throws {
        try await LiveNode.with(["FLUSH_PERIOD": "3600"]) { node async throws in
            let processes = [try node.start(["all"], settings: ["FLUSH_PROCESSES": "0"]), try node.start(["flush_all"])]
            try await node.waitUntilHealthy()
            try await TestBroker.eventually("the flusher has begun") { processes[1].heeds(SIGTERM) }
            let key = AccountKey(creditor: node.newCreditor(), debtor: node.newDebtor())
            // The first message may have been recorded before the flusher listened.
            let account = try await node.newAccount(key)
            var updateID = try #require(try await node.json(.get, account + "config")["latestUpdateId"]?.number)
            for _ in 1...3 {
                updateID += 1
                _ = try await node.json(
                    .patch, account + "config",
                    #"{"negligibleAmount":1,"scheduledForDeletion":false,"allowUnsafeDeletion":false,"latestUpdateId":\#(updateID)}"#)
            }
            _ = try await node.authority.take(4)
            for process in processes { process.send(SIGTERM) }
            #expect(await processes[0].wait() == 0)
            #expect(await processes[1].wait() == 1)
        }
    }

    @Test("a message of another shard ends the consumer, and stays (CA 8.1 step 5)")
    func foreignMessage() async throws {
        try await LiveNode.with { node async throws in
            let foreign = AccountPurge(debtorID: 1, creditorID: CreditorID(1), creationDate: .epoch, ts: .epoch)
            var message = PlayedAuthority.Wiring.outgoing(foreign)
            message.routingKey = RoutingKey.binary(node.newCreditor())
            let publisher = ConfirmingPublisher(.init(url: node.broker.url), logger: node.broker.logger)
            #expect(try await publisher.publish([message]).allSatisfy(\.isConfirmed))
            await publisher.close()
            #expect(try await node.run("consume_messages") == 1)
            #expect(node.output.contains("The agent is not responsible for this creditor."))
            try await TestBroker.eventually("back in the queue") {
                try await node.broker.commands.status(ofQueue: node.queue)?.readyMessages == 1
            }
            // Nobody else would take it.
            let consumer = BatchConsumer(.init(url: node.broker.url, queue: node.queue, prefetchCount: 1), logger: node.broker.logger)
            try await consumer.start()
            consumer.acknowledge(try #require(try await consumer.nextBatch()))
            await consumer.close()
        }
    }

    @Test("each flusher sends its own type and leaves the rest")
    func flush() async throws {
        try await LiveNode.with { node async throws in
            let database = Database(url: node.url, logger: TestDatabase.quietLogger)
            let waiting: @Sendable () async throws -> Set<String> = {
                Set(
                    try await database.query("SELECT kind FROM outbox_message").map { row in
                        MessageKind(rawValue: try row[0])?.typeName ?? "?"
                    })
            }
            try await node.serving {
                let creditor = node.newCreditor()
                let account = try await node.newAccount(AccountKey(creditor: creditor, debtor: node.newDebtor()))
                for (part, change) in [
                    ("config", #""negligibleAmount":1,"scheduledForDeletion":true,"allowUnsafeDeletion":false"#),
                    ("exchange", #""minPrincipal":0,"maxPrincipal":5"#),
                ] {
                    let old = try #require(try await node.json(.get, account + part)["latestUpdateId"]?.number)
                    _ = try await node.json(.patch, account + part, #"{\#(change),"latestUpdateId":\#(old + 1)}"#)
                }
            }
            #expect(try await waiting() == ["ConfigureAccount", "UpdatedPolicy", "UpdatedFlags"])
            #expect(try await node.run("flush_messages", "UpdatedPolicySignal", "NoSuchSignal", "--wait", "0.1", "--quit-early") == 1)
            #expect(node.output.contains("A signal with name \"NoSuchSignal\" does not exist."))
            #expect(try await waiting() == ["ConfigureAccount", "UpdatedFlags"])
            #expect(try await node.run("flush_configure_accounts", "--quit-early") == 1)
            guard case .configure? = try await node.authority.take(1).first else {
                Issue.record("something else was sent")
                return
            }
            #expect(try await waiting() == ["UpdatedFlags"])
            #expect(try await node.run("flush_all", "--wait", "0.1", "--quit-early") == 1)
            #expect(try await waiting() == [])
            await database.close()
        }
    }

    @Test("verify_shard_content tells foreign records")
    func verify() async throws {
        try await LiveNode.with { node async throws in
            try await node.serving {
                _ = try await node.json(.post, "\(Path.creditor(node.newCreditor()))activate", "{}")
            }
            #expect(try await node.run("verify_shard_content") == 0)
            let opposite = node.creditors.bindingKey.hasPrefix("1") ? "0.#" : "1.#"
            #expect(try await node.run("verify_shard_content", settings: ["PROTOCOL_BROKER_QUEUE_ROUTING_KEY": opposite]) == 1)
            #expect(node.output.contains("At least one record has been found that does not belong to the shard."))
        }
    }

    @Test("malformed messages go to the dead-letter queue, and the good ones behind them are handled")
    func malformed() async throws {
        try await LiveNode.with { node async throws in
            try await node.running {
                let creditor = node.newCreditor()
                let debtor = node.newDebtor()
                let account = try await node.newAccount(AccountKey(creditor: creditor, debtor: debtor))
                guard case .configure(let m)? = try await node.authority.take(1).first else { return }
                let good = PlayedAuthority.Wiring.outgoing(
                    RejectedConfig(
                        debtorID: debtor, creditorID: creditor, configTs: m.ts, configSeqnum: m.seqnum, configFlags: m.configFlags,
                        configData: m.configData, negligibleAmount: m.negligibleAmount, rejectionCode: "NO", ts: SystemClock.now()))
                let bad: [(String, String, String)] = [
                    ("text/plain", "AccountPurge", "{}"), ("application/json", "NoSuchType", "{}"),
                    ("application/json", "AccountPurge", "{"),
                    ("application/json", "AccountPurge", "{}"), ("application/json", "AccountTransfer", "{}"),
                    ("application/json", "AccountUpdate", String(repeating: "[", count: 100_000)),
                ]
                let publisher = ConfirmingPublisher(.init(url: node.broker.url), logger: node.broker.logger)
                let messages = bad.map { type, kind, body in
                    var message = good
                    (message.contentType, message.type, message.body) = (type, kind, Array(body.utf8))
                    return message
                }
                let outcomes = try await publisher.publish(messages + [good])
                #expect(outcomes.allSatisfy { $0.isConfirmed })
                await publisher.close()
                try await TestBroker.eventually("handled") {
                    try await node.json(.get, account + "info")["configError"]?.string == "NO"
                }
            }
            #expect(node.output.components(separatedBy: "ERROR").count - 1 == 6, "\(node.output)")
        }
    }
}
