import SMPProtocol
import Testing

@testable import Trade

@Suite("Dispatching statuses and notifications of transfers (TW-17, 20, 21)")
struct DispatchingTests {
    private static let rules = Sample.rules

    private func status(_ collect: Int64, _ send: Int64, _ receive: Int64, _ dispatch: Int64) -> DispatchingStatus {
        DispatchingStatus(
            key: Sample.status, insertedAt: Sample.now,
            plan: .init(
                amountToCollect: collect, amountToSend: send, amountToReceive: receive, numberToReceive: 1, amountToDispatch: dispatch))
    }

    // MARK: Amounts (TW 7.14)

    @Test("what is missing reduces first what is sent, then what is dispatched")
    func derived() {
        var status = status(50_000, 5000, 10_000, 55_000)
        #expect(status.availableToSend == 0 && status.availableToDispatch == 0)
        status.totalCollectedAmount = 46_000
        status.totalReceivedAmount = 10_000
        #expect(status.availableToSend == 1000 && status.availableToDispatch == 55_000)
        status.totalReceivedAmount = 9900
        #expect(status.availableToDispatch == 54_900)
        status.totalCollectedAmount = 44_000
        #expect(status.availableToSend == 0 && status.availableToDispatch == 53_900)
    }

    @Test("TW 7.14: collected 46000, nothing received yet")
    func nothingReceived() {
        var status = status(50_000, 5000, 10_000, 55_000)
        status.totalCollectedAmount = 46_000
        #expect(status.availableToSend == 1000 && status.availableToDispatch == 45_000)
    }

    // MARK: Stages (TW 21.1)

    @Test("a status goes from stage to stage, each once, and only when nothing is open")
    func stages() {
        var status = status(10, 5, 5, 10)
        var effects = Effects()
        #expect(status.progress(OpenLegs(hasUncollected: true)) == nil)
        let open = OpenLegs(hasSendings: true, hasUnreceived: true, hasDispatchings: true)
        #expect(status.progress(open) == .startSending)
        status.advance(.startSending, now: Sample.now, effects: &effects)
        #expect(status.progress(OpenLegs()) == nil, "the signal is on its way")
        status.awaitsSignal = false
        status.totalCollectedAmount = 10
        #expect(status.progress(open) == nil)
        #expect(status.progress(OpenLegs(hasUnreceived: true)) == .everythingSent)
        status.advance(.everythingSent, now: Sample.now, effects: &effects)
        #expect(status.progress(OpenLegs(hasUnreceived: true)) == nil)
        #expect(status.progress(OpenLegs(hasDispatchings: true)) == .startDispatching)
        status.advance(.startDispatching, now: Sample.now, effects: &effects)
        #expect(status.progress(OpenLegs()) == nil)
        status.awaitsSignal = false
        status.totalReceivedAmount = 5
        #expect(status.progress(OpenLegs(hasDispatchings: true)) == nil)
        #expect(status.progress(OpenLegs(hasUncollected: true)) == .finished)
        #expect(effects.messages.count == 2)
    }

    // MARK: Sending and dispatching (TW 21.2, 21.3)

    private func worker(_ status: DispatchingStatus) -> PlayedWorker {
        var worker = PlayedWorker()
        worker.state.turns[Sample.turnID] = Sample.turn(.settling)
        worker.state.statuses[Sample.status] = status
        return worker
    }

    private let startSending = StartSending(collectorID: Sample.collector, turnID: Sample.turnID, debtorID: Sample.debtor, ts: Sample.now)
    private let startDispatching = StartDispatching(
        collectorID: Sample.collector, turnID: Sample.turnID, debtorID: Sample.debtor, ts: Sample.now)

    private func leg(_ other: CreditorID) -> LegKey { LegKey(Sample.status, other) }

    @Test("what was collected is counted once and shared between those it is sent to")
    func sending() throws {
        var status = status(12_000, 9000, 0, 3000)
        status.awaitsSignal = true
        var worker = worker(status)
        for (seller, amount) in [(1, 4000), (2, 8000)] as [(CreditorID, Int64)] {
            worker.state.collectings[leg(seller)] = WorkerCollecting(
                key: leg(seller), amount: amount, isCollected: true, purgeAfter: Sample.now)
        }
        for (other, amount) in [(11, 3000), (12, 6000)] as [(CreditorID, Int64)] {
            worker.state.sendings[leg(other)] = WorkerSending(key: leg(other), amount: amount, purgeAfter: Sample.now)
        }
        let effects = worker.handle(startSending)
        #expect(worker.state.statuses[Sample.status]?.totalCollectedAmount == 12_000)
        #expect(worker.state.collectings[Sample.status]?.isEmpty != false && worker.state.sendings[Sample.status]?.count == 2)
        #expect(Set(worker.state.attempts.values.map(\.nominalAmount)) == [3000, 6000])
        #expect(effects.messages.count == 2 && effects.wakeUps == [.dispatching])
        #expect(worker.state.attempts.values.allSatisfy { $0.recipient.isEmpty && $0.collectionStartedAt == Sample.now })
        let after = worker.state
        #expect(worker.handle(startSending) == Effects() && worker.state == after)
    }

    @Test("of what was not collected the receivers bear their shares, and who gets less than a token does not wait")
    func missing() {
        var status = status(12_000, 9002, 0, 0)
        status.awaitsSignal = true
        var worker = worker(status)
        worker.state.collectings[leg(1)] = WorkerCollecting(key: leg(1), amount: 6000, isCollected: true, purgeAfter: Sample.now)
        worker.state.sendings[leg(11)] = WorkerSending(key: leg(11), amount: 9000, purgeAfter: Sample.now)
        worker.state.sendings[leg(12)] = WorkerSending(key: leg(12), amount: 2, purgeAfter: Sample.now)
        let effects = worker.handle(startSending)
        #expect(worker.state.attempts.count == 1 && worker.state.attempts.values.first!.nominalAmount < 3002)
        #expect(worker.state.sendings[leg(12)] == nil && worker.state.sendings[leg(11)] != nil)
        #expect(effects.messages.contains(.abandonedTransfer(.unsent(leg(12), ts: Sample.now))))
    }

    @Test("what was received is counted once and shared between the buyers")
    func dispatching() {
        var status = status(0, 0, 12_000, 12_000)
        status.totalCollectedAmount = 0
        status.allSent = true
        status.awaitsSignal = true
        var worker = worker(status)
        for (other, amount) in [(1, 5995), (2, 6000)] as [(CreditorID, Int64)] {
            worker.state.receivings[leg(other)] = WorkerReceiving(
                key: leg(other), expectedAmount: 6000, receivedAmount: amount, purgeAfter: Sample.now)
        }
        worker.state.dispatchings[leg(77)] = WorkerDispatching(key: leg(77), amount: 12_000, purgeAfter: Sample.now)
        #expect(worker.handle(startSending) == Effects())
        let effects = worker.handle(startDispatching)
        #expect(worker.state.statuses[Sample.status]?.totalReceivedAmount == 11_995)
        #expect(worker.state.attempts.values.map(\.nominalAmount) == [11_995])
        #expect(worker.state.receivings[Sample.status]?.isEmpty != false && worker.state.dispatchings[leg(77)] != nil)
        #expect(effects.messages.count == 1 && worker.handle(startDispatching) == Effects())
    }

    @Test("a self sale may make the amount to send greater than what is collected (TW 30.2)")
    func selfSale() {
        var status = status(0, 5000, 0, 0)
        status.totalCollectedAmount = 0
        #expect(status.availableToSend == 5000)
    }

    // MARK: Notifications (TW-20)

    private func receive(
        _ worker: inout PlayedWorker, _ kind: AgentTransferNote.Kind, _ first: CreditorID, _ second: CreditorID, to owner: CreditorID,
        _ amount: Int64
    ) -> Effects {
        worker.handle(Sample.transfer(kind, first, second, to: owner, amount))
    }

    @Test("each side of each transfer finds its row, once")
    func notifications() {
        var worker = worker(status(1, 1, 1, 1))
        worker.state.collectings[leg(1)] = WorkerCollecting(key: leg(1), amount: 100, purgeAfter: Sample.now)
        worker.state.sendings[leg(2)] = WorkerSending(key: leg(2), amount: 100, purgeAfter: Sample.now)
        worker.state.receivings[leg(3)] = WorkerReceiving(key: leg(3), expectedAmount: 100, purgeAfter: Sample.now)
        worker.state.dispatchings[leg(4)] = WorkerDispatching(key: leg(4), amount: 100, purgeAfter: Sample.now)
        let k = Sample.collector
        #expect(receive(&worker, .collecting, k, 1, to: k, 99).messages.isEmpty && worker.state.collectings[leg(1)]?.isCollected == false)
        #expect(receive(&worker, .collecting, k, 1, to: k, 100).wakeUps == [.dispatching])
        #expect(worker.state.collectings[leg(1)]?.isCollected == true)
        _ = receive(&worker, .sending, k, 2, to: k, -99)
        _ = receive(&worker, .sending, 3, k, to: k, 98)
        _ = receive(&worker, .sending, 3, k, to: k, 97)
        _ = receive(&worker, .dispatching, k, 4, to: k, -5)
        #expect(worker.state.sendings[leg(2)] == nil && worker.state.dispatchings[leg(4)] == nil)
        #expect(worker.state.receivings[leg(3)]?.receivedAmount == 98)
        #expect(receive(&worker, .moving, k, 9, to: k, -5) == Effects() && receive(&worker, .moving, 9, k, to: k, 5) == Effects())
    }

    @Test("notes that say nothing, or something else, are put aside")
    func notes() {
        var worker = worker(status(1, 1, 1, 1))
        let before = worker.state
        let k = Sample.collector
        #expect(receive(&worker, .collecting, k, 1, to: k, -100).notices.count == 1, "the collector does not pay")
        #expect(receive(&worker, .collecting, 5, 1, to: k, 100).notices.count == 1)
        var message = Sample.transfer(.collecting, k, 1, to: k, 100, format: "json")
        #expect(worker.handle(message).notices.count == 1)
        message.transferNote = ""
        message.transferNoteFormat = AgentTransferNote.format
        #expect(worker.handle(message).notices.count == 1)
        message.coordinatorType = .direct
        #expect(worker.handle(message) == Effects() && worker.state == before)
    }

    @Test(
        "what comes before the results are taken over waits; what the sender learns does not",
        arguments: [
            nil, .lockingAccounts, .awaitingTrades, .takingOver,
        ] as [WorkerTurnState?])
    func early(state: WorkerTurnState?) {
        var worker = worker(status(1, 1, 1, 1))
        worker.state.turns[Sample.turnID] = state.map { Sample.turn($0) }
        let k = Sample.collector
        let first = receive(&worker, .collecting, k, 1, to: k, 100)
        #expect(first.delayedTransfers.map(\.turn) == [Sample.turnID] && first.messages.isEmpty)
        #expect(receive(&worker, .sending, 3, k, to: k, 98).delayedTransfers.count == 1)
        #expect(receive(&worker, .sending, k, 3, to: k, -98).delayedTransfers.isEmpty)
        var future = Sample.transfer(.collecting, k, 1, to: k, 100)
        future.ts = Sample.now.adding(days: 1)
        #expect(worker.handle(future).delayedTransfers.map(\.message.ts) == [Sample.now])
    }

    @Test("what a collector waits for in vain is forgotten, unless it has come after all")
    func abandoned() {
        var worker = worker(status(1, 1, 1, 1))
        worker.state.collectings[leg(1)] = WorkerCollecting(key: leg(1), amount: 100, purgeAfter: Sample.now)
        worker.state.collectings[leg(2)] = WorkerCollecting(key: leg(2), amount: 100, isCollected: true, purgeAfter: Sample.now)
        worker.state.receivings[leg(3)] = WorkerReceiving(key: leg(3), expectedAmount: 100, purgeAfter: Sample.now)
        worker.state.receivings[leg(4)] = WorkerReceiving(key: leg(4), expectedAmount: 100, receivedAmount: 1, purgeAfter: Sample.now)
        for (other, isCollecting) in [(1, true), (2, true), (3, false), (4, false), (5, true)] as [(CreditorID, Bool)] {
            worker.handle(
                AbandonedTransfer(
                    collectorID: Sample.collector, turnID: Sample.turnID, debtorID: Sample.debtor, creditorID: other,
                    isCollecting: isCollecting,
                    ts: Sample.now))
        }
        #expect(worker.state.collectings[leg(1)] == nil && worker.state.collectings[leg(2)] != nil)
        #expect(worker.state.receivings[leg(3)] == nil && worker.state.receivings[leg(4)] != nil)
    }

    // MARK: The solver's results (TW-17)

    @Test("results that need no transfer, or leave nothing of one, are not taken over")
    func results() {
        let deadline = Sample.now
        let own = leg(Sample.collector)
        #expect(WorkerCollecting(leg(1), amount: 1, deadline: deadline, Self.rules)?.purgeAfter == deadline.adding(days: 60))
        #expect(WorkerCollecting(own, amount: 5, deadline: deadline, Self.rules) == nil)
        #expect(WorkerSending(leg(1), amount: 2, deadline: deadline, Self.rules)?.purgeAfter == deadline.adding(days: 150))
        #expect(WorkerSending(leg(1), amount: 1, deadline: deadline, Self.rules) == nil)
        #expect(WorkerReceiving(leg(1), amount: 1, deadline: deadline, Self.rules) == nil)
        #expect(WorkerReceiving(leg(1), amount: 2, deadline: deadline, Self.rules)?.receivedAmount == 0)
        #expect(WorkerDispatching(leg(1), amount: 2, deadline: deadline, Self.rules)?.purgeAfter == deadline.adding(days: 180))
        #expect(WorkerDispatching(own, amount: 5, deadline: deadline, Self.rules) == nil)
        let key = ParticipationKey(account: Sample.user, turn: Sample.turnID)
        #expect(CreditorParticipation.taking(key, amount: 5, collector: 1).amount == -5)
        #expect(CreditorParticipation.giving(key, amount: 1, collector: 1) == nil)
        #expect(CreditorParticipation.giving(key, amount: 2, collector: 1)?.amount == 2)
    }

    @Test("sums of a collector's rows have a limit")
    func sums() {
        var plans = DispatchingPlans()
        for _ in 0..<3 {
            plans.addCollecting(Sample.status, .max)
            plans.addReceiving(Sample.status, 5)
        }
        plans.addSending(Sample.status, 7)
        plans.addDispatching(Sample.status, 8)
        let plan = plans.plans[Sample.status]
        #expect(plan == .init(amountToCollect: .max, amountToSend: 7, amountToReceive: 15, numberToReceive: 3, amountToDispatch: 8))
    }
}
