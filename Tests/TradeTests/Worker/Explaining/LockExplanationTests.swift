import SMPProtocol
import Testing

@testable import Trade

@Suite("Why offers get no lock, and locks come to nothing (TW-15)")
struct LockExplanationTests {
    private func worker(_ state: WorkerTurnState = .lockingAccounts, hasCollector: Bool = true) -> PlayedWorker {
        var worker = PlayedWorker()
        worker.state.turns[Sample.turnID] = Sample.turn(state)
        if hasCollector {
            worker.state.usableCollectors[Sample.debtor] = [
                UsableCollector(key: Sample.collectorAccount, accountID: Sample.account("c"), disabledAt: nil)
            ]
        }
        return worker
    }

    private func explanation(_ reason: Obstacle.Reason, code: String? = nil, amount: Int64 = 5000) -> Explanation {
        Explanation(key: Sample.user, turn: Sample.turnID, wantedAmount: amount, obstacle: Obstacle(reason, code: code))
    }

    @Test("an offer that finds no collector, comes too late, or finds the account taken, says so")
    func offers() {
        var without = worker(hasCollector: false)
        #expect(without.handle(Sample.offer(amount: 5000)).explanations == [explanation(.noCollector)])
        var late = worker(.awaitingTrades)
        #expect(late.handle(Sample.offer(amount: -5000)).explanations == [explanation(.tooLate, amount: -5000)])
        var busy = worker()
        busy.state.turns[6] = Sample.turn(.lockingAccounts, id: 6)
        #expect(busy.handle(Sample.offer(amount: 1000, turn: 6)).explanations.isEmpty)
        #expect(busy.handle(Sample.offer(amount: 5000)).explanations == [explanation(.accountIsBusy)])
    }

    @Test("an offer that comes twice says nothing, whenever it comes")
    func repetitions() {
        var worker = worker()
        let offer = Sample.offer(amount: 5000)
        #expect(worker.handle(offer, offer).explanations.isEmpty)
        worker.state.turns[Sample.turnID] = Sample.turn(.takingOver)
        #expect(worker.handle(offer).explanations.isEmpty)
    }

    @Test("what the authority refuses, and what it would not keep, is told with its code")
    func answers() {
        var worker = worker()
        worker.handle(Sample.offer(amount: 5000))
        #expect(
            worker.handle(Sample.rejected(request: 1, "SENDER_IS_UNREACHABLE")).explanations
                == [explanation(.lockRefused, code: "SENDER_IS_UNREACHABLE")])
        worker.handle(Sample.offer(amount: 5000))
        #expect(
            worker.handle(Sample.prepared(request: 2, deadline: Sample.now)).explanations == [explanation(.lockUnusable)])
        #expect(worker.state.locks.isEmpty)
    }
}
