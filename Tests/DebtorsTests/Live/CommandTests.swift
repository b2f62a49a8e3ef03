import Foundation
import Messaging
import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing
import WebFetch

@testable import Debtors

/// The program as operators see it: commands, exit codes, what they need (DA 4, DA 5, OPS 3).
@Suite("Commands", .usesBroker, .timeLimit(.minutes(10)))
struct CommandTests {
    private static let everything = [
        "all", "webserver", "consume_messages", "flush_all", "flush_configure_accounts", "flush_prepare_transfers",
        "flush_finalize_transfers", "flush_messages", "scan_debtors", "configure", "await_migrations", "subscribe", "unsubscribe",
        "delete_queue", "verify_shard_content", "rejected_messages", "develop-run-flask", "test",
    ]

    @Test("every command exists and explains itself; what is no command is a program; wrong options are usage errors")
    func names() async throws {
        try await LiveNode.with { node async throws in
            for command in Self.everything {
                #expect(try await node.run(command, "--help") == 0, "\(command)")
                #expect(try await node.run(command, "--no-such-option") == 2, "\(command)")
            }
            #expect(try await node.run("sh", "-c", "exit 3") == 3)
            #expect(try await node.run("no-such-program-anywhere") == 127)
            #expect(try await node.run("test") != 0)
        }
    }

    @Test("a lowest ID above the highest is wrong configuration")
    func rangeOfIDs() {
        let settings = TestNode.settings.merging(["MIN_DEBTOR_ID": "8", "MAX_DEBTOR_ID": "7"]) { $1 }
        #expect(throws: ConfigurationError.self) { try DebtorsConfiguration.load(from: ProcessEnvironment(settings)) }
    }

    @Test("wrong configuration is told line by line, before anything is touched")
    func wrongConfiguration() async throws {
        try await LiveNode.with { node async throws in
            let wrong = ["MIN_DEBTOR_ID": "007", "PROTOCOL_BROKER_QUEUE_ROUTING_KEY": "2.#", "APP_LOG_FORMAT": "xml", "FLUSH_PERIOD": ""]
            #expect(try await node.run("all", settings: wrong) == 78)
            for name in wrong.keys { #expect(node.output.contains("wrong configuration: \(name)"), "\(node.output)") }
            #expect(try await node.run("webserver", settings: ["MAX_DEBTOR_ID": ""]) == 78)
            #expect(try await node.run("all", settings: ["MIN_DEBTOR_ID": "8", "MAX_DEBTOR_ID": "7"]) == 78)
            #expect(node.output.contains("wrong configuration: MIN_DEBTOR_ID, MAX_DEBTOR_ID: expected a lowest ID"), "\(node.output)")
            #expect(try await node.run("webserver", settings: ["APP_TRUST_USER_HEADERS": "no"]) == 78)
        }
    }

    @Test("administration needs neither the range of IDs nor, on the broker, a database")
    func minimalEnvironment() async throws {
        try await LiveNode.with { node async throws in
            let noRange = ["MIN_DEBTOR_ID": "", "MAX_DEBTOR_ID": ""]
            #expect(try await node.run("await_migrations", settings: noRange) == 0)
            #expect(try await node.run("verify_shard_content", settings: noRange) == 0)
            #expect(try await node.run("configure", settings: noRange) == 0)
            let noDatabase = noRange.merging(["POSTGRES_URL": "postgresql://nobody@127.0.0.1:1/nothing"]) { $1 }
            for command in ["subscribe", "subscribe", "unsubscribe", "unsubscribe"] {
                #expect(try await node.run(command, settings: noDatabase) == 0)
            }
            #expect(try await node.run("delete_queue", "--queue", "no.such.queue", settings: noDatabase) == 0)
            #expect(try await node.run("subscribe", "--url=INVALID", settings: noDatabase) == 1)
            #expect(try await node.run("subscribe", "--queue-routing-key=2.#", settings: noDatabase) == 2)
        }
    }

    @Test("configuring at the same time, and again, is safe")
    func configure() async throws {
        try await LiveNode.with { node async throws in
            let statuses = try await withThrowingTaskGroup(of: Int32.self) { group in
                for _ in 1...4 { group.addTask { try await node.run("configure") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == [0, 0, 0, 0])
        }
    }

    @Test("the web server listens at all addresses, IPv4 and IPv6, or at the one that it is told")
    func addresses() async throws {
        try await LiveNode.with { node async throws in
            let client = WebClient(configuration: WebClientConfiguration(addresses: .any))
            @Sendable func answers(_ host: String) async -> Bool {
                let request = WebRequest(url: "http://\(host):\(node.port)/debtors/health/check/public")
                return (try? await client.send(request).status) == 200
            }
            try await node.running {
                #expect(await answers("127.0.0.1"))
                #expect(await answers("[::1]") == FileManager.default.fileExists(atPath: "/proc/net/if_inet6"))
            }
            let process = try node.start("webserver", settings: ["WEBSERVER_HOST": "127.0.0.1"])
            try await node.waitUntilHealthy()
            #expect(await !answers("[::1]"))
            process.send(SIGTERM)
            #expect(await process.wait() == 0)
            client.close()
        }
    }

    @Test("what keeps configure from succeeding is told at once, while it goes on trying")
    func configureFails() async throws {
        try await LiveNode.with { node async throws in
            var missing = try #require(
                ProcessInfo.processInfo.environment["TEST_POSTGRES_URL"].flatMap { URLComponents(string: $0) })
            missing.path = "/no_such_database"
            let process = try node.start(["configure"], settings: ["POSTGRES_URL": try #require(missing.string)])
            try await TestBroker.eventually("told") { node.output.contains("database \"no_such_database\" does not exist") }
            process.send(SIGTERM)
            #expect(await process.wait() == 128 + SIGTERM, "\(node.output)")
        }
    }

    @Test("a broker that cannot be reached, or a queue that is not there, ends the consumer with 1")
    func consumerFails() async throws {
        try await LiveNode.with { node async throws in
            #expect(try await node.run("consume_messages", "--url=INVALID") == 1)
            #expect(try await node.run("consume_messages", "--queue=no.such.queue") == 1)
            #expect(try await node.run("consume_messages", "--url=amqp://guest:guest@127.0.0.1:1") == 1)
        }
    }

    @Test(
        "without processes, consumers and flushers idle until they are told to stop, and then end with 1",
        arguments: ["consume_messages", "flush_all"])
    func idle(command: String) async throws {
        try await LiveNode.with { node async throws in
            let process = try node.start(command, settings: ["PROTOCOL_BROKER_PROCESSES": "0", "FLUSH_PROCESSES": "0"])
            try await TestBroker.eventually("started") { process.heeds(SIGTERM) }
            process.send(SIGTERM)
            let status = await process.wait()
            #expect(status == 1, "\(node.output)")
        }
    }

    @Test("one flush of one type sends its messages once and ends with 1; scanning once ends with 0")
    func flushOnce() async throws {
        try await LiveNode.with { node async throws in
            let database = Database(url: node.url, logger: TestDatabase.quietLogger)
            let store = DebtorsStore(database: database)
            let id = node.newID()
            var debtor: Debtor? = Sample.reserved(id)
            let announced = try debtor.activate(reservation: Sample.reserved(id).reservationID.text, now: noon)
            let stray = FinalizeTransfer(
                transferNoteFormat: "", transferNote: "", debtorID: id, creditorID: .root, coordinatorType: .issuing,
                coordinatorID: CoordinatorID(id), coordinatorRequestID: 1, transferID: 2, committedAmount: 0, ts: noon)
            try await store.insert(#require(debtor), sent: announced + [.finalizeTransfer(stray)])
            #expect(try await node.run("flush_messages", "FinalizeTransferSignal", "NoSuchSignal", "--wait", "0.1", "--quit-early") == 1)
            #expect(node.output.contains("A signal with name \"NoSuchSignal\" does not exist."))
            guard case .finalize? = try await node.authority.take(1).first else {
                Issue.record("something else was sent")
                return
            }
            #expect(try await database.query("SELECT 1 FROM outbox_message").count == 1)
            #expect(try await node.run("flush_configure_accounts", "--quit-early") == 1)
            #expect(try await node.authority.take(1).count == 1)
            #expect(try await database.query("SELECT 1 FROM outbox_message").isEmpty)
            #expect(try await node.run("scan_debtors", "--quit-early") == 0)
            #expect(try await node.run("scan_debtors", "--days=-1", "--quit-early") == 1)
            await database.close()
        }
    }

    @Test("no message of another shard's debtor is sent: the sibling's go after a split, others stay", arguments: [true, false])
    func foreignMessagesInOutbox(afterSplit: Bool) async throws {
        try await LiveNode.with(["DELETE_PARENT_SHARD_RECORDS": afterSplit ? "yes" : "no"]) { node async throws in
            let bits = node.realm.bindingKey.dropLast()
            let siblingRealm = try #require(ShardingRealm(bindingKey: bits.dropLast(2) + (bits.hasSuffix("1.") ? "0.#" : "1.#")))
            let other = try await PlayedAuthority(node.broker, .ofDebtors(in: .everything))
            let own = node.newID()
            let sibling = try #require((0...).lazy.map { DebtorID($0) }.first { siblingRealm.contains($0) })
            let stranger: DebtorID = -1
            let database = Database(url: node.url, logger: TestDatabase.quietLogger)
            let store = DebtorsStore(database: database)
            let announced = [stranger, sibling, own].map { id in
                Outgoing.configureAccount(
                    ConfigureAccount(
                        debtorID: id, creditorID: .root, negligibleAmount: 1e30, configData: "", configFlags: 1, seqnum: 0, ts: noon))
            }
            try await store.insert(Sample.reserved(own), sent: announced)
            #expect(try await node.run("flush_all", "--quit-early") == 1)
            #expect(try await node.authority.take(1).map(\.debtorID) == [own])
            let left: [Int64] = try await database.query("SELECT debtor_id FROM outbox_message ORDER BY message_id").map { try $0[0] }
            #expect(left == (afterSplit ? [-1] : [-1, sibling.rawValue]))
            #expect(node.output.contains("ERROR"), "\(node.output)")
            try await TestBroker.eventually("sent") { await other.all.contains { $0.debtorID == own } }
            #expect(await other.all.allSatisfy { $0.debtorID != stranger && $0.debtorID != sibling })
            await other.stop()
            await database.close()
        }
    }

    @Test("in processes of their own, the web server and the consumer wake the flusher: nobody waits for its period")
    func separateProcesses() async throws {
        try await LiveNode.with(["FLUSH_PERIOD": "3600"]) { node async throws in
            let processes = try ["webserver", "consume_messages", "flush_all"].map { try node.start($0) }
            try await node.waitUntilHealthy()
            let id = node.newID()
            _ = try await node.json(.post, "\(id.path)/activate", "{}")
            _ = try await node.authority.take(1)
            // The answer to an unknown account comes from the consumer.
            try await node.authority.publish([Sample.update(Sample.active(node.newID()), ts: SystemClock.now())])
            _ = try await node.authority.take(1)
            for process in processes { process.send(SIGTERM) }
            var statuses: [Int32] = []
            for process in processes { statuses.append(await process.wait()) }
            #expect(statuses == [0, 1, 1])
        }
    }

    @Test("a message of another shard ends the consumer, and stays")
    func foreignMessage() async throws {
        try await LiveNode.with { node async throws in
            let key = RoutingKey.binary(node.newID())
            let foreign = OutboxMessage(AccountPurge(debtorID: -1, creditorID: .root, creationDate: .epoch, ts: noon))
            let publisher = ConfirmingPublisher(.init(url: node.broker.url), logger: node.broker.logger)
            _ = try await publisher.publish([
                OutgoingMessage(
                    exchange: "debtors_in", routingKey: key, isMandatory: true, type: "AccountPurge", appID: "test", headers: [],
                    body: foreign.body)
            ])
            await publisher.close()
            #expect(try await node.run("consume_messages") == 1)
            #expect(node.output.contains("The agent is not responsible for this debtor."))
            try await TestBroker.eventually("back in the queue") {
                try await node.broker.commands.status(ofQueue: node.queue)?.readyMessages == 1
            }
        }
    }

    @Test("verify_shard_content tells foreign records")
    func verify() async throws {
        try await LiveNode.with { node async throws in
            let database = Database(url: node.url, logger: TestDatabase.quietLogger)
            _ = try await DebtorsStore(database: database).reserve(1234)
            await database.close()
            #expect(try await node.run("verify_shard_content", settings: ["PROTOCOL_BROKER_QUEUE_ROUTING_KEY": "0.#"]) == 0)
            #expect(try await node.run("verify_shard_content", settings: ["PROTOCOL_BROKER_QUEUE_ROUTING_KEY": "1.#"]) == 1)
            #expect(node.output.contains("At least one record has been found that does not belong to the shard."))
        }
    }

    @Test("malformed messages go to the dead-letter queue, and the good ones behind them are handled")
    func malformed() async throws {
        try await LiveNode.with { node async throws in
            try await node.running {
                let id = node.newID()
                _ = try await node.json(.post, "\(id.path)/activate", "{}")
                guard case .configure(let configuration)? = try await node.authority.take(1).first else { return }
                let publisher = ConfirmingPublisher(.init(url: node.broker.url), logger: node.broker.logger)
                let key = RoutingKey.binary(id)
                let bad: [(String, String, String)] = [
                    ("text/plain", "AccountPurge", "{}"), ("application/json", "NoSuchType", "{}"),
                    ("application/json", "AccountPurge", "{"),
                    ("application/json", "AccountPurge", "{}"), ("application/json", "AccountTransfer", "{}"),
                    ("application/json", "AccountUpdate", String(repeating: "[", count: 100_000)),
                ]
                _ = try await publisher.publish(
                    bad.map { type, kind, body in
                        OutgoingMessage(
                            exchange: "debtors_in", routingKey: key, isMandatory: true, type: kind, appID: "test", contentType: type,
                            headers: [], body: Array(body.utf8))
                    })
                await publisher.close()
                var debtor = Sample.active(id)
                debtor.configuration.lastTs = configuration.ts
                debtor.configuration.lastSeqnum = configuration.seqnum
                let known = debtor
                try await node.authority.publish([Sample.update(known, principal: -5, ts: SystemClock.now())])
                try await TestBroker.eventually("handled") { try await node.json(.get, "\(id.path)/")["balance"]?.integer == -5 }
            }
            #expect(node.output.components(separatedBy: "ERROR").count - 1 == 6, "\(node.output)")
        }
    }
}
