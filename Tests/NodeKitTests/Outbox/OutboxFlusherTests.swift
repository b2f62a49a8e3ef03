import Messaging
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import NodeKit

@Suite(.usesBroker, .timeLimit(.minutes(2))) struct OutboxFlusherTests {
    private typealias Support = OutboxSupport

    @Test("what a transaction has recorded is published once, with its envelope, and leaves the table")
    func publishes() async throws {
        let broker = try TestBroker()
        let debtorID = Support.randomDebtor()
        let queue = try await Support.peer(of: debtorID, at: broker)
        try await TestDatabase.with(migrations: Support.migrations) { database in
            let message = Support.finalization(debtorID, 7)
            try await Support.record([message], in: database)
            try await Support.flusher(database, broker, quitsEarly: true).run()
            let consumer = BatchConsumer(.init(url: broker.url, queue: queue), logger: broker.logger)
            try await consumer.start()
            let delivery = try #require(try await consumer.nextBatch()?.first)
            consumer.acknowledge(delivery.tag)
            await consumer.close()
            #expect(delivery.body == message.body)
            #expect(delivery.type == "FinalizeTransfer")
            #expect(delivery.contentType == "application/json")
            #expect(delivery.appID == "swpt_creditors")
            #expect(delivery.exchange == "creditors_out")
            #expect(delivery.headers[named: "debtor-id"] == .int(debtorID.rawValue))
            #expect(delivery.headers[named: "coordinator-type"] == .string("direct"))
            #expect(try await Support.waiting(in: database) == 0)
        }
    }

    @Test("a transaction that fails records nothing")
    func rollback() async throws {
        struct Failure: Error {}
        try await TestDatabase.with(migrations: Support.migrations) { database in
            await #expect(throws: Failure.self) {
                try await database.transaction { tx in
                    Outbox.append([Support.finalization(1, 1)], in: tx)
                    try tx.flush()
                    throw Failure()
                }
            }
            let waiting = try await Support.waiting(in: database)
            #expect(waiting == 0)
        }
    }

    @Test("an unroutable mandatory message stays and stands in nobody's way; it goes when there is a route")
    func unroutable() async throws {
        let broker = try TestBroker()
        let reachable = Support.randomDebtor()
        let unreachable = Support.randomDebtor()
        let queue = try await Support.peer(of: reachable, at: broker)
        try await TestDatabase.with(migrations: Support.migrations) { database in
            let messages = (1...100).map { Support.finalization($0 == 50 ? unreachable : reachable, $0) }
            try await Support.record(messages, in: database)
            try await Support.flusher(database, broker, quitsEarly: true).run()
            #expect(try await Support.waiting(in: database) == 1)
            #expect(Set(try await Support.received(99, from: queue, at: broker)) == Set((1...100).filter { $0 != 50 }))

            try await Support.bind(queue, to: unreachable, at: broker)
            try await database.execute("UPDATE outbox_message SET retry_at = now()")
            try await Support.flusher(database, broker, quitsEarly: true).run()
            #expect(try await Support.received(1, from: queue, at: broker) == [50])
            #expect(try await Support.waiting(in: database) == 0)
        }
    }

    @Test("flushers in parallel send every message exactly once")
    func parallel() async throws {
        let broker = try TestBroker()
        let debtorID = Support.randomDebtor()
        let queue = try await Support.peer(of: debtorID, at: broker)
        try await TestDatabase.with(migrations: Support.migrations) { database in
            try await Support.record((1...4000).map { Support.finalization(debtorID, $0) }, in: database)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask { try await Support.flusher(database, broker, burstCount: 97, quitsEarly: true).run() }
                }
                try await group.waitForAll()
            }
            #expect(try await Support.waiting(in: database) == 0)
            let numbers = try await Support.received(4000, from: queue, at: broker)
            #expect(numbers.count == 4000)
            #expect(Set(numbers).count == 4000)
            #expect(try await broker.commands.status(ofQueue: queue)?.readyMessages == 0)
        }
    }

    @Test("a sibling's messages are dropped after a split; a foreign one is kept and not sent")
    func shards() async throws {
        let broker = try TestBroker()
        let debtorID = Support.randomDebtor()
        let queue = try await Support.peer(of: debtorID, at: broker)
        try await TestDatabase.with(migrations: Support.migrations) { database in
            func message(of creditorID: CreditorID) -> OutboxMessage {
                let address = MessageAddress(debtorID: debtorID, creditorID: creditorID, coordinatorID: 1, coordinatorType: .direct)
                let body = Support.finalization(debtorID, creditorID.rawValue).body
                return OutboxMessage(kind: .finalizeTransfer, address: address, body: body)
            }
            try await Support.record([message(of: 2), message(of: 3), message(of: 1)], in: database)
            let shard = OutboxShard { _, address in
                switch address.creditorID {
                case 2: .leftOver
                case 3: .foreign
                default: .own
                }
            }
            try await Support.flusher(database, broker, shard: shard, quitsEarly: true).run()
            #expect(try await Support.received(1, from: queue, at: broker) == [1])
            let rest = try await database.query("SELECT creditor_id FROM outbox_message").map { try $0.decode(0, as: CreditorID.self) }
            #expect(rest == [3])
        }
    }

    @Test("a flusher that sleeps for an hour sends at once when it is woken, from this process or another")
    func wakeUps() async throws {
        let broker = try TestBroker()
        let debtorID = Support.randomDebtor()
        let queue = try await Support.peer(of: debtorID, at: broker)
        try await TestDatabase.with(migrations: Support.migrations) { database in
            let here = WakeUps(service: "test")
            let wakeUp = here.subscribe(to: .outbox)
            let elsewhere = WakeUps(service: "test")
            let flusher = Support.flusher(database, broker, wakeUp: wakeUp)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await flusher.run() }
                group.addTask { await WakeUpRelay(here, database: database, logger: broker.logger).run() }
                group.addTask { await WakeUpRelay(elsewhere, database: database, logger: broker.logger).run() }
                try await Support.record([Support.finalization(debtorID, 1)], in: database)
                here.raise(.outbox)
                #expect(try await Support.received(1, from: queue, at: broker) == [1])
                try await Support.record([Support.finalization(debtorID, 2)], in: database)
                elsewhere.raise(.outbox)
                #expect(try await Support.received(1, from: queue, at: broker) == [2])
                group.cancelAll()
                while let result = await group.nextResult() {
                    if case .failure(let error) = result, !(error is CancellationError) { throw error }
                }
            }
        }
    }

    @Test("a row from which no message can be made stays and stands in nobody's way; it is told once, with its number")
    func damaged() async throws {
        let broker = try TestBroker()
        let debtorID = Support.randomDebtor()
        let queue = try await Support.peer(of: debtorID, at: broker)
        let log = RecordedLog()
        try await TestDatabase.with(migrations: Support.migrations) { database in
            try await Support.record((1...10).map { Support.finalization(debtorID, $0) }, in: database)
            let damaged: Int64 = try await database.query(
                """
                UPDATE outbox_message SET debtor_id = NULL WHERE message_id = (SELECT min(message_id) FROM outbox_message)
                RETURNING message_id
                """)[0].decode(0)
            for _ in 1...2 {
                try await Support.flusher(database, broker, burstCount: 3, quitsEarly: true, logger: log.logger).run()
                try await database.execute("UPDATE outbox_message SET retry_at = now()")
            }
            #expect(Set(try await Support.received(9, from: queue, at: broker)) == Set(2...10))
            let rest = try await database.query("SELECT message_id, attempts FROM outbox_message")
            #expect(rest.count == 1)
            #expect(try rest[0].decode(0, as: Int64.self) == damaged)
            #expect(try rest[0].decode(1, as: Int16.self) == 2)
        }
        #expect(log.lines.filter { $0.hasPrefix("error") }.count == 1, "\(log.lines)")
        #expect(log.lines.contains { $0.hasPrefix("error 1 FinalizeTransfer message(s) stay in the outbox") && $0.contains(" message=") })
    }

    @Test("a message leaves when its moment has come, and not before, although nobody wakes the flusher")
    func notBefore() async throws {
        let broker = try TestBroker()
        let debtorID = Support.randomDebtor()
        let queue = try await Support.peer(of: debtorID, at: broker)
        try await TestDatabase.with(migrations: Support.migrations) { database in
            let now: Timestamp = try await database.query("SELECT now()")[0].decode(0)
            let moment = now.adding(microseconds: 1_000_000)
            let message = Support.finalization(debtorID, 2)
            let later = OutboxMessage(kind: message.kind, address: message.address, body: message.body, notBefore: moment)
            try await Support.record([later, Support.finalization(debtorID, 1)], in: database)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await Support.flusher(database, broker).run() }
                #expect(try await Support.received(1, from: queue, at: broker) == [1])
                #expect(try await Support.received(1, from: queue, at: broker) == [2])
                let isTime: Bool = try await database.query("SELECT clock_timestamp() >= $1", moment)[0].decode(0)
                #expect(isTime)
                group.cancelAll()
                while let result = await group.nextResult() {
                    if case .failure(let error) = result, !(error is CancellationError) { throw error }
                }
            }
        }
    }

    @Test("types take turns: a flood of one does not keep the others waiting for its end")
    func turns() async throws {
        let broker = try TestBroker()
        let debtorID = Support.randomDebtor()
        let queue = try await Support.peer(of: debtorID, at: broker)
        try await TestDatabase.with(migrations: Support.migrations) { database in
            let flood = (1...40).map { number in
                let message = Support.finalization(debtorID, Int64(number))
                return OutboxMessage(kind: .configureAccount, address: message.address, body: message.body)
            }
            try await Support.record(flood + [Support.finalization(debtorID, 41)], in: database)
            try await Support.flusher(database, broker, burstCount: 10, quitsEarly: true).run()
            let numbers = try await Support.received(41, from: queue, at: broker)
            #expect(try #require(numbers.firstIndex(of: 41)) == 10)
            #expect(try await Support.waiting(in: database) == 0)
        }
    }
}
