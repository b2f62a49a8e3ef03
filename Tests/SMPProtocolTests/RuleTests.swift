import Testing

@testable import SMPProtocol

/// What all who hold accounts agree on (CA 9, DA 10).
@Suite("Rules on messages that agents share")
struct RuleTests {
    private static let now = Timestamp(seconds: 1_750_000_000)

    private static func update(_ change: (inout AccountUpdate) -> Void = { _ in }) -> AccountUpdate {
        var m = AccountUpdate(
            debtorID: 1, creditorID: 2, creationDate: CalendarDate(rawValue: 20_000), lastChangeTs: now, lastChangeSeqnum: 5, principal: 0,
            interest: 0, interestRate: 0, lastInterestRateChangeTs: .epoch, lastConfigTs: now, lastConfigSeqnum: 7, negligibleAmount: 1000,
            configFlags: 4, configData: "é", accountID: .none, debtorInfoIRI: "", debtorInfoContentType: "", debtorInfoSHA256: "",
            lastTransferNumber: 0, lastTransferCommittedAt: .epoch, demurrageRate: 0, commitPeriod: 0, transferNoteMaxBytes: 0, ts: now,
            ttl: 60)
        change(&m)
        return m
    }

    private static let sent = SentConfiguration(ts: now, seqnum: 7, flags: 4, data: "é", negligibleAmount: 1000)

    @Test("a configuration is confirmed when nothing of it differs, and amounts only as much as 32 bits lose")
    func confirmation() {
        #expect(Self.update().confirms(Self.sent))
        #expect(Self.update { $0.negligibleAmount = 1000.009 }.confirms(Self.sent))
        let others: [(inout AccountUpdate) -> Void] = [
            { $0.lastConfigTs = Self.now.adding(microseconds: 1) }, { $0.lastConfigSeqnum = 8 }, { $0.configFlags = 5 },
            { $0.configData = "e\u{301}" }, { $0.negligibleAmount = 1000.02 }, { $0.negligibleAmount = -1000 },
        ]
        for (number, change) in others.enumerated() { #expect(!Self.update(change).confirms(Self.sent), "change \(number)") }
    }

    @Test("news are later by creation date, then moment, then sequence number, which wraps; equal news are not later")
    func order() {
        func state(_ day: Int32, _ second: Int64, _ seqnum: Int32) -> AccountState {
            AccountState(
                creationDate: CalendarDate(rawValue: day), changedAt: Timestamp(seconds: second), seqnum: SequenceNumber(seqnum))
        }
        let ascending = [state(1, 9, 9), state(2, 5, 1), state(2, 5, 2), state(2, 6, .max), state(2, 6, .min), state(2, 6, .min + 1)]
        for (i, a) in ascending.enumerated() {
            for (j, b) in ascending.enumerated() { #expect(b.isLater(than: a) == (j > i), "\(i), \(j)") }
        }
        #expect(Self.update().state == AccountState(creationDate: CalendarDate(rawValue: 20_000), changedAt: Self.now, seqnum: 5))
    }

    @Test("news expire when they are older than they may live, to the microsecond")
    func expiry() {
        #expect(!Self.update().isExpired(now: Self.now.adding(seconds: 60)))
        #expect(Self.update().isExpired(now: Self.now.adding(microseconds: 60_000_001)))
        #expect(!Self.update { $0.ttl = .max }.isExpired(now: Self.now.adding(days: 365 * 68)))
    }

    @Test(
        "nobody's account is asked to go, unless it is going",
        arguments: [(1, 1e30, false), (5, 9.999_95e29, false), (1, 9.99e29, true), (0, 1e30, true), (4, 1e30, true), (1, 0, true)]
            as [(Int32, Float, Bool)])
    func orphan(flags: Int32, amount: Float, isAsked: Bool) throws {
        let update = Self.update {
            $0.configFlags = flags
            $0.negligibleAmount = amount
        }
        let answer = update.orphanAnswer(ts: Self.now, seqnum: 3)
        #expect((answer != nil) == isAsked)
        if let answer {
            #expect(answer.configFlags == 1 && answer.negligibleAmount == 1e30 && answer.configData.isEmpty)
            #expect(answer.debtorID == 1 && answer.creditorID == 2 && answer.seqnum == 3 && answer.ts == Self.now)
        }
    }

    @Test(
        "a prepared transfer ends well with its whole amount, badly with nothing, and unexpectedly with everything else",
        arguments: [
            ("OK", 100, nil, nil), ("TIMEOUT", 0, "TIMEOUT", 5), ("OK", 0, "UNEXPECTED_ERROR", nil), ("OK", 99, "UNEXPECTED_ERROR", nil),
            ("TIMEOUT", 100, "UNEXPECTED_ERROR", nil), ("ok", 100, "UNEXPECTED_ERROR", nil),
        ] as [(String, Int64, String?, Int64?)])
    func finalization(code: String, committed: Int64, error: String?, locked: Int64?) {
        let message = FinalizedTransfer(
            debtorID: 1, creditorID: 2, coordinatorType: .direct, coordinatorID: 2, coordinatorRequestID: 3, transferID: 4,
            committedAmount: committed, statusCode: code, totalLockedAmount: 5, preparedAt: Self.now, ts: Self.now)
        let outcome = TransferOutcome(message, amount: 100, at: Self.now)
        #expect(outcome == TransferOutcome(finalizedAt: Self.now, errorCode: error, totalLockedAmount: locked))
        #expect(outcome.isSuccessful == (error == nil))
    }

    @Test("a transfer of nothing is successful with OK, and not with an error")
    func finalizationOfNothing() {
        for (code, error) in [("OK", nil), ("TIMEOUT", "TIMEOUT")] as [(String, String?)] {
            let message = FinalizedTransfer(
                debtorID: 1, creditorID: 2, coordinatorType: .direct, coordinatorID: 2, coordinatorRequestID: 3, transferID: 4,
                committedAmount: 0, statusCode: code, totalLockedAmount: 0, preparedAt: Self.now, ts: Self.now)
            #expect(TransferOutcome(message, amount: 0, at: Self.now).errorCode == error)
        }
    }

    @Test(
        "a rejection tells its code when it comes from the sender's account and is one",
        arguments: [(true, "X", "X", 5), (false, "X", "UNEXPECTED_ERROR", nil), (true, "OK", "UNEXPECTED_ERROR", nil)]
            as [(Bool, String, String, Int64?)])
    func rejection(isProper: Bool, code: String, error: String, locked: Int64?) {
        let message = RejectedTransfer(
            debtorID: 1, creditorID: 2, coordinatorType: .direct, coordinatorID: 2, coordinatorRequestID: 3, statusCode: code,
            totalLockedAmount: 5, ts: Self.now)
        let outcome = TransferOutcome(message, isProper: isProper, at: Self.now)
        #expect(outcome == TransferOutcome(finalizedAt: Self.now, errorCode: error, totalLockedAmount: locked))
    }
}
