import Logging
import Messaging
import NodeKit
import Persistence
import SMPProtocol
import ServiceLifecycle
import TestSupport
import Testing

@testable import Trade

@Suite("Messages that reach a worker (TW-6)", .usesBroker, .timeLimit(.minutes(10)))
struct WorkerInboxTests {
    /// One of each type that a worker takes.
    private static let samples: [any InboxMessage] = [
        Sample.ledger(), Sample.policy(), Sample.flags(flags: 1), Sample.update(), Sample.offer(amount: 5000), Sample.prepared(),
        Sample.rejected(), Sample.finalized(committed: 5),
        Sample.transfer(.collecting, Sample.collector, Sample.creditor, to: Sample.creditor, -5),
        RejectedConfig(
            debtorID: 666, creditorID: 1, configTs: Sample.now, configSeqnum: 0, configFlags: 0, configData: "", negligibleAmount: 0,
            rejectionCode: "NO", ts: Sample.now),
        AccountPurge(debtorID: 666, creditorID: 1, creationDate: Sample.birthday, ts: Sample.now),
        FetchDebtorInfo.discovery("https://example.com/666", 666, ts: Sample.now),
        StoreDocument(CoinInfo(debtor: 666, peg: nil, willNotChangeUntil: nil), at: "https://example.com/666", ts: Sample.now),
        DiscoverDebtor(debtorID: 666, iri: "https://example.com/666", forceLocatorRefetch: false, ts: Sample.now),
        ConfirmDebtor(debtorID: 666, debtorInfoLocator: "https://example.com/666", ts: Sample.now),
        NeededCollector(debtorID: 840, ts: Sample.now),
        ReviseAccountLock(creditorID: 1, debtorID: 666, turnID: 7, ts: Sample.now),
        TriggerTransfer(collectorID: 1, turnID: 7, debtorID: 666, creditorID: 2, transferKind: .sending, ts: Sample.now),
        AccountIDRequest(collectorID: 1, turnID: 7, debtorID: 666, creditorID: 2, transferKind: .moving, ts: Sample.now),
        AccountIDResponse(
            collectorID: 1, turnID: 7, debtorID: 666, creditorID: 2, transferKind: .sending, accountID: Sample.account("a"),
            accountIDVersion: 1, ts: Sample.now),
        StartSending(collectorID: 1, turnID: 7, debtorID: 666, ts: Sample.now),
        StartDispatching(collectorID: 1, turnID: 7, debtorID: 666, ts: Sample.now),
        CalculateSurplus(collectorID: 1, debtorID: 666, turnID: 7, ts: Sample.now),
        AbandonedTransfer(collectorID: 1, turnID: 7, debtorID: 666, creditorID: 2, isCollecting: true, ts: Sample.now),
        ActivateCollector(debtorID: 666, creditorID: 1, accountID: Sample.account("a"), ts: Sample.now),
    ]

    private static func inbox(_ shard: String = "#") -> WorkerInbox {
        WorkerInbox(realm: ShardingRealm(bindingKey: shard) ?? .everything) { _ in }
    }

    // MARK: Verdicts (TW 6.1, 6.2)

    @Test("a worker takes all types that there are, each of its own shard only")
    func verdicts() throws {
        let kinds = Set(Self.samples.map { type(of: $0).kind })
        #expect(kinds == Set(MessageKind.allCases.filter { Node.trade.accepts($0) }))
        for message in Self.samples {
            let (kind, body) = (type(of: message).kind, message.encoded())
            let verdicts = ["#", "0.#", "1.#"].map { Self.inbox($0).verdict(on: kind, body: body) }
            #expect(verdicts.count { if case .handle = $0 { true } else { false } } == 2, "\(kind)")
            let foreign = verdicts.compactMap { if case .foreign(let reason) = $0 { reason } else { nil } }
            #expect(foreign == ["The server is not responsible for this shard."], "\(kind)")
            for wrong in [Array("{}".utf8), Array(body.dropLast()), [0xff]] {
                guard case .reject = Self.inbox().verdict(on: kind, body: wrong) else {
                    Issue.record("\(kind): \(String(decoding: wrong, as: UTF8.self)) was not rejected")
                    continue
                }
            }
        }
    }

    @Test("answers for other coordinators stop the queue; notices of other transfers are of no interest")
    func coordinators() {
        var (prepared, rejected, finalized) = (Sample.prepared(), Sample.rejected(), Sample.finalized(committed: 0))
        prepared.coordinatorType = .direct
        rejected.coordinatorType = .issuing
        finalized.coordinatorType = .direct
        for message in [prepared, rejected, finalized] as [any InboxMessage] {
            let verdict = Self.inbox().verdict(on: type(of: message).kind, body: message.encoded())
            guard case .foreign(let reason) = verdict else { Issue.record("\(verdict)"); continue }
            #expect(reason.hasPrefix("Unexpected coordinator type"))
        }
        var transfer = Sample.transfer(.collecting, Sample.collector, Sample.creditor, to: Sample.creditor, -5)
        transfer.coordinatorType = .direct
        var worker = PlayedWorker()
        #expect(worker.handle(transfer) == Effects())
    }

    // MARK: On a database (TW-29 "Actors")

    private static func store(_ database: Database) -> WorkerStore {
        WorkerStore(
            database: database, wakeUps: WakeUps(service: "test"), rules: Sample.rules, logger: TestDatabase.quietLogger,
            now: { Sample.now }, random: { 0 })
    }

    @Test("each can be handled when the database knows nothing, alone and with all others; answers to unknown requests are dismissed")
    func emptyDatabase() async throws {
        try await TestDatabase.with(migrations: Resources.workerMigrations) { database in
            let store = Self.store(database)
            for message in Self.samples {
                let effects = try await store.handle([message])
                let prepared = message as? PreparedTransfer
                #expect(effects.finalizations == (prepared.map { [FinalizeTransfer(answering: $0, ts: Sample.now)] } ?? []))
                if message is RejectedConfig {
                    #expect(effects.messages.isEmpty && effects.notices.count == 1)
                }
            }
            let dismissal = try #require(
                try await database.query("SELECT body FROM outbox_message WHERE kind = $1", MessageKind.finalizeTransfer.rawValue).first)
            let sent = try FinalizeTransfer(json: dismissal.decode(0))
            #expect(sent.committedAmount == 0 && sent.transferNote.isEmpty && sent.transferNoteFormat.isEmpty)
            #expect((sent.transferID, sent.coordinatorRequestID, sent.coordinatorID) == (55, 1, CoordinatorID(Sample.creditor)))
            try await store.handle(Self.samples + Self.samples)
        }
    }

    @Test("an answer with another coordinator's number is not taken for one's own (TW 15.4, 22.8)")
    func foreignNumbers() async throws {
        try await TestDatabase.with(migrations: Resources.workerMigrations) { database in
            let store = Self.store(database)
            let collector = UsableCollector(key: Sample.collectorAccount, accountID: Sample.account("c"), disabledAt: nil)
            try await database.transaction { tx in
                tx.enqueue(WorkerTurnRows.insert([Sample.turn(.lockingAccounts)]))
                tx.enqueue(SolverCopyRows.insert([collector]))
            }
            try await store.handle([Sample.offer(amount: -5000)])
            let stranger = AccountKey(creditor: 0x200_0000_0099, debtor: Sample.debtor)
            let before = try await WorkerState.stored(in: database)
            for message in [Sample.rejected(stranger), Sample.finalized(stranger, committed: 0)] as [any InboxMessage] {
                #expect(try await store.handle([message]) == Effects())
            }
            let other = Sample.prepared(stranger)
            #expect(try await store.handle([other]).finalizations == [FinalizeTransfer(answering: other, ts: Sample.now)])
            #expect(try await WorkerState.stored(in: database).differences(from: before) == [])
        }
    }

    @Test("a message that the database cannot take goes to the dead letters alone, like one that is none")
    func poison() async throws {
        let broker = try TestBroker()
        let (queue, deadLetters) = try await broker.queueWithDeadLetters()
        let users = (1...20 as ClosedRange<Int64>).map { AccountKey(creditor: CreditorID($0), debtor: Sample.debtor) }
        var messages = users.map { (type: "UpdatedPolicy", body: Sample.policy($0, min: 6).encoded()) }
        // PostgreSQL has no texts with NUL.
        let poison = Sample.policy(AccountKey(creditor: 99, debtor: Sample.debtor), name: "a\u{0}b")
        messages.insert(("UpdatedPolicy", poison.encoded()), at: 10)
        messages.insert(("UpdatedPolicy", Array("{]".utf8)), at: 5)
        messages.insert(("NoSuchType", users[0].debtor.description.utf8.map(\.self)), at: 3)
        try await broker.publish(messages.map { broker.message($0.body, to: queue, type: $0.type) })
        try await TestDatabase.with(migrations: Resources.workerMigrations) { database in
            let store = Self.store(database)
            let policy = InboxPolicy(attempts: 2, backoff: Backoff(initialSeconds: 0.01, maximumSeconds: 0.1))
            let inbox = Inbox(
                .init(consumer: .init(url: broker.url, queue: queue, prefetchCount: 100), workers: 1, policy: policy),
                handler: WorkerInbox(realm: .everything) { _ = try await store.handle($0) }, logger: TestDatabase.quietLogger)
            let group = ServiceGroup(services: [inbox], logger: TestDatabase.quietLogger)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                try await TestBroker.eventually("three dead letters, and an empty queue") {
                    let (dead, waiting) = (try await broker.readyCount(deadLetters), try await broker.readyCount(queue))
                    return dead == 3 && waiting == 0
                }
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
            #expect(Set(try await WorkerState.stored(in: database).policies.keys) == Set(users))
        }
    }

    // MARK: Shards (TW 25.4, 5.3)

    @Test("in each table that is divided among shards, a foreign row is found")
    func verification() async throws {
        var rows = RandomRows(seed: 4)
        var random = rows.state()
        for debtor in RandomRows.debtors {
            random.claims[debtor] = rows.claim(debtor)
            random.recentlyNeeded[debtor] = Sample.now
        }
        let state = random
        try await TestDatabase.with(migrations: Resources.workerMigrations) { database in
            try await state.store(in: database, collectors: Sample.rules.collectors)
            let messages: [any SMPMessage] = (1...20 as ClosedRange<Int64>).map { number in
                FinalizeTransfer(
                    answering: Sample.prepared(AccountKey(creditor: CreditorID(number), debtor: Sample.debtor)), ts: Sample.now)
            }
            try await database.transaction { tx in Outbox.append(messages.map { OutboxMessage($0) }, in: tx) }
            func verify(_ shard: String, _ tables: [PartitionedTable]) async throws -> Int32 {
                let shard = ShardConfiguration(realm: ShardingRealm(bindingKey: shard)!, verificationPauseSeconds: 0)
                return try await ShardVerification(database: database, shard: shard, logger: TestDatabase.quietLogger).run(tables)
            }
            #expect(try await verify("#", WorkerNode.partitionedTables) == 0)
            for (index, table) in WorkerNode.partitionedTables.enumerated() {
                let foreign = (try await verify("0.#", [table]), try await verify("1.#", [table]))
                #expect(foreign.0 == 1 || foreign.1 == 1, "table \(index)")
            }
        }
    }
}
