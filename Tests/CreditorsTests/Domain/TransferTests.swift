import SMPProtocol
import Testing

@testable import Creditors

@Suite("Transfers started by creditors (CA 7, 9.6–9.8)")
struct TransferTests {
    /// The states of CA 7.1.
    enum State: String, CaseIterable {
        case initiated, prepared, succeeded, failedEarly, failedLate

        var transfer: RunningTransfer {
            var transfer = Sample.running()
            if self == .prepared || self == .succeeded || self == .failedLate { transfer.transferID = 777 }
            if self != .initiated && self != .prepared {
                transfer.outcome = .init(finalizedAt: Sample.now, errorCode: self == .succeeded ? nil : "X", totalLockedAmount: nil)
                transfer.version = Version(id: 2, at: Sample.now)
            }
            return transfer
        }
    }

    private struct Reaction: Equatable {
        var state: String
        var answers: [String]
    }

    private func react(_ state: State, _ body: (inout RunningTransfer, inout Creditor, inout Effects) -> Void) -> Reaction {
        var transfer = state.transfer
        var creditor = Sample.creditor()
        var effects = Effects()
        body(&transfer, &creditor, &effects)
        let answers = effects.messages.map { message in
            guard case .finalizeTransfer(let m) = message else { return message.name }
            return m.committedAmount > 0 ? "commit \(m.transferID)" : "dismiss \(m.transferID)"
        }
        let changed = transfer == state.transfer ? "same" : transfer.outcome.map { $0.errorCode ?? "success" } ?? "prepared"
        return Reaction(state: changed, answers: answers)
    }

    private func prepared(_ id: TransferID, _ change: (inout PreparedTransfer) -> Void = { _ in }) -> PreparedTransfer {
        var m = PreparedTransfer(
            debtorID: 1, creditorID: Sample.creditorID, coordinatorType: .direct, coordinatorID: CoordinatorID(Sample.creditorID),
            coordinatorRequestID: 5, transferID: id, lockedAmount: 0, recipient: AccountID("bob-2")!, preparedAt: Sample.now,
            demurrageRate: 0, deadline: .farFuture, finalInterestRateTs: .farFuture, ts: Sample.now)
        change(&m)
        return m
    }

    private func rejected(_ code: String = "TIMEOUT", debtor: DebtorID = 1) -> RejectedTransfer {
        RejectedTransfer(
            debtorID: debtor, creditorID: Sample.creditorID, coordinatorType: .direct, coordinatorID: CoordinatorID(Sample.creditorID),
            coordinatorRequestID: 5, statusCode: code, totalLockedAmount: 44, ts: Sample.now)
    }

    private func finalized(_ amount: Int64, _ code: String = "OK", id: TransferID = 777, debtor: DebtorID = 1) -> FinalizedTransfer {
        FinalizedTransfer(
            debtorID: debtor, creditorID: Sample.creditorID, coordinatorType: .direct, coordinatorID: CoordinatorID(Sample.creditorID),
            coordinatorRequestID: 5, transferID: id, committedAmount: amount, statusCode: code, totalLockedAmount: 44,
            preparedAt: Sample.now, ts: Sample.now)
    }

    @Test("every message in every state (CA 9.11)", arguments: State.allCases)
    func table(state: State) {
        let expected: [String: [Reaction]] = [
            "initiated": [
                .init(state: "TIMEOUT", answers: []), .init(state: "prepared", answers: ["commit 777"]),
                .init(state: "prepared", answers: ["commit 778"]), .init(state: "same", answers: []), .init(state: "same", answers: []),
            ],
            "prepared": [
                .init(state: "TIMEOUT", answers: []), .init(state: "same", answers: ["commit 777"]),
                .init(state: "same", answers: ["dismiss 778"]), .init(state: "success", answers: []), .init(state: "TIMEOUT", answers: []),
            ],
            "succeeded": [
                .init(state: "same", answers: []), .init(state: "same", answers: ["commit 777"]),
                .init(state: "same", answers: ["dismiss 778"]), .init(state: "same", answers: []), .init(state: "same", answers: []),
            ],
            "failedEarly": [
                .init(state: "same", answers: []), .init(state: "same", answers: ["dismiss 777"]),
                .init(state: "same", answers: ["dismiss 778"]), .init(state: "same", answers: []), .init(state: "same", answers: []),
            ],
            "failedLate": [
                .init(state: "same", answers: []), .init(state: "same", answers: ["commit 777"]),
                .init(state: "same", answers: ["dismiss 778"]), .init(state: "same", answers: []), .init(state: "same", answers: []),
            ],
        ]
        let reactions = [
            react(state) { $0.apply(rejected(), creditor: &$1, now: Sample.now, effects: &$2) },
            react(state) { transfer, _, effects in transfer.apply(prepared(777), now: Sample.now, effects: &effects) },
            react(state) { transfer, _, effects in transfer.apply(prepared(778), now: Sample.now, effects: &effects) },
            react(state) { $0.apply(finalized(1500), creditor: &$1, now: Sample.now, effects: &$2) },
            react(state) { $0.apply(finalized(0, "TIMEOUT"), creditor: &$1, now: Sample.now, effects: &$2) },
        ]
        #expect(reactions == expected[state.rawValue])
    }

    @Test("a prepared transfer that is not what was asked for is dismissed, and another one can still be accepted")
    func mismatch() {
        let changes: [(inout PreparedTransfer) -> Void] = [
            { $0.debtorID = 2 }, { $0.creditorID = 2 }, { $0.recipient = AccountID("x")! }, { $0.lockedAmount = -1 },
        ]
        for change in changes {
            let reaction = react(.initiated) { transfer, _, effects in
                transfer.apply(prepared(777, change), now: Sample.now, effects: &effects)
            }
            #expect(reaction == Reaction(state: "same", answers: ["dismiss 777"]))
        }
    }

    @Test("what does not fit the transfer is an unexpected error (CA 19.16)")
    func unexpected() {
        let reactions = [
            react(.initiated) { $0.apply(rejected(debtor: 2), creditor: &$1, now: Sample.now, effects: &$2) },
            react(.prepared) { $0.apply(finalized(999), creditor: &$1, now: Sample.now, effects: &$2) },
            react(.prepared) { $0.apply(finalized(0), creditor: &$1, now: Sample.now, effects: &$2) },
        ]
        #expect(reactions.allSatisfy { $0.state == "UNEXPECTED_ERROR" })
        #expect(react(.prepared) { $0.apply(finalized(1500, id: 778), creditor: &$1, now: Sample.now, effects: &$2) }.state == "same")
        #expect(react(.prepared) { $0.apply(finalized(1500, debtor: 2), creditor: &$1, now: Sample.now, effects: &$2) }.state == "same")
    }

    @Test("an accounting authority may say that the sender has cancelled: a code like any other, also when it repeats itself")
    func foreignCancellation() {
        var transfer = Sample.running()
        var creditor = Sample.creditor()
        var effects = Effects()
        transfer.apply(prepared(777), now: Sample.now, effects: &effects)
        transfer.apply(finalized(0, "CANCELED_BY_THE_SENDER"), creditor: &creditor, now: Sample.now, effects: &effects)
        transfer.apply(prepared(777), now: Sample.now, effects: &effects)
        #expect(transfer.outcome?.errorCode == "CANCELED_BY_THE_SENDER")
        let amounts = effects.messages.map { message -> Int64 in
            if case .finalizeTransfer(let m) = message { m.committedAmount } else { -1 }
        }
        #expect(amounts == [1500, 1500])
    }

    @Test("a commit carries the note of the request")
    func note() {
        var transfer = Sample.running()
        var effects = Effects()
        transfer.apply(prepared(777), now: Sample.now, effects: &effects)
        guard case .finalizeTransfer(let m)? = effects.messages.first else {
            return #expect(Bool(false), "the answer is a FinalizeTransfer")
        }
        #expect(m.transferNote == "April rent" && m.transferNoteFormat == "a.b" && m.committedAmount == 1500 && m.coordinatorRequestID == 5)
    }

    @Test("cancelling is possible until the transfer is settled, and idempotent", arguments: State.allCases)
    func cancel(state: State) {
        var transfer = state.transfer
        var creditor = Sample.creditor()
        var effects = Effects()
        let isSettled = transfer.isSettled
        for _ in 0..<2 { #expect(transfer.cancel(creditor: &creditor, now: Sample.now, effects: &effects) == !isSettled) }
        #expect((transfer.outcome?.errorCode == "CANCELED_BY_THE_SENDER") == (state == .initiated))
        #expect(effects.log.count == (state == .initiated ? 1 : 0))
    }

    @Test(
        "seconds until the deadline, rounded down, within 31 bits",
        arguments: [(nil, Int32.max), (1_000_000_000, 1000), (999_999, 0), (-5, 0), (Int64.max, Int32.max)] as [(Int64?, Int32)])
    func commitDelay(microseconds: Int64?, seconds: Int32) {
        var request = Sample.request()
        request.deadline = microseconds.map { Sample.now.adding(microseconds: $0) }
        #expect(request.maxCommitDelaySeconds(now: Sample.now) == seconds)
    }

    @Test("creation and deletion change the list of transfers, the result does not")
    func log() {
        var creditor = Sample.creditor()
        var effects = Effects()
        var transfer = creditor.initiate(Sample.request(), uuid: Sample.uuid, requestID: 5, now: Sample.now, effects: &effects)
        transfer.finalize(TransferOutcome(finalizedAt: Sample.now), creditor: &creditor, effects: &effects)
        creditor.deleteTransfer(Sample.uuid, now: Sample.now, effects: &effects)
        #expect(effects.log.map(\.object.typeName) == ["Transfer", "TransfersList", "Transfer", "Transfer", "TransfersList"])
        #expect(effects.log.map(\.updateID) == [1, 2, 2, nil, 3])
        #expect(effects.log[2].data == .finalized(at: Sample.now, errorCode: nil) && effects.log[3].isDeleted)
    }
}
