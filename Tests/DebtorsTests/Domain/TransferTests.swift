import SMPProtocol
import Testing

@testable import Debtors

@Suite("Issuing transfers (DA 9.10 – 9.13, 10.5 – 10.7)")
struct TransferTests {
    private func initiate(
        _ debtor: inout Debtor?, n: UInt64 = 1, order: TransferOrder = Sample.order(), existing: RunningTransfer? = nil
    ) throws -> (result: TransferInitiation, sent: [Outgoing]) {
        try debtor.initiateTransfer(
            uuid: Sample.uuid(n), order: order, existing: existing, requestID: CoordinatorRequestID(Int64(n)),
            limits: Sample.limits, receivedAt: noon, now: noon + 0.001)
    }

    @Test("creation keeps what was asked for, and asks for the whole amount to be locked")
    func creation() throws {
        var debtor: Debtor? = Sample.active()
        guard case (.created(let transfer), let effects) = try initiate(&debtor) else {
            Issue.record("the transfer was not created")
            return
        }
        #expect(transfer.order == Sample.order() && transfer.initiatedAt == noon)
        #expect(!transfer.isSettled && !transfer.isFinalized)
        #expect(debtor?.runningTransfersCount == 1)
        #expect(debtor?.actions.count == 1)

        let message = try #require(effects.first?.preparation)
        #expect(effects.count == 1)
        #expect(message.coordinatorType == .issuing)
        #expect(message.coordinatorID.rawValue == Sample.debtorID.rawValue)
        #expect(message.coordinatorRequestID == 1)
        #expect(message.minLockedAmount == 1000 && message.maxLockedAmount == 1000)
        #expect(message.recipient.rawValue == "1111")
        #expect(message.creditorID == .root)
        #expect(message.ts == noon + 0.001)
        #expect(message.maxCommitDelay == 2_147_483_647)
        #expect(message.finalInterestRateTs == .farFuture)
    }

    @Test("the same request finds the same transfer, whatever the state of the debtor or its limits")
    func repetition() throws {
        for status in [DebtorStatus.active, .reserved, .deactivated] {
            var debtor: Debtor? = Sample.active()
            debtor?.status = status
            debtor?.actions.count = 10
            let before = debtor
            #expect(try initiate(&debtor, existing: Sample.transfer()).result == .exists(Sample.transfer()))
            #expect(debtor == before)
        }
    }

    @Test(
        "another request with the same UUID conflicts",
        arguments: [
            TransferOrder(
                amount: 999, recipientURI: "swpt:4294967296/1111", recipient: AccountID("1111")!, noteFormat: "fmt", note: "tést"),
            TransferOrder(
                amount: 1000, recipientURI: "swpt:04294967296/1111", recipient: AccountID("1111")!, noteFormat: "fmt", note: "tést"),
            TransferOrder(
                amount: 1000, recipientURI: "swpt:4294967296/1111", recipient: AccountID("1112")!, noteFormat: "fmt", note: "tést"),
            TransferOrder(amount: 1000, recipientURI: "swpt:4294967296/1111", recipient: AccountID("1111")!, noteFormat: "", note: "tést"),
            TransferOrder(
                amount: 1000, recipientURI: "swpt:4294967296/1111", recipient: AccountID("1111")!, noteFormat: "fmt", note: "test"),
            TransferOrder(
                amount: 1000, recipientURI: "swpt:4294967296/1111", recipient: AccountID("1111")!, noteFormat: "fmt", note: "te\u{301}st"),
        ])
    func conflict(order: TransferOrder) {
        var debtor: Debtor? = Sample.active()
        #expect(throws: Refusal.transfersConflict) { try initiate(&debtor, order: order, existing: Sample.transfer()) }
        #expect(debtor == Sample.active())
    }

    @Test("only an active debtor can issue")
    func notActive() {
        var unknown: Debtor?
        #expect(throws: Refusal.debtorDoesNotExist) { try initiate(&unknown) }
        var reserved: Debtor? = Sample.reserved()
        #expect(throws: Refusal.debtorDoesNotExist) { try initiate(&reserved) }
    }

    @Test("with a limit of ten, one stored transfer lets nine more be made, though only nine actions were counted")
    func tooManyStored() throws {
        var debtor: Debtor? = Sample.active()
        debtor?.runningTransfersCount = 1
        for n in 1...9 { _ = try initiate(&debtor, n: UInt64(n)) }
        let before = debtor
        #expect(throws: Refusal.tooManyRunningTransfers) { try initiate(&debtor, n: 10) }
        #expect(debtor == before)
        #expect(debtor?.actions.count == 9)
    }

    @Test("actions are limited even when transfers are deleted")
    func tooManyActions() throws {
        var debtor: Debtor? = Sample.active()
        for n in 1...10 {
            _ = try initiate(&debtor, n: UInt64(n))
            debtor.countDeletedTransfer()
        }
        #expect(throws: Refusal.tooManyManagementActions) { try initiate(&debtor, n: 11) }
        #expect(debtor?.runningTransfersCount == 0)
    }

    @Test("prepared, committed, finalized")
    func success() throws {
        var transfer: RunningTransfer? = Sample.transfer()

        let effects = transfer.receive(Sample.prepared(Sample.transfer()), now: noon + 1)

        let message = try #require(effects.first?.finalization)
        #expect(effects.count == 1)
        #expect(message.committedAmount == 1000)
        #expect(message.transferID == 777)
        #expect(message.coordinatorRequestID == 1)
        #expect(message.coordinatorID.rawValue == Sample.debtorID.rawValue)
        #expect(message.transferNote == "tést" && message.transferNoteFormat == "fmt")
        #expect(message.ts == noon + 1)
        #expect(transfer?.transferID == 777)
        #expect(transfer?.isFinalized == false)

        transfer.receive(Sample.finalized(Sample.transfer()), now: noon + 2)
        #expect(transfer?.outcome == TransferOutcome(finalizedAt: noon + 2, errorCode: nil, totalLockedAmount: nil))
    }

    @Test("a reminder is answered with the same order, before and after the end")
    func reminder() {
        var transfer: RunningTransfer? = Sample.transfer()
        let order = transfer.receive(Sample.prepared(Sample.transfer()), now: noon)
        #expect(transfer.receive(Sample.prepared(Sample.transfer()), now: noon) == order)
        transfer.receive(Sample.finalized(Sample.transfer()), now: noon)
        let before = transfer
        #expect(transfer.receive(Sample.prepared(Sample.transfer()), now: noon) == order)
        #expect(transfer == before)
    }

    @Test("a second prepared transfer for one request is dismissed")
    func secondPreparation() {
        var transfer: RunningTransfer? = Sample.transfer()
        _ = transfer.receive(Sample.prepared(Sample.transfer()), now: noon)
        let before = transfer
        let effects = transfer.receive(Sample.prepared(Sample.transfer(), id: 778), now: noon)
        expectDismissal(effects, of: Sample.prepared(Sample.transfer(), id: 778))
        #expect(transfer == before)
    }

    @Test(
        "what was not asked for is dismissed with the IDs of the message",
        arguments: [
            Sample.prepared(Sample.transfer()) { $0.recipient = AccountID("2222")! },
            Sample.prepared(Sample.transfer()) { $0.recipient = .none },
            Sample.prepared(Sample.transfer()) { $0.lockedAmount = 999 },
            Sample.prepared(Sample.transfer()) { $0.lockedAmount = 0 },
            Sample.prepared(Sample.transfer()) { $0.creditorID = 1 },
            Sample.prepared(Sample.transfer()) { $0.debtorID = 4_294_967_297 },
        ])
    func mismatch(message: PreparedTransfer) {
        var transfer: RunningTransfer? = Sample.transfer()
        expectDismissal(transfer.receive(message, now: noon), of: message)
        #expect(transfer == Sample.transfer())

        var unknown: RunningTransfer?
        expectDismissal(unknown.receive(message, now: noon), of: message)
        #expect(unknown == nil)
    }

    private func expectDismissal(_ effects: [Outgoing], of message: PreparedTransfer) {
        let expected = FinalizeTransfer(
            transferNoteFormat: "", transferNote: "", debtorID: message.debtorID, creditorID: message.creditorID,
            coordinatorType: .issuing, coordinatorID: message.coordinatorID,
            coordinatorRequestID: message.coordinatorRequestID, transferID: message.transferID, committedAmount: 0,
            ts: noon)
        #expect(effects == [.finalizeTransfer(expected)])
    }

    @Test("more may be locked than was asked for, but never more is committed")
    func lockedMore() {
        var transfer: RunningTransfer? = Sample.transfer()
        let effects = transfer.receive(Sample.prepared(Sample.transfer(), id: -5) { $0.lockedAmount = .max }, now: noon)
        #expect(effects.first?.finalization?.committedAmount == 1000)
        #expect(transfer?.transferID == -5)
    }

    @Test("an amount of zero is committed like any other")
    func zero() {
        var transfer: RunningTransfer? = Sample.transfer(amount: 0)
        let effects = transfer.receive(Sample.prepared(Sample.transfer(amount: 0)), now: noon)
        #expect(effects.first?.finalization?.committedAmount == 0)
        #expect(effects.first?.finalization?.transferNote == "tést")
        transfer.receive(Sample.finalized(Sample.transfer(amount: 0)), now: noon)
        #expect(transfer?.outcome?.isSuccessful == true)
    }

    @Test("a rejection ends the transfer once", arguments: ["INSUFFICIENT_AVAILABLE_AMOUNT", "", "a b~"])
    func rejection(code: String) {
        var transfer: RunningTransfer? = Sample.transfer()
        transfer.receive(Sample.rejected(Sample.transfer(), code: code, locked: 500), now: noon)
        #expect(transfer?.outcome == TransferOutcome(finalizedAt: noon, errorCode: code, totalLockedAmount: 500))
        let before = transfer
        transfer.receive(Sample.rejected(Sample.transfer(), code: "OTHER", locked: 9), now: noon + 1)
        #expect(transfer == before)
        expectDismissal(transfer.receive(Sample.prepared(Sample.transfer()), now: noon), of: Sample.prepared(Sample.transfer()))
        #expect(transfer == before)
    }

    @Test(
        "a rejection that contradicts itself or comes from elsewhere is an unexpected error",
        arguments: [
            Sample.rejected(Sample.transfer(), code: "OK", locked: 7),
            Sample.rejected(Sample.transfer(), locked: 7) { $0.creditorID = 1 },
            Sample.rejected(Sample.transfer(), locked: 7) { $0.debtorID = 5 },
        ])
    func improperRejection(message: RejectedTransfer) {
        var transfer: RunningTransfer? = Sample.transfer()
        transfer.receive(message, now: noon)
        #expect(transfer?.outcome == TransferOutcome(finalizedAt: noon, errorCode: "UNEXPECTED_ERROR", totalLockedAmount: nil))
    }

    @Test("a rejection also ends a transfer that was settled")
    func rejectionAfterSettlement() {
        var transfer: RunningTransfer? = Sample.transfer()
        _ = transfer.receive(Sample.prepared(Sample.transfer()), now: noon)
        transfer.receive(Sample.rejected(Sample.transfer(), code: "LATE"), now: noon)
        #expect(transfer?.outcome?.errorCode == "LATE")
        #expect(throws: Refusal.forbiddenTransferCancellation) { try transfer.cancel(now: noon) }
    }

    @Test(
        "how a settled transfer ends",
        arguments: [
            ("OK", 1000, nil, nil), ("TEST_ERROR", 0, "TEST_ERROR", 666), ("", 0, "", 666),
            ("OK", 999, "UNEXPECTED_ERROR", nil), ("OK", 0, "UNEXPECTED_ERROR", nil), ("X", 5, "UNEXPECTED_ERROR", nil),
        ] as [(String, Int64, String?, Int64?)])
    func finalization(code: String, amount: Int64, error: String?, locked: Int64?) {
        var transfer: RunningTransfer? = Sample.transfer()
        _ = transfer.receive(Sample.prepared(Sample.transfer()), now: noon)
        transfer.receive(Sample.finalized(Sample.transfer(), amount: amount, code: code, locked: 666), now: noon + 3)
        #expect(transfer?.outcome == TransferOutcome(finalizedAt: noon + 3, errorCode: error, totalLockedAmount: locked))
    }

    @Test(
        "the end of another transfer changes nothing",
        arguments: [
            Sample.finalized(Sample.transfer(), id: 778),
            Sample.finalized(Sample.transfer()) { $0.creditorID = 3 },
            Sample.finalized(Sample.transfer()) { $0.debtorID = 3 },
        ])
    func foreignFinalization(message: FinalizedTransfer) {
        var transfer: RunningTransfer? = Sample.transfer()
        transfer.receive(Sample.finalized(Sample.transfer()), now: noon)
        #expect(transfer == Sample.transfer(), "it has not even been prepared")
        _ = transfer.receive(Sample.prepared(Sample.transfer()), now: noon)
        let before = transfer
        transfer.receive(message, now: noon)
        #expect(transfer == before)
    }

    @Test("cancelling works before the commit order, again and again, and whatever comes later is dismissed")
    func cancellation() throws {
        var transfer: RunningTransfer? = Sample.transfer()
        try transfer.cancel(now: noon + 1)
        let cancelled = transfer
        #expect(transfer?.outcome?.errorCode == "CANCELED_BY_THE_SENDER")
        expectDismissal(transfer.receive(Sample.prepared(Sample.transfer()), now: noon), of: Sample.prepared(Sample.transfer()))
        transfer.receive(Sample.finalized(Sample.transfer()), now: noon + 2)
        transfer.receive(Sample.rejected(Sample.transfer()), now: noon + 2)
        try transfer.cancel(now: noon + 3)
        #expect(transfer == cancelled)
    }

    @Test("cancelling is forbidden once the commit order was given, also after the end")
    func lateCancellation() {
        var transfer: RunningTransfer? = Sample.transfer()
        _ = transfer.receive(Sample.prepared(Sample.transfer()), now: noon)
        #expect(throws: Refusal.forbiddenTransferCancellation) { try transfer.cancel(now: noon) }
        transfer.receive(Sample.finalized(Sample.transfer()), now: noon)
        #expect(throws: Refusal.forbiddenTransferCancellation) { try transfer.cancel(now: noon) }
        var unknown: RunningTransfer?
        #expect(throws: Refusal.transferDoesNotExist) { try unknown.cancel(now: noon) }
    }

    @Test("cancelling a rejected transfer gives its own result")
    func cancellationAfterRejection() throws {
        var transfer: RunningTransfer? = Sample.transfer()
        transfer.receive(Sample.rejected(Sample.transfer(), code: "X"), now: noon)
        let before = transfer
        try transfer.cancel(now: noon + 1)
        #expect(transfer == before)
    }
}

@Suite("Transfer UUIDs (DA-API 3.1, 4.2)")
struct TransferUUIDTests {
    static let canonical = "123e4567-e89b-12d3-a456-426655440000"

    @Test(
        "all accepted forms name the same transfer",
        arguments: [
            canonical, "123E4567-E89B-12D3-A456-426655440000", "123e4567e89b12d3a456426655440000", "{\(canonical)}",
            "urn:uuid:\(canonical)",
        ])
    func forms(text: String) {
        #expect(TransferUUID(lenient: text)?.text == Self.canonical)
    }

    @Test(
        "everything else is refused",
        arguments: [
            "", "123", "\(canonical)0", "g23e4567-e89b-12d3-a456-426655440000", " \(canonical)", "１23e4567-e89b-12d3-a456-426655440000",
        ])
    func refused(text: String) {
        #expect(TransferUUID(lenient: text) == nil)
        #expect(TransferUUID(path: text) == nil)
    }

    @Test(
        "a path has hyphens at the right places",
        arguments: [
            ("123E4567-E89B-12D3-A456-426655440000", true), ("123e4567e89b12d3a456426655440000", false), ("{\(canonical)}", false),
            ("123e45-67e89b-12d3-a456-426655440000", false),
        ])
    func path(text: String, isAccepted: Bool) {
        #expect((TransferUUID(path: text) != nil) == isAccepted)
    }
}
