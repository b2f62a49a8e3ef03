import Messaging
import SMPProtocol
import Testing

@testable import NodeKit

@Suite struct OutboxPlanTests {
    private func row(_ id: Int64, attempts: Int16 = 0) -> OutboxRow {
        OutboxRow(
            messageID: id,
            message: OutboxMessage(kind: .finalizeTransfer, address: MessageAddress(debtorID: 1, creditorID: 2), body: []), attempts: attempts)
    }

    @Test("only what was confirmed, or is left over from a split, is deleted")
    func deletes() {
        var plan = OutboxPlan()
        plan.add(row(1), .confirmed)
        plan.add(row(2), .returned(code: 312, reason: "NO_ROUTE"))
        plan.add(row(3), .nacked)
        plan.add(row(4), .exchangeMissing)
        plan.add(row(5), .unknown(.connectionLost(reason: "test")))
        plan.drop(row(6))
        plan.holdBack(foreign: row(7))
        #expect(plan.done == [1, 6])
        #expect(plan.postponed.map(\.messageID) == [2, 3, 4, 7])
        #expect(plan.confirmedCount == 1)
        #expect(plan.failure == .connectionLost(reason: "test"))
    }

    @Test("equal troubles are told once, with their number")
    func troubles() {
        var plan = OutboxPlan()
        for id in 1...5000 { plan.add(row(Int64(id)), .returned(code: 312, reason: "NO_ROUTE")) }
        #expect(plan.troubles.count == 1)
        #expect(plan.troubles.first?.value.count == 5000)
    }

    @Test("pauses double up to a minute", arguments: [(0, 1.0), (1, 2), (5, 32), (6, 60), (100, 60), (32001, 60)])
    func pauses(attempts: Int16, seconds: Double) {
        #expect(OutboxPlan.pauseSeconds(attempts: attempts) == seconds)
    }
}
