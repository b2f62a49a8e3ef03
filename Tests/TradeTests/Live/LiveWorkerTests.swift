import Foundation
import Messaging
import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Trade

@Suite("The worker's real program on a real broker", .usesBroker, .serialized, .timeLimit(.minutes(10)))
struct LiveWorkerTests {
    @Test("with one broker both queues get everything, in two orders: a turn has one outcome, whatever poison is between (TW 1.3, 30.1)")
    func oneBroker() async throws {
        try await LiveTrade.with(["OFFERS_POURING_DURATION": "1h"]) { live in
            let market = try await LiveMarket(live)
            try await live.running("worker") {
                try await market.playTurn(amidst: Self.poison)
                for queue in live.queues {
                    try await TestBroker.eventually("all poison of \(queue) rejected, and nothing else left") {
                        let dead = try await live.broker.readyCount(Topology.deadLetterQueue(of: queue))
                        return try await live.broker.readyCount(queue) == 0 && dead == Self.poison.count
                    }
                }
            }
            #expect(market.violations() == [])
            await market.close()
        }
    }

    /// What nobody can handle; PostgreSQL has no texts with NUL.
    private static let poison: [OutgoingMessage] = [
        LiveTrade.outgoing("UpdatedPolicy", Array("{]".utf8)), LiveTrade.outgoing("NoSuchType", Array("{}".utf8)),
        LiveTrade.outgoing("PreparedTransfer", Array("{}".utf8), isFromAuthority: true),
        LiveTrade.outgoing(Sample.policy(name: "a\u{0}b")),
    ]

    @Test("with PgBouncer in transaction mode before both databases a turn has one outcome, and nothing fails or is given up")
    func pooler() async throws {
        try await TestPooler.with(serverConnections: 4) { pooler in
            try await LiveTrade.with(["OFFERS_POURING_DURATION": "1h"], pooler: pooler) { live in
                let market = try await LiveMarket(live)
                try await live.running("worker") { try await market.playTurn(amidst: []) }
                #expect(market.violations() == [])
                await market.close()
                for queue in live.queues { #expect(try await live.broker.readyCount(Topology.deadLetterQueue(of: queue)) == 0) }
                let lines = live.output.split(separator: "\n")
                // One for each database.
                #expect(lines.count { $0.contains("lets no notification through") } == 2, "\(lines.prefix(20))")
                let errors = lines.filter { $0.contains("ERROR") || $0.contains("CRITICAL") }
                #expect(errors.isEmpty, "\(errors.prefix(5))")
            }
        }
    }

    // MARK: Draining (TW 6.5, 25.3, 25.6)

    @Test("drainers handle what comes until the shard's queues are unbound, then let them be deleted; nothing that was sent is lost")
    func draining() async throws {
        try await LiveTrade.with { live in
            // In the end a drainer is told to stop, or finds that its queue is gone.
            try await live.running("consume_messages --draining-mode", "consume_internal_messages --draining-mode", endingWith: [0, 1]) {
                async let confirmed = Self.publishUntilNobodyListens(live.broker)
                try await TestBroker.eventually("the drainers work") { try await Self.knownUsers(live).count >= 200 }
                #expect(try await live.run("unsubscribe") == 0)
                let sent = try await confirmed
                #expect(try await live.run("delete_queue") == 0)
                for queue in live.queues { #expect(try await live.broker.commands.status(ofQueue: queue) == nil) }
                #expect(try await Self.knownUsers(live) == sent)
            }
        }
    }

    private static func knownUsers(_ live: LiveTrade) async throws -> Set<CreditorID> {
        Set(try await live.worker.query("SELECT creditor_id FROM trading_policy").map { try $0.decode(0) })
    }

    /// - Returns: the users whose policies have reached a queue.
    private static func publishUntilNobodyListens(_ broker: TestBroker) async throws -> Set<CreditorID> {
        let publisher = broker.publisher()
        var sent: Set<CreditorID> = []
        var isHeard = true
        for start in stride(from: 1 as Int64, to: 1_000_000, by: 20) where isHeard {
            let users = (start..<start + 20).map { CreditorID($0) }
            let outcomes = try await publisher.publish(
                users.map { LiveTrade.outgoing(Sample.policy(AccountKey(creditor: $0, debtor: Sample.debtor))) })
            for (user, outcome) in zip(users, outcomes) where outcome.isConfirmed { sent.insert(user) }
            isHeard = outcomes.allSatisfy(\.isConfirmed)
            try await Task.sleep(for: .milliseconds(5))
        }
        await publisher.close()
        return sent
    }

    // MARK: The outbox

    @Test(
        "what would leave the shard in another's name stays, what a split has left over is dropped, and the rest goes (TW 5.3, 5.5)",
        arguments: [true, false])
    func guardedOutbox(afterSplit: Bool) async throws {
        let settings = ["PROTOCOL_BROKER_QUEUE_ROUTING_KEY": "0.1.#", "DELETE_PARENT_SHARD_RECORDS": afterSplit ? "yes" : "no"]
        try await LiveTrade.with(settings) { live in
            let observer = live.broker.uniqueName("observer")
            try await live.broker.commands.declare(
                Topology(
                    queues: [.init(observer, arguments: [Field("x-expires", 300_000)])],
                    queueBindings: ["to_trade", "creditors_out"].map { .init(observer, to: $0, routingKey: "#") }))
            let (own, sibling, stranger) = (Self.creditor("0.1.#"), Self.creditor("0.0.#"), Self.creditor("1.#"))
            let messages = [stranger, sibling, own].flatMap { creditor in
                let key = AccountKey(creditor: creditor, debtor: Sample.debtor)
                return [
                    FinalizeTransfer(answering: Sample.prepared(key), ts: Sample.now),
                    Sample.transfer(.collecting, Sample.collector, creditor, to: creditor, -5),
                    // It is for whoever takes it.
                    ReviseAccountLock(creditorID: creditor, debtorID: Sample.debtor, turnID: 7, ts: Sample.now),
                ] as [any SMPMessage]
            }
            try await live.worker.transaction { tx in Outbox.append(messages.map { OutboxMessage($0) }, in: tx) }
            _ = try await live.run("flush_all --quit-early")
            let sent = try await live.broker.take(5, from: observer).map { "\($0.type ?? "?") \(try Self.creditor(of: $0))" }
            #expect(
                sent.sorted() == [
                    "AccountTransfer \(own)", "FinalizeTransfer \(own)", "ReviseAccountLock \(own)", "ReviseAccountLock \(sibling)",
                    "ReviseAccountLock \(stranger)",
                ].sorted())
            #expect(try await live.broker.readyCount(observer) == 0)
            // It would take what other tests send to nobody.
            try await live.broker.commands.deleteQueue(observer)
            let left = try await live.worker.query("SELECT creditor_id FROM outbox_message ORDER BY message_id")
            let kept = try left.map { try $0.decode(0, as: CreditorID.self) }
            #expect(kept == (afterSplit ? [stranger, stranger] : [stranger, stranger, sibling, sibling]))
            #expect(live.output.contains("does not belong to this shard"), "\(live.output)")
        }
    }

    private static func creditor(_ shard: String) -> CreditorID {
        let realm = ShardingRealm(bindingKey: shard)!
        return (0x200_0000_0000...).lazy.map { CreditorID($0) }.first { realm.contains($0) }!
    }

    private static func creditor(of delivery: Delivery) throws -> CreditorID {
        let body = try JSONValue(json: delivery.body, limits: .document(maximumBytes: 100_000))
        return CreditorID(try #require(body["creditor_id"]?.whole))
    }

    @Test("a replay that no queue takes stays in the outbox until one does (TW 20.6, 30.15)")
    func mandatoryReplay() async throws {
        try await LiveTrade.with { live in
            let early = Sample.transfer(.collecting, Sample.collector, Sample.creditor, to: Sample.collector, 100)
            try await live.worker.transaction { tx in Outbox.append([OutboxMessage(early)], in: tx) }
            #expect(try await live.run("unsubscribe") == 0)
            _ = try await live.run("flush_replayed_account_transfers --quit-early")
            #expect(try await live.worker.query("SELECT attempts FROM outbox_message").map { try $0.decode(0, as: Int16.self) } == [1])
            #expect(live.output.contains("no queue takes it"), "\(live.output)")
            #expect(try await live.run("subscribe") == 0)
            try await TestBroker.eventually("sent") {
                _ = try await live.run("flush_replayed_account_transfers --quit-early")
                return try await live.worker.query("SELECT FROM outbox_message").isEmpty
            }
            for queue in live.queues {
                #expect(try await live.broker.take(1, from: queue).map(\.body) == [early.encoded()])
            }
        }
    }
}
