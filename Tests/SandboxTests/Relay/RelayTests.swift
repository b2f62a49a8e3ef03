import Messaging
import NodeKit
import SMPProtocol
import TestSupport
import Testing

@testable import Sandbox

/// AA 10.3, OPS 7.6: the sandbox on a real broker.
@Suite(.usesBroker, .serialized, .timeLimit(.minutes(5)))
struct RelayTests {
    private static let anna: CreditorID = 0x0000_0101_0000_0007
    private static let carl: CreditorID = 0x0000_0101_0000_0008
    /// In the range of the trade service.
    private static let collector: CreditorID = 0x0000_0100_0000_0009

    private func configuration(_ debtorID: DebtorID, _ creditorID: CreditorID, negligible: Float = 0, data: String = "") -> ConfigureAccount
    {
        ConfigureAccount(
            debtorID: debtorID, creditorID: creditorID, negligibleAmount: negligible, configData: data, configFlags: 0, seqnum: 1,
            ts: SystemClock.now())
    }

    @Test func `Messages come out with the keys and headers of a bridge`() async throws {
        try await LiveSandbox.with { sandbox in
            let id = sandbox.debtorID
            try await sandbox.send([configuration(id, .root, negligible: 1e18)], from: .debtors)
            let update = try #require(try await sandbox.receive(1, from: sandbox.debtorsQueue).first)
            #expect(update.exchange == "debtors_in" && update.routingKey == RoutingKey.binary(id))
            #expect(update.type == "AccountUpdate" && update.contentType == "application/json" && update.appID == "aa_sandbox")
            #expect(
                update.headers == [
                    Field("message-type", "AccountUpdate"), Field("debtor-id", .int(id.rawValue)), Field("creditor-id", 0),
                ])
            #expect(try update.message(AccountUpdate.self).accountID.rawValue == "0")

            try await sandbox.send([configuration(id, Self.anna), configuration(id, Self.collector)], from: .creditors)
            let updates = try await sandbox.receive(2, from: sandbox.creditorsQueue)
            #expect(updates.map(\.routingKey) == [RoutingKey.binary(Self.anna), RoutingKey.binary(Self.collector)])
            #expect(updates.map { $0.headers[named: "ca-creditors"] } == [.bool(true), .bool(false)])
            #expect(updates.map { $0.headers[named: "ca-trade"] } == [.bool(false), .bool(true)])

            let wallets = PlayedWallets()
            try await sandbox.send(
                [wallets.request(1, AccountKey(id, .root), to: Self.anna.unsignedText, 500, ts: SystemClock.now())], from: .debtors)
            let prepared = try #require(try await sandbox.receive(1, from: sandbox.debtorsQueue).first)
            #expect(
                prepared.headers[named: "coordinator-type"] == "issuing" && prepared.headers[named: "coordinator-id"] == .int(id.rawValue))
            try await sandbox.send([try #require(try wallets.answer(to: prepared, ts: SystemClock.now()))], from: .debtors)
            #expect(try await sandbox.receive(2, from: sandbox.debtorsQueue).map(\.type) == ["FinalizedTransfer", "AccountUpdate"])
            #expect(try await sandbox.receive(2, from: sandbox.creditorsQueue).map(\.type) == ["AccountTransfer", "AccountUpdate"])

            let agent = PrepareTransfer(
                debtorID: id, creditorID: Self.anna, coordinatorType: .agent, coordinatorID: CoordinatorID(Self.collector),
                coordinatorRequestID: 5, minLockedAmount: 0, maxLockedAmount: 0, recipient: AccountID(Self.collector.unsignedText)!,
                finalInterestRateTs: .farFuture, maxCommitDelay: 100, ts: SystemClock.now())
            try await sandbox.send([agent], from: .trade)
            let answer = try #require(try await sandbox.receive(1, from: sandbox.creditorsQueue).first)
            #expect(answer.routingKey == RoutingKey.binary(Self.collector))
            #expect(answer.headers[named: "ca-creditors"] == .bool(false) && answer.headers[named: "ca-trade"] == .bool(true))
            let commit = Bank.finalization(try answer.message(), 20, ts: SystemClock.now())
            try await sandbox.send([commit], from: .trade)
            let outcome = try await sandbox.receive(5, from: sandbox.creditorsQueue)
            #expect(
                outcome.map(\.type) == ["FinalizedTransfer", "AccountTransfer", "AccountTransfer", "AccountUpdate", "AccountUpdate"])
            let transfers = outcome.filter { $0.type == "AccountTransfer" }
            #expect(transfers.map { $0.headers[named: "ca-creditors"] } == [.bool(true), .bool(false)])
            #expect(transfers.allSatisfy { $0.headers[named: "ca-trade"] == .bool(true) })
        }
    }

    @Test func `IDs are translated between the subnets, names of accounts are not`() async throws {
        try await LiveSandbox.with(["SANDBOX_CREDITORS_AGENTS": "000001:000402"]) { sandbox in
            let id = sandbox.debtorID
            try await sandbox.send([configuration(id, Self.anna), configuration(id, Self.carl)], from: .creditors)
            let updates = try await sandbox.receive(2, from: sandbox.creditorsQueue).map { try $0.message(AccountUpdate.self) }
            #expect(updates.map(\.creditorID) == [Self.anna, Self.carl])
            #expect(updates.map(\.accountID.rawValue) == [0x0004_0201_0000_0007, 0x0004_0201_0000_0008].map { "\($0)" })
            let wallets = PlayedWallets()
            let toOld = wallets.request(1, AccountKey(id, Self.anna), to: Self.carl.unsignedText, 0, ts: SystemClock.now())
            let toNew = wallets.request(2, AccountKey(id, Self.anna), to: updates[1].accountID.rawValue, 0, ts: SystemClock.now())
            try await sandbox.send([toOld, toNew], from: .creditors)
            let answers = try await sandbox.receive(2, from: sandbox.creditorsQueue)
            #expect(try answers[0].message(RejectedTransfer.self).statusCode == "RECIPIENT_IS_UNREACHABLE")
            let prepared = try answers[1].message(PreparedTransfer.self)
            #expect(prepared.creditorID == Self.anna && prepared.coordinatorID == CoordinatorID(Self.anna))
            #expect(prepared.recipient == toNew.recipient)
        }
    }

    @Test func `What no bridge would pass is dropped and counted, and nothing else suffers`() async throws {
        try await LiveSandbox.with { sandbox in
            let id = sandbox.debtorID
            var foreign = configuration(id, Self.anna)
            foreign.creditorID = 0x0000_0201_0000_0007
            let other = configuration(DebtorID(rawValue: id.rawValue ^ 1), .root)
            var issuing = PlayedWallets().request(1, AccountKey(id, .root), to: "5", 1, ts: SystemClock.now())
            issuing.creditorID = Self.anna
            try await sandbox.send([foreign, issuing], from: .creditors)
            try await sandbox.send([configuration(id, Self.anna), other], from: .debtors)
            try await sandbox.send([configuration(id, Self.anna)], from: .creditors)
            let update = try await sandbox.receive(1, from: sandbox.creditorsQueue).first
            #expect(try update?.message(AccountUpdate.self).creditorID == Self.anna)
            try await TestBroker.eventually("four messages are refused") {
                try await sandbox.get("/totals").integer("refusedMessages") == 4
            }
            #expect(try await sandbox.get("/accounts").objects("accounts").count == 1)
        }
    }

    @Test func `A message that no queue takes is counted in the end and holds up nothing`() async throws {
        try await LiveSandbox.with(["SANDBOX_RETURNED_SECONDS": "1"]) { sandbox in
            // Whoever else listens on the broker does not listen to this debtor: the key of its messages is bound by nobody.
            let id = DebtorID(rawValue: sandbox.debtorID.rawValue)
            try await sandbox.broker.commands.remove([
                .init(sandbox.debtorsQueue, to: "debtors_in", routingKey: RoutingKey.binary(id))
            ])
            try await sandbox.send([configuration(id, .root)], from: .debtors)
            try await sandbox.send([configuration(id, Self.anna)], from: .creditors)
            #expect(try await sandbox.receive(1, from: sandbox.creditorsQueue).count == 1)
            try await TestBroker.eventually("the message is given up") {
                let totals = try await sandbox.get("/totals")
                return totals.integer("undeliverableMessages") == 1 && totals.integer("waitingMessages") == 0
            }
        }
    }

    @Test(
        arguments: [
            [:],
            [
                "SANDBOX_FAULT_DUPLICATE": "0.2", "SANDBOX_FAULT_REORDER": "0.2", "SANDBOX_FAULT_DROP": "0.05",
                "SANDBOX_FAULT_DELAY": "0.1",
                "SANDBOX_FAULT_MAX_DELAY_SECONDS": "0.5", "SANDBOX_FAULT_SEED": "20",
            ],
        ] as [[String: String]])
    func `Two thousand payments end and conserve money, with and without faults`(settings: [String: String]) async throws {
        try await LiveSandbox.with(settings) { sandbox in
            let wallets = PlayedWallets()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await answerForEver(wallets, sandbox, .creditors) }
                group.addTask { try await answerForEver(wallets, sandbox, .debtors) }
                try await payALot(wallets, sandbox)
                group.cancelAll()
            }
            #expect(wallets.refusals == [])
            #expect(wallets.outcomes.allSatisfy { $0.statusCode == "OK" })
            let accounts = try await sandbox.get("/accounts").objects("accounts")
            #expect(accounts.compactMap { $0.integer("principal") } == [-100_000, 50_000 - 950, 50_000 + 950])
        }
    }

    /// 2 × 50,000 are issued; then the one pays 1 a thousand times, and the other 0 … 1.
    private func payALot(_ wallets: PlayedWallets, _ sandbox: LiveSandbox) async throws {
        let id = sandbox.debtorID
        try await sandbox.send([configuration(id, .root, negligible: 1e18)], from: .debtors)
        try await sandbox.send([configuration(id, Self.anna), configuration(id, Self.carl)], from: .creditors)
        try await TestBroker.eventually("three accounts") { try await sandbox.get("/accounts").objects("accounts").count == 3 }
        let root = AccountKey(id, .root)
        try await sandbox.send(
            [Self.anna, Self.carl].enumerated().map {
                wallets.request(Int64($0), root, to: $1.unsignedText, 50_000, ts: SystemClock.now())
            },
            from: .debtors)
        try await TestBroker.eventually("two issues") { wallets.endedCount == 2 }
        let payments = (1...2000).map { index in
            let isForth = index % 2 == 0
            return wallets.request(
                Int64(100 + index), AccountKey(id, isForth ? Self.anna : Self.carl), to: (isForth ? Self.carl : Self.anna).unsignedText,
                isForth ? 1 : index <= 100 ? 1 : 0, ts: SystemClock.now())
        }
        try await sandbox.send(payments, from: .creditors)
        try await TestBroker.eventually("the end of all payments", within: .seconds(120)) {
            let totals = try await sandbox.get("/totals")
            return wallets.endedCount == 2002 && totals.objects("debtors").first?.integer("preparedTransfers") == 0
                && totals.integer("waitingMessages") == 0
        }
        let totals = try await sandbox.get("/totals")
        #expect(totals["isConserved"] == true && totals.integer("undeliverableMessages") == 0)
        let debtor = try #require(totals.objects("debtors").first)
        #expect(debtor.integer("balance") == 0 && debtor.integer("held") == 100_000 && debtor.integer("locked") == 0)
    }

    private func answerForEver(_ wallets: PlayedWallets, _ sandbox: LiveSandbox, _ node: Node) async throws {
        let queue = node == .debtors ? sandbox.debtorsQueue : sandbox.creditorsQueue
        let consumer = BatchConsumer(.init(url: sandbox.broker.url, queue: queue, prefetchCount: 500), logger: sandbox.broker.logger)
        try await consumer.start()
        do {
            while let batch = try await consumer.nextBatch() {
                let answers = try batch.compactMap { try wallets.answer(to: $0, ts: SystemClock.now()) }
                try await sandbox.send(answers, from: node)
                consumer.acknowledge(batch)
            }
        } catch is CancellationError {
            // The test has seen enough.
        }
        await consumer.close()
    }

    @Test func `Inputs are acknowledged when their answers are confirmed, not before`() async throws {
        try await LiveSandbox.with(["SANDBOX_FAULT_DROP": "1", "SANDBOX_FAULT_MAX_DELAY_SECONDS": "60"], isRelayRunning: false) { sandbox in
            let id = sandbox.debtorID
            let input = await sandbox.node.authority.handle([.configure(configuration(id, Self.anna))])
            #expect(!input.isComplete)
            let relay = Task { try await sandbox.node.relay.run() }
            try await sandbox.send([configuration(id, Self.carl)], from: .creditors)
            let queue = try #require(sandbox.node.relay.peers.last?.queue)
            try await TestBroker.eventually("the message is taken") {
                try await sandbox.broker.commands.status(ofQueue: queue)?.readyMessages == 0
            }
            // Killed before the answer is sent: the input comes again.
            relay.cancel()
            _ = await relay.result
            try await TestBroker.eventually("the message is back") {
                try await sandbox.broker.commands.status(ofQueue: queue)?.readyMessages == 1
            }
        }
    }
}

@Suite(.controlsBroker, .serialized, .timeLimit(.minutes(5)))
struct RelayRestartTests {
    @Test func `A restart of the broker delays messages and loses none`() async throws {
        try await LiveSandbox.with { sandbox in
            let id = sandbox.debtorID
            func configuration(_ number: Int64, _ flags: Int32 = 0) -> ConfigureAccount {
                ConfigureAccount(
                    debtorID: id, creditorID: CreditorID(0x0000_0101_0000_0000 + number), negligibleAmount: 0, configData: "",
                    configFlags: flags,
                    seqnum: 1, ts: SystemClock.now())
            }
            try await sandbox.send((1...100).map { configuration($0) }, from: .creditors)
            #expect(try await sandbox.receive(100, from: sandbox.creditorsQueue).count == 100)
            try await sandbox.broker.control("stop")
            // Meanwhile the authority has something to say.
            let (messages, ticket) = await sandbox.node.authority.execute(.heartbeat, .debtor(id))
            #expect(messages == 100 && !ticket.isComplete)
            try await sandbox.broker.control("start")
            #expect(await ticket.wait())
            #expect(try await sandbox.receive(100, from: sandbox.creditorsQueue).count == 100)
            try await sandbox.send([configuration(200)], from: .creditors)
            #expect(try await sandbox.receive(1, from: sandbox.creditorsQueue).first?.type == "AccountUpdate")
        }
    }
}
