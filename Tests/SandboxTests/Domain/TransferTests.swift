import SMPProtocol
import Testing

@testable import Sandbox

/// AA 6 and 7, AA 14.4.
struct TransferTests {
    private func bank(alice principal: Int64 = 100, interest: Double = 0) -> Bank {
        var bank = Bank()
        bank.open()
        bank.put(alice) { account in
            account.principal = principal
            account.interest = interest
        }
        return bank
    }

    // MARK: Preparing

    @Test(arguments: ["invalid", "", " 5", "+5", "007", "5 ", "18446744073709551616", "-1", "1_0", "٥"])
    func `What is no account ID is unreachable, before anything else is looked at`(recipient: String) {
        var bank = bank()
        bank.book.rules.maxPendingTransfers = 0
        let unknown = bank.request(stranger, to: recipient)
        #expect(bank.book.prepare(unknown, now: bank.now).lines == ["RT(RECIPIENT_IS_UNREACHABLE, 0)"])
        let known = bank.request(alice, to: recipient)
        #expect(bank.book.prepare(known, now: bank.now).lines == ["RT(RECIPIENT_IS_UNREACHABLE, 0)"])
    }

    @Test func `The refusals come in their order`() throws {
        var bank = bank()
        #expect(bank.prepare(alice, to: stranger).lines == ["RT(RECIPIENT_IS_UNREACHABLE, 0)"])
        #expect(bank.prepare(stranger, to: bob).lines == ["RT(SENDER_IS_UNREACHABLE, 0)"])
        _ = bank.prepare(alice, to: bob, 0...40)
        let now = bank.now
        bank.put(alice) { $0.lastInterestRateChangeTs = now }
        let early = bank.now.adding(seconds: -60)
        bank.book.rules.maxPendingTransfers = 1
        #expect(bank.prepare(alice, to: alice, 1000...1000).lines == ["RT(TOO_MANY_TRANSFERS, 40)"])
        bank.book.rules.maxPendingTransfers = 2
        let toItself = bank.request(alice, to: alice.creditorID.unsignedText, 1000...1000, finalInterestRateTs: early)
        #expect(bank.book.prepare(toItself, now: bank.now).lines == ["RT(RECIPIENT_SAME_AS_SENDER, 40)"])
        let late = bank.request(alice, to: "0", 1000...1000, finalInterestRateTs: early)
        #expect(bank.book.prepare(late, now: bank.now).lines == ["RT(NEWER_INTEREST_RATE, 40)"])
        let inTime = bank.request(alice, to: "0", 61...1000, finalInterestRateTs: bank.now)
        #expect(bank.book.prepare(inTime, now: bank.now).lines == ["RT(INSUFFICIENT_AVAILABLE_AMOUNT, 40)"])
        #expect(bank.prepare(alice, to: root, 60...1000).lines == ["PT(A, 2, locked 60)"])
    }

    @Test func `Nobody pays to a missing root account in vain`() throws {
        var bank = Bank()
        _ = bank.configure(alice)
        let prepared = try #require(bank.prepare(alice, to: root).prepared)
        #expect(bank.finalize(prepared, 1).lines == ["FT(INSUFFICIENT_AVAILABLE_AMOUNT, 0, locked 0)"])
    }

    @Test(
        arguments: [
            (0x0000_01ff_ffff_ffff, "1099511632436", true), (0x0000_0200_0000_1234, "1099511632436", false),
            (0x0000_0100_0000_0001, "1234", false), (-1, "18446744073709551614", true), (-1, "18446742974197923839", false),
            (0x0000_0100_0000_0001, "0", false),
        ] as [(Int64, String, Bool)])
    func `Transfers of type agent stay inside of one agent`(sender: Int64, recipient: String, isPrepared: Bool) {
        var bank = Bank()
        let key = AccountKey(debtor, CreditorID(sender))
        _ = bank.configure(key)
        let request = bank.request(key, to: recipient, type: .agent)
        let emissions = bank.book.prepare(request, now: bank.now)
        #expect((emissions.prepared != nil) == isPrepared)
        #expect(isPrepared || emissions.lines == ["RT(RECIPIENT_IS_UNREACHABLE, 0)"])
    }

    @Test func `As much as possible is locked, and a dismissal releases it without a trace`() throws {
        var bank = bank()
        let emissions = bank.prepare(alice, to: bob, 1...200)
        #expect(emissions.lines == ["PT(A, 1, locked 100)"])
        #expect(try bank[alice].pendingTransfersCount == 1 && bank[alice].totalLockedAmount == 100)
        let prepared = try #require(emissions.prepared)
        #expect(prepared.deadline == bank.now.adding(seconds: 7_776_000) && prepared.demurrageRate == -50)
        #expect(bank.finalize(prepared, 0).lines == ["FT(OK, 0, locked 0)"])
        #expect(try bank[alice].pendingTransfersCount == 0 && bank[alice].lastChangeSeqnum == 1)
    }

    @Test func `The deadline is the earlier one of both sides`() throws {
        var bank = bank()
        let request = bank.request(alice, to: "0", maxCommitDelay: 60)
        let prepared = bank.book.prepare(request, now: bank.now.adding(seconds: 5), clockOffsetMicroseconds: 7_000_000).prepared
        #expect(prepared?.deadline == bank.now.adding(seconds: 67))
        var far = bank.request(alice, to: "0")
        far.ts = moment("9999-12-31T00:00:00+00:00")
        bank.book.rules.commitPeriodSeconds = .max
        #expect(bank.book.prepare(far, now: .latest).prepared?.deadline == .latest)
    }

    @Test func `Nothing is locked of what is not there, and a probe is always granted`() {
        var bank = bank(alice: 100, interest: -500)
        #expect(bank.prepare(alice, to: bob, 0...100).lines == ["PT(A, 1, locked 0)"])
        #expect(bank.prepare(alice, to: bob).lines == ["PT(A, 2, locked 0)"])
        #expect(bank.prepare(alice, to: bob, 1...100).lines == ["RT(INSUFFICIENT_AVAILABLE_AMOUNT, 0)"])
    }

    // MARK: Finalizing

    @Test func `A commit moves exactly the amount`() throws {
        var bank = bank()
        let prepared = try #require(bank.prepare(alice, to: bob, 1...200).prepared)
        #expect(
            bank.finalize(prepared, 40, note: "tea").lines == [
                "FT(OK, 40, locked 0)", "AT(A, 1, -40, 60) direct A→B previous 0", "AT(B, 1, 40, 40) direct A→B previous 0",
                "AU(A, 2, 60, 1)", "AU(B, 2, 40, 1)",
            ])
        let payment = try #require(bank.book.takePayments().first)
        #expect(payment.amount == 40 && payment.note == "tea" && payment.sender == alice.creditorID && payment.recipient == bob.creditorID)
        #expect(bank.finalize(prepared, 40).isEmpty, "the first one decides")
    }

    @Test func `A finalization must name all six keys`() throws {
        var bank = bank()
        let prepared = try #require(bank.prepare(alice, to: bob).prepared)
        let right = Bank.finalization(prepared, 1, ts: bank.now)
        func wrong(_ change: (inout FinalizeTransfer) -> Void) -> FinalizeTransfer {
            var message = right
            change(&message)
            return message
        }
        for message in [
            wrong { $0.debtorID = 78 }, wrong { $0.creditorID = bob.creditorID },
            wrong { $0.transferID = TransferID(right.transferID.rawValue + 1) },
            wrong { $0.coordinatorType = .agent }, wrong { $0.coordinatorID = 1 }, wrong { $0.coordinatorRequestID = 99 },
        ] {
            #expect(bank.book.finalize(message, now: bank.now).isEmpty)
        }
        #expect(bank.book.finalize(right, now: bank.now).finalized?.statusCode == "OK")
    }

    @Test func `Issuing tells the recipient only, unless it is negligible`() throws {
        var bank = bank(alice: 0)
        #expect(
            try bank.pay(root, to: alice, 200, type: .issuing).lines == [
                "FT(OK, 200, locked 0)", "AT(A, 1, 200, 200) issuing R→A previous 0", "AU(R, 2, -200, 0)", "AU(A, 2, 200, 1)",
            ])
        _ = bank.configure(alice, negligible: 200)
        #expect(
            try bank.pay(root, to: alice, 200, type: .issuing).lines == [
                "FT(OK, 200, locked 0)", "AU(R, 3, -400, 0)", "AU(A, 4, 400, 1)",
            ])
    }

    @Test(arguments: [(0, "INSUFFICIENT_AVAILABLE_AMOUNT"), (100, "OK")] as [(Int64, String)])
    func `Without a lock the balance decides`(principal: Int64, status: String) throws {
        var bank = bank(alice: principal)
        let prepared = try #require(bank.prepare(alice, to: bob).prepared)
        #expect(bank.finalize(prepared, 40).finalized?.statusCode == status)
    }

    @Test func `After the deadline the lock is released and nothing is paid, but a dismissal is always right`() throws {
        var bank = bank()
        let request = bank.request(alice, to: bob.creditorID.unsignedText, 50...50, maxCommitDelay: 10)
        let first = try #require(bank.book.prepare(request, now: bank.now).prepared)
        let second = try #require(bank.book.prepare(request, now: bank.now).prepared)
        bank.pass(seconds: 10)
        #expect(bank.finalize(first, 1).finalized?.statusCode == "OK")
        bank.now = bank.now.adding(microseconds: 1)
        #expect(bank.finalize(second, 1).lines == ["FT(TIMEOUT, 0, locked 0)"])
    }

    @Test func `Nobody commits what is not there`() throws {
        var bank = bank()
        let prepared = try #require(bank.prepare(alice, to: bob, 1...100).prepared)
        #expect(bank.finalize(prepared, 40_000).lines == ["FT(INSUFFICIENT_AVAILABLE_AMOUNT, 0, locked 0)"])
    }

    @Test func `A newer interest rate stops the commit`() throws {
        var bank = bank()
        let request = bank.request(alice, to: "0", finalInterestRateTs: bank.now)
        let prepared = try #require(bank.book.prepare(request, now: bank.now).prepared)
        bank.pass(seconds: 1)
        let now = bank.now
        bank.put(alice) { $0.lastInterestRateChangeTs = now }
        #expect(bank.finalize(prepared, 1).finalized?.statusCode == "NEWER_INTEREST_RATE")
    }

    @Test func `Negative interest reduces what can be locked`() throws {
        var bank = bank(alice: 200, interest: -150)
        let prepared = try #require(bank.prepare(alice, to: root, 1...200).prepared)
        #expect(prepared.lockedAmount == 50)
        #expect(
            bank.finalize(prepared, 40).lines == [
                "FT(OK, 40, locked 0)", "AT(A, 1, -40, 160) direct A→R previous 0", "AU(R, 2, -160, 0)", "AU(A, 2, 160, 1)",
            ])
    }

    /// committed, expendable, age in seconds, is it from the root account, is it covered
    @Test(
        arguments: [
            (1000, 0, 5, false, true), (1000, -1, 0, false, true), (1000, -1, -60, false, true), (1000, -1, 1, false, false),
            (999, -5, 864_000, false, false), (995, -5, 864_000, false, true), (995, -50_000, 864_000, false, false),
            (981, -50_000, 864_000, false, true), (982, -50_000, 864_000, false, false), (1000, -50_000, 864_000, true, true),
            (1001, -50_000, 864_000, true, false), (1001, 1, 864_000, false, true),
        ] as [(Int64, Int64, Int64, Bool, Bool)])
    func `Expendable and reserved`(committed: Int64, expendable: Int64, age: Int64, isRoot: Bool, isCovered: Bool) {
        let now = moment("2026-03-04T10:00:00+00:00")
        let lock = TransferLock(
            key: .init(account: isRoot ? root : alice, transferID: 1), coordinator: .init(type: .direct, id: 1, requestID: 1), recipient: 0,
            preparedAt: now.adding(seconds: -age), deadline: .latest, finalInterestRateTs: .farFuture, demurrageRate: -50,
            lockedAmount: 1000)
        #expect(lock.covers(committed, expendable: expendable, now: now) == isCovered)
    }

    @Test(arguments: [(1, 0.998104066), (30, 0.944658298), (90, 0.84299351), (365.25, 0.5)])
    func `What demurrage leaves`(days: Double, factor: Double) {
        let left = Interest.reserved(locked: 1_000_000_000_000, demurrageRate: -50, seconds: days * 86_400)
        #expect((left / 1e12 - factor).magnitude < 1e-8)
    }

    @Test func `A lock under demurrage guarantees 94 percent after a month`() throws {
        for (percent, status) in [(94, "OK"), (95, "INSUFFICIENT_AVAILABLE_AMOUNT")] as [(Int64, String)] {
            var bank = bank(alice: 100_000)
            bank.put(alice) { $0.interestRate = -50 }
            let prepared = try #require(bank.prepare(alice, to: bob, 100_000...100_000).prepared)
            bank.pass(seconds: 30 * day)
            #expect(bank.finalize(prepared, percent * 1000).finalized?.statusCode == status)
        }
    }

    @Test func `Payments of the authority are negligible only when they are gifts`() throws {
        var bank = Bank()
        bank.open(negligible: 50_000)
        let now = bank.now
        func system(_ amount: Int64) -> [String] {
            bank.book.step(now: now) { $0.paySystem(amount, to: alice, type: .interest, now: now) }.lines
        }
        #expect(system(50_000) == ["AU(R, 2, -50000, 0)", "AU(A, 2, 50000, 0)"])
        #expect(system(-50_000) == ["AT(A, 1, -50000, 0) interest A→R previous 0", "AU(R, 3, 0, 0)", "AU(A, 3, 0, 1)"])
        #expect(system(100_000) == ["AT(A, 2, 100000, 100000) interest R→A previous 1", "AU(R, 4, -100000, 0)", "AU(A, 4, 100000, 2)"])
    }

    @Test func `Money that does not fit is reported as a violation`() throws {
        var bank = Bank()
        bank.open()
        bank.put(alice) { $0.principal = .max }
        bank.put(bob) { $0.principal = -10 }
        #expect(bank.book.violations.isEmpty)
        _ = bank.book.step(now: bank.now) { $0.paySystem(1, to: alice, type: .interest, now: bank.now) }
        #expect(try bank[alice].principal == .max && bank[alice].isOverflown)
        #expect(bank.book.violations.count == 2, "\(bank.book.violations)")
    }

    @Test func `Planned answers refuse, lock less and commit less, and no money is lost`() throws {
        var bank = bank()
        let request = bank.request(alice, to: bob.creditorID.unsignedText, 50...50)
        #expect(bank.book.prepare(request, now: bank.now, override: .init(statusCode: "ODD")).lines == ["RT(ODD, 0)"])
        let less = try #require(bank.book.prepare(request, now: bank.now, override: .init(lockedAmount: 7)).prepared)
        #expect(less.lockedAmount == 7)
        let finalization = Bank.finalization(less, 50, ts: bank.now)
        let emissions = bank.book.finalize(finalization, now: bank.now, override: .init(committedAmount: 3))
        #expect(emissions.finalized?.committedAmount == 3 && emissions.finalized?.statusCode == "OK")
        let other = try #require(bank.prepare(alice, to: bob, 50...50).prepared)
        let refused = bank.book.finalize(Bank.finalization(other, 50, ts: bank.now), now: bank.now, override: .init(statusCode: "ODD"))
        #expect(refused.lines == ["FT(ODD, 0, locked 0)"])
        #expect(try bank[alice].principal == 97 && bank[bob].principal == 3)
        #expect(bank.book.violation(of: debtor) == nil && bank.book.violations.isEmpty)
    }

    @Test func `Account IDs may have another form, and transfer numbers another beginning`() throws {
        var bank = Bank { rules in
            rules.accountIDPrefix = "acc/"
            rules.numbersTransfersByDay = true
        }
        bank.open()
        #expect(try bank[alice].update(rules: bank.book.rules, ts: bank.now).accountID.rawValue == "acc/2203318222855")
        _ = try bank.pay(root, to: alice, 10, type: .issuing)
        let plain = bank.request(alice, to: bob.creditorID.unsignedText)
        #expect(bank.book.prepare(plain, now: bank.now).lines == ["RT(RECIPIENT_IS_UNREACHABLE, 0)"])
        let toRoot = try #require(bank.prepare(alice, to: root).prepared)
        #expect(toRoot.recipient.rawValue == "0")
        let numbers = try bank.pay(alice, to: bob, 4).compactMap {
            if case .accountTransfer(let message) = $0 { message.transferNumber.rawValue } else { nil }
        }
        let first = Int64(bank.now.date.rawValue) << 40 + 1
        #expect(numbers == [first + 1, first])
    }
}

/// AA 3.3.
struct DeliveryTests {
    @Test func `A payment on its way is nobody's, and arrives with interest`() throws {
        var bank = Bank { $0.deliverySeconds = Int64(year) }
        bank.open()
        bank.put(alice) { $0.principal = 1000 }
        bank.put(bob) { $0.interestRate = 10 }
        #expect(
            try bank.pay(alice, to: bob, 1000).lines == [
                "FT(OK, 1000, locked 0)", "AT(A, 1, -1000, 0) direct A→B previous 0", "AU(A, 2, 0, 1)",
            ])
        #expect(bank.book.inFlight.map(\.amount) == [1000])
        #expect(bank.book.violation(of: debtor) == nil)
        bank.pass(seconds: Int64(year) - 1)
        #expect(bank.book.deliver(now: bank.now).isEmpty)
        bank.pass(seconds: 1)
        #expect(bank.book.deliver(now: bank.now).lines == ["AT(B, 1, 1000, 1000) direct A→B previous 0", "AU(B, 2, 1000, 1)"])
        #expect((try bank[bob].interest - 100).magnitude < 1e-9)
        #expect(bank.book.inFlight.isEmpty && bank.book.violations.isEmpty)
    }

    @Test func `A payment that arrives at a deleted account revives it`() throws {
        var bank = Bank { $0.deliverySeconds = 60 }
        bank.open()
        bank.put(alice) { $0.principal = 1000 }
        _ = try bank.pay(alice, to: bob, 1000)
        _ = bank.configure(bob, flags: 1)
        #expect(try bank[bob].isDeleted)
        bank.pass(seconds: 60)
        #expect(
            bank.book.deliver(now: bank.now).lines == ["AU(B, 4, 0, 0)", "AT(B, 1, 1000, 1000) direct A→B previous 0", "AU(B, 5, 1000, 1)"])
    }

    @Test func `A payment that arrives where no account is makes one, with the rate of its currency`() throws {
        var bank = Bank()
        bank.open(rate: 5)
        bank.put(alice) { $0.principal = 1000 }
        let newcomer = AccountKey(debtor, 0x0000_0200_0000_0001)
        let emissions = try bank.pay(alice, to: newcomer, 1, type: .agent)
        let id = newcomer.creditorID.unsignedText
        #expect(
            emissions.lines == [
                "FT(OK, 1, locked 0)", "AT(A, 1, -1, 999) agent A→\(id) previous 0", "AU(\(id), 0, 0, 0)", "AU(\(id), 1, 0, 0)",
                "AT(\(id), 1, 1, 1) agent A→\(id) previous 0", "AU(\(id), 2, 1, 1)", "AU(A, 3, 999, 1)",
            ])
        #expect(try bank[newcomer].interestRate == 5)
    }
}
