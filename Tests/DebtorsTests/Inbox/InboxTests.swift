import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Debtors

@Suite("Messages on a real database (DA 7, DA 10, DA 18.3, 18.4.6)", .timeLimit(.minutes(10)))
struct InboxTests {
    /// An active debtor with some transfers.
    private func transfers(_ node: TestNode, _ id: DebtorID = Sample.debtorID, count: Int) async throws -> [RunningTransfer] {
        var transfers: [RunningTransfer] = []
        for n in 1...count {
            let uuid = Sample.uuid(UInt64(n))
            let initiation = try await node.store.initiateTransfer(
                id, uuid, Sample.order(), limits: Limits(maxTransfersPerMonth: 100_000))
            if case .created(let transfer) = initiation { transfers.append(transfer) }
        }
        #expect(transfers.count == count)
        return transfers
    }

    @Test("everything about a debtor survives the way to the database and back")
    func roundTrip() async throws {
        try await TestNode.with { node async throws in
            var debtor = Sample.active(-3)
            debtor.deactivationDate = nil
            debtor.minBalance = -5
            debtor.configuration = DebtorConfiguration(
                lastTs: .latest, lastSeqnum: SequenceNumber(.min), flags: -7, data: "ж\"\\\n€😀", isEffectual: true, error: "",
                latestUpdateID: .max)
            debtor.account = ServerAccount(
                exists: true, creationDate: .latest, lastChangeTs: .earliest, lastChangeSeqnum: SequenceNumber(.max),
                lastHeartbeatTs: .epoch, accountID: AccountID(String(repeating: "x", count: 100))!, balance: .min,
                transferNoteMaxBytes: 500)
            debtor.infoIRI = "https://example.com/ж"
            debtor.actions = WindowedCounter(count: 3, resetDate: .earliest)
            debtor.documents = WindowedCounter(count: 4, resetDate: .latest)
            debtor.runningTransfersCount = 0
            let stored = debtor
            try await node.store.insert(stored)
            #expect(try await node.store.debtor(-3) == stored)
            let changed = try await node.store.change(-3) { debtor in
                _ = debtor.deactivate(now: noon)
                debtor?.account.balance = .max
            }
            #expect(try await node.store.debtor(-3) == changed)
            #expect(changed?.deactivationDate == noon.date)
        }
    }

    @Test("everything about a transfer survives the way to the database and back")
    func transferRoundTrip() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            let transfer = try await transfers(node, count: 1)[0]
            let outcomes = [
                TransferOutcome(finalizedAt: noon, errorCode: nil, totalLockedAmount: nil),
                TransferOutcome(finalizedAt: .latest, errorCode: "", totalLockedAmount: .max),
                TransferOutcome(finalizedAt: .earliest, errorCode: "X", totalLockedAmount: 0),
            ]
            #expect(try await node.store.transfer(transfer.debtorID, transfer.uuid) == transfer)
            for outcome in outcomes {
                let changed = try await node.store.change(transfer.debtorID, transfer.uuid) { transfer in
                    transfer.transferID = -5
                    transfer.outcome = outcome
                }
                #expect(changed?.outcome == outcome)
                #expect(try await node.store.transfer(transfer.debtorID, transfer.uuid) == changed)
            }
        }
    }

    @Test("a batch is two round trips and at most five statements, however large it is", arguments: [1, 500])
    func batchCost(count: Int) async throws {
        try await TestNode.with { node async throws in
            let debtor = try await node.activate()
            let transfers = try await transfers(node, count: count)
            let messages = transfers.map { Sample.prepared($0) as any InboxMessage } + [Sample.update(debtor, principal: -1)]
            let before = node.database.counters
            try await node.inbox.handle(messages)
            let cost = node.database.counters - before
            #expect(cost.roundTrips == 2)
            #expect(cost.statements == 5)
            #expect(cost.transactions == 1)
            _ = try await node.takeSent().count
            for transfer in transfers {
                #expect(try await node.store.transfer(transfer.debtorID, transfer.uuid)?.transferID == 777)
            }
            #expect(try await node.store.debtor(debtor.id)?.account.balance == -1)
        }
    }

    @Test(
        "what a batch does is what its messages do one by one, in their order, also with duplicates",
        arguments: 1...6 as ClosedRange<UInt64>)
    func batchEqualsSequence(seed: UInt64) async throws {
        try await TestNode.with { node async throws in
            var random = SplitMix64(seed: seed)
            let ids: [DebtorID] = [4_294_967_296, 4_294_967_297]
            var model = ModelNode()
            var messages: [ModelNode.Incoming] = []
            for id in ids {
                let debtor = try await node.activate(id)
                model.debtors[id] = debtor
                for n in 0..<6 {
                    messages.append(
                        .accountUpdate(Sample.update(debtor, principal: -Int64(n)) { $0.lastChangeSeqnum = SequenceNumber(Int32(n)) }))
                }
                messages.append(.rejectedConfig(Sample.rejection(of: debtor)))
                messages.append(.accountPurge(AccountPurge(debtorID: id, creditorID: .root, creationDate: .latest, ts: noon)))
            }
            for transfer in try await transfers(node, ids[0], count: 3) {
                model.transfers[transfer.key] = transfer
                for id in [1, 2] as [TransferID] {
                    messages.append(.prepared(Sample.prepared(transfer, id: id)))
                    messages.append(.finalized(Sample.finalized(transfer, id: id)))
                }
                messages.append(.rejected(Sample.rejected(transfer)))
            }
            model.debtors[ids[0]] = try await node.store.debtor(ids[0])
            messages.append(.accountUpdate(Sample.update(Sample.active(4_294_967_299))))
            messages = (messages + messages).shuffled(using: &random)
            _ = try await node.takeSent()

            try await node.inbox.handle(messages.map(\.message))
            for message in messages { model.deliver(message, now: noon) }

            for id in ids { #expect(try await node.store.debtor(id) == model.debtors[id], "seed \(seed)") }
            for transfer in model.transfers.values {
                #expect(try await node.store.transfer(transfer.debtorID, transfer.uuid) == transfer, "seed \(seed)")
            }
            let sent = try await node.takeSent()
            let expected = try model.sent.map { try JSONValue(json: OutboxMessage($0.message).body, limits: .message) }
            #expect(sent == expected, "seed \(seed)")
        }
    }

    @Test("the moment of a change is the one at which its rows were locked, however long that took")
    func momentAfterLock() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            let transfer = try await transfers(node, count: 1)[0]
            let wait: @Sendable () -> Void = { node.clock.advance(seconds: 7) }
            try await OpenTransaction.with(
                node.database, ["UPDATE running_transfer SET amount = amount"],
                contender: { try await node.deliver(Sample.rejected(transfer)) }, meanwhile: wait)
            #expect(try await node.store.transfer(transfer.debtorID, transfer.uuid)?.outcome?.finalizedAt == noon + 7)
            let answer = try await OpenTransaction.with(
                node.database, ["UPDATE debtor SET status = status"],
                contender: { try await node.patch("/debtors/4294967296/config", #"{"configData":"","latestUpdateId":2}"#) }, meanwhile: wait
            )
            #expect(answer.status == 200)
            #expect(try await node.store.debtor(Sample.debtorID)?.configuration.lastTs == noon + 14)
        }
    }

    @Test("messages about unknown debtors and transfers do nothing but dismiss and discard")
    func unknown() async throws {
        try await TestNode.with { node async throws in
            let ghost = Sample.active(4_294_967_296)
            try await node.deliver(
                Sample.update(ghost), Sample.rejection(of: ghost),
                AccountPurge(debtorID: ghost.id, creditorID: 2, creationDate: .latest, ts: noon),
                ActivateDebtor(debtorID: ghost.id, reservationID: "1", ts: noon), Sample.prepared(Sample.transfer()),
                Sample.rejected(Sample.transfer()), Sample.finalized(Sample.transfer()))
            let sent = try await node.takeSent()
            #expect(sent.map { $0["type"]?.text } == ["ConfigureAccount", "FinalizeTransfer"])
            #expect(sent.last?["committed_amount"]?.integer == 0)
            #expect(try await node.store.debtor(ghost.id) == nil)
        }
    }

    @Test("a reserved debtor is activated by its message, once, and by the right reservation only")
    func activation() async throws {
        try await TestNode.with { node async throws in
            let reserved = try await node.store.reserve(Sample.debtorID)
            try await node.deliver(ActivateDebtor(debtorID: reserved.id, reservationID: "99999", ts: noon))
            #expect(try await node.store.debtor(reserved.id) == reserved)
            let right = ActivateDebtor(debtorID: reserved.id, reservationID: reserved.reservationID.text, ts: noon)
            try await node.deliver(right, right)
            try await node.deliver(right)
            #expect(try await node.store.debtor(reserved.id)?.isActive == true)
            #expect(try await node.takeSent().count == 1)
        }
    }

    // MARK: verdicts

    private static let purge =
        #"{"type":"AccountPurge","debtor_id":%ID,"creditor_id":2,"creation_date":"2024-01-05","ts":"2024-01-05T00:00:00Z"}"#

    @Test("which messages are handled, rejected, ignored, or stop the queue (DA 18.4.6)")
    func verdicts() async throws {
        try await TestNode.with { node async throws in
            func verdict(_ kind: MessageKind, _ body: String) -> String {
                switch node.inbox.verdict(on: kind, body: Array(body.utf8)) {
                case .handle: "handle"
                case .ignore: "ignore"
                case .reject: "reject"
                case .foreign(let reason): reason
                }
            }
            #expect(verdict(.accountPurge, "no json") == "reject")
            #expect(verdict(.accountPurge, "{}") == "reject")
            #expect(verdict(.accountPurge, "[]") == "reject")
            #expect(verdict(.accountPurge, Self.purge.replacing("%ID", with: "4294967296")) == "handle")
            #expect(verdict(.accountPurge, Self.purge.replacing("%ID", with: "1")) == "The agent is not responsible for this debtor.")
            #expect(verdict(.rejectedConfig, Self.purge.replacing("%ID", with: "4294967296")) == "reject")
            #expect(!node.inbox.node.accepts(.accountTransfer))

            var transfer = Sample.rejected(Sample.transfer())
            transfer.coordinatorType = .direct
            #expect(verdict(.rejectedTransfer, String(decoding: OutboxMessage(transfer).body, as: UTF8.self)) == "ignore")
            transfer.debtorID = 1
            #expect(
                verdict(.rejectedTransfer, String(decoding: OutboxMessage(transfer).body, as: UTF8.self))
                    == "The agent is not responsible for this debtor.")
        }
    }

    @Test("an activation message may have any ID and a moment in Zulu time, and lacks exactly what it lacks (DA 18.2.5)")
    func activationDocument() throws {
        let message = try ActivateDebtor(
            json: Array(#"{"type":"ActivateDebtor","debtor_id":-5,"reservation_id":"1","ts":"2024-01-05T00:00:00Z","more":[1]}"#.utf8))
        #expect(message.debtorID == -5)
        for body in [
            #"{"type":"X","debtor_id":-5,"reservation_id":"1","ts":"2024-01-05T00:00:00Z"}"#,
            #"""
            {"type":"ActivateDebtor","debtor_id":-5,"reservation_id":"\#(String(repeating: "1", count: 1000))",\#
            "ts":"2024-01-05T00:00:00Z"}
            """#,
        ] {
            #expect(throws: MessageError.self) { try ActivateDebtor(json: Array(body.utf8)) }
        }
        do {
            _ = try ActivateDebtor(json: Array("{}".utf8))
            Issue.record("an empty object is no message")
        } catch {
            for field in ["type", "debtor_id", "reservation_id", "ts"] { #expect("\(error)".contains(field), "\(error)") }
            #expect(!"\(error)".contains("creditor_id"))
        }
    }
}

extension ModelNode.Incoming {
    var message: any InboxMessage {
        switch self {
        case .rejectedConfig(let message): message
        case .accountUpdate(let message): message
        case .accountPurge(let message): message
        case .prepared(let message): message
        case .rejected(let message): message
        case .finalized(let message): message
        }
    }
}
