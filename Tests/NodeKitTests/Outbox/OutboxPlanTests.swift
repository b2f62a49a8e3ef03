import Logging
import Messaging
import Persistence
import SMPProtocol
import Testing

@testable import NodeKit

@Suite struct OutboxPlanTests {
    private func row(
        _ id: Int64, attempts: Int16 = 0, kind: MessageKind = .finalizeTransfer,
        address: MessageAddress = MessageAddress(debtorID: 1, creditorID: 2)
    ) -> OutboxRow {
        OutboxRow(
            place: TupleID(block: 0, position: UInt16(id)), messageID: id,
            message: OutboxMessage(kind: kind, address: address, body: []), attempts: attempts)
    }

    @Test("only what was confirmed, or is left over from a split, is deleted; what is to blame is postponed; the rest stays as it is")
    func deletes() {
        var plan = OutboxPlan()
        plan.add(row(1), .confirmed)
        plan.add(row(2), .returned(code: 312, reason: "NO_ROUTE"))
        plan.add(row(3), .nacked)
        plan.add(row(4), .exchangeMissing)
        plan.add(row(5), .unknown(.connectionLost(reason: "test")))
        let leftOver = plan.admit(row(6), shard: OutboxShard { _, _ in .leftOver }, node: .creditors)
        let foreign = plan.admit(row(7), shard: OutboxShard { _, _ in .foreign }, node: .creditors)
        #expect(leftOver == nil && foreign == nil)
        #expect(plan.done.map(\.messageID) == [1, 6])
        #expect(plan.postponed.map(\.row.messageID) == [2, 3, 4, 7])
        #expect(plan.confirmedCount == 1)
        #expect(plan.failure == .connectionLost(reason: "test"))
    }

    @Test(
        "a row from which no envelope can be made is postponed, and not published",
        arguments: [
            (MessageKind.finalizeTransfer, MessageAddress(creditorID: 2)), (.updatedLedger, MessageAddress(debtorID: 1)),
            (.accountPurge, MessageAddress(debtorID: 1, creditorID: 2)), (.fetchDebtorInfo, MessageAddress(iri: "https://example.com/")),
        ])
    func noEnvelope(kind: MessageKind, address: MessageAddress) {
        var plan = OutboxPlan()
        let admitted = plan.admit(row(1, kind: kind, address: address), shard: .whole, node: .creditors)
        #expect(admitted == nil)
        #expect(plan.postponed.map(\.row.messageID) == [1])
        #expect(plan.troubles.keys.map(\.level) == [.error])
    }

    @Test("equal troubles are told once, with their number and the first message; when they go on, only to those who look for them")
    func troubles() {
        var plan = OutboxPlan()
        for id in 1...5000 { plan.add(row(Int64(id)), .returned(code: 312, reason: "NO_ROUTE")) }
        for id in 5001...6000 { plan.add(row(Int64(id), attempts: 3), .returned(code: 312, reason: "NO_ROUTE")) }
        #expect(plan.troubles.count == 2)
        let first = plan.troubles.first { $0.key.level == .warning }?.value
        #expect(first?.count == 5000 && first?.example.messageID == 1)
        #expect(plan.troubles.first { $0.key.level == .debug }?.value.count == 1000)
    }

    @Test("pauses double up to five minutes", arguments: [(0, 1.0), (1, 2), (5, 32), (8, 256), (9, 300), (100, 300), (32001, 300)])
    func pauses(attempts: Int16, seconds: Double) {
        for id in 1...100 {
            let pause = OutboxPlan.pauseSeconds(attempts: attempts, messageID: Int64(id))
            #expect((seconds / 2...seconds).contains(pause), "message \(id)")
        }
    }

    @Test("messages that were postponed together do not come back together")
    func scatter() {
        let pauses = (1...1000).map { OutboxPlan.pauseSeconds(attempts: 20, messageID: 70_000 + $0) }
        // Ten windows of equal length; a hundred in each would be even.
        let windows = Dictionary(grouping: pauses) { Int(($0 - 150) / 15) }.mapValues(\.count)
        #expect(windows.count == 10 && windows.values.allSatisfy { (90...110).contains($0) }, "\(windows)")
    }
}

@Suite struct FlushTurnTests {
    @Test("a type that fills chunks lets the others go first")
    func turns() {
        var turn = FlushTurn([.configureAccount, .prepareTransfer, .finalizeTransfer])
        turn.pass(after: .configureAccount)
        #expect(turn.kinds == [.prepareTransfer, .finalizeTransfer, .configureAccount])
        turn.pass(after: .configureAccount)
        #expect(turn.kinds == [.prepareTransfer, .finalizeTransfer, .configureAccount])
        turn.pass(after: .finalizeTransfer)
        #expect(turn.kinds == [.configureAccount, .prepareTransfer, .finalizeTransfer])
        turn.pass(after: .accountPurge)
        #expect(turn.kinds == [.configureAccount, .prepareTransfer, .finalizeTransfer])
    }
}
