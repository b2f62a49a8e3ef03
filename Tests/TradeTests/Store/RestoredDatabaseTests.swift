import Foundation
import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Trade

/// `docker/postgres/restored.sql`, which an operator runs on a database that was put back to an earlier moment.
@Suite("A database that was put back", .timeLimit(.minutes(10)))
struct RestoredDatabaseTests {
    private static func script() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
        let lines = try String(contentsOf: root.appending(path: "docker/postgres/restored.sql"), encoding: .utf8)
            .components(separatedBy: "\n")
        // The test has a transaction already.
        return lines.filter { $0 != "BEGIN;" && $0 != "COMMIT;" }.joined(separator: "\n")
    }

    /// What is left of the collectors' debts: nothing is tried any more. What buyers have not got, as far as is known, stays written down.
    private static func expected(_ state: WorkerState) -> WorkerState {
        var state = state
        (state.attempts, state.collectings, state.sendings, state.receivings) = ([:], [:], [:], [:])
        for key in state.statuses.keys {
            state.statuses[key]!.totalCollectedAmount = state.statuses[key]!.totalCollectedAmount ?? 0
            state.statuses[key]!.totalReceivedAmount = state.statuses[key]!.totalReceivedAmount ?? 0
            state.statuses[key]!.allSent = true
            state.statuses[key]!.awaitsSignal = false
        }
        for key in state.collectorAccounts.keys {
            state.collectorAccounts[key]!.account?.surplus.amount = 0
            state.collectorAccounts[key]!.account?.surplus.spentAmount = 0
            state.collectorAccounts[key]!.needed?.blockedAmountTs = .epoch
        }
        return state
    }

    /// Whatever may still be on its way, about what was being paid.
    private static func stragglers(_ state: WorkerState) -> [any InboxMessage] {
        var messages: [any InboxMessage] = []
        for key in state.statuses.keys.sorted() {
            messages.append(StartSending(collectorID: key.collector, turnID: key.turn, debtorID: key.debtor, ts: Sample.now))
            messages.append(StartDispatching(collectorID: key.collector, turnID: key.turn, debtorID: key.debtor, ts: Sample.now))
        }
        for attempt in state.attempts.values {
            messages.append(attempt.trigger(ts: Sample.now))
            messages.append(
                AccountIDResponse(
                    collectorID: attempt.key.status.collector, turnID: attempt.key.status.turn, debtorID: attempt.key.status.debtor,
                    creditorID: attempt.key.recipient, transferKind: attempt.key.kind, accountID: Sample.account("new"),
                    accountIDVersion: .max, ts: Sample.now))
            guard let request = attempt.requestKey?.request else { continue }
            messages.append(Sample.prepared(attempt.key.status.account, request: request))
            messages.append(Sample.rejected(attempt.key.status.account, request: request, "TIMEOUT"))
        }
        return messages
    }

    @Test(
        "a worker's pays nothing that may have been paid, and sells nothing that may have been sold",
        arguments: 1...5 as ClosedRange<UInt64>)
    func paysNothing(seed: UInt64) async throws {
        let script = try Self.script()
        var rows = RandomRows(seed: seed)
        try await ShardsFixture.with { fixture in
            let worker = fixture.worker
            var state = rows.state()
            let moved = try #require(state.collectorAccounts.keys.sorted().first { state.collectorAccounts[$0]!.account != nil })
            state.collectorAccounts[moved]!.knowSurplus(moved)
            #expect(!state.attempts.isEmpty && !state.statuses.isEmpty && !state.sendings.isEmpty, "seed \(seed)")
            try await state.store(in: worker.database, collectors: Sample.rules.collectors)
            try await worker.run(script)
            let expected = Self.expected(state)
            #expect(try await WorkerState.stored(in: worker.database).differences(from: expected) == [], "seed \(seed)")
            #expect(state.collectorAccounts[moved]!.knowsSurplus && !expected.collectorAccounts[moved]!.knowsSurplus)

            let surplus = CalculateSurplus(collectorID: moved.creditor, debtorID: moved.debtor, turnID: TurnID(.max), ts: Sample.now)
            let stragglers = Self.stragglers(state) + [surplus]
            _ = try await worker.store.handle(stragglers)
            try await DispatchingLoop(context: worker).pass()
            #expect(try await AttemptTrigger(context: worker, burstCount: 100).pass() == nil)
            let answers = try await worker.takeOutbox()
            for answer in answers {
                #expect(answer.kind == .finalizeTransfer)
                #expect(String(decoding: answer.body, as: UTF8.self).contains("\"committed_amount\":0,"), "only dismissals")
            }
            #expect(!answers.isEmpty && answers.count == stragglers.count { $0 is PreparedTransfer })
            // Who is owed something is known for as long as ever, and then nothing is left.
            #expect(try await worker.count("dispatching_status") == Set(expected.dispatchings.filter { !$0.value.isEmpty }.keys).count)
            try await worker.run("DELETE FROM worker_dispatching")
            try await DispatchingLoop(context: worker).pass()
            #expect(try await worker.count("dispatching_status") == 0)
        }
    }

    @Test("a solver's gives up the turns that were not decided, and goes on with the others")
    func turns() async throws {
        let script = try Self.script()
        try await SolverFixture.with { fixture in
            for (index, phase) in TurnPhase.allCases.enumerated() {
                _ = try await fixture.insertTurn(phase, id: TurnID(Int32(7 + index)))
                try await fixture.run("INSERT INTO sell_offer VALUES (\(7 + index), 1, 666, 10, 2)")
            }
            try await fixture.run(script)
            #expect(try await fixture.numbers("SELECT turn_id, phase FROM turn ORDER BY 1") == [[7, 4], [8, 4], [9, 3], [10, 4]])
            #expect(try await fixture.turn(7)?.phase == .done, "the row is one that the node reads")
            #expect(try await fixture.numbers("SELECT turn_id FROM sell_offer ORDER BY 1") == [[9], [10]])
        }
    }

    @Test("gives no number of the lost time again")
    func numbers() async throws {
        let script = try Self.script()
        try await ShardsFixture.with { fixture in
            try await fixture.worker.run("SELECT setval('coordinator_request_id_seq', 77)")
            try await fixture.solver.run("SELECT setval('turn_turn_id_seq', 77)")
            try await fixture.worker.run(script)
            try await fixture.solver.run(script)
            #expect(try await fixture.worker.numbers("SELECT nextval('coordinator_request_id_seq')") == [[1_000_000_078]])
            #expect(try await fixture.solver.numbers("SELECT nextval('turn_turn_id_seq')") == [[10_078]])
        }
    }
}

extension CollectorAccountState {
    fileprivate var knowsSurplus: Bool { account.map { needed?.hasKnownSurplus($0) ?? false } ?? false }

    /// Out of use, looked at, and reported since.
    fileprivate mutating func knowSurplus(_ key: AccountKey) {
        needed = NeededWorkerAccount(
            key: key, configuredAt: Sample.now - 86_400, collectionDisabledSince: Sample.now - 4 * 86_400, blockedAmount: 0,
            blockedAmountTs: Sample.now - 3 * 86_400)
        account!.lastHeartbeatTs = Sample.now
        account!.surplus.ts = .epoch
    }
}
