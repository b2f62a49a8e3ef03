import SMPProtocol
import Testing

@testable import Sandbox

/// AA 4.7 to 4.9, AA 14.3.
struct DeletionTests {
    @Test func `An empty account that asks for it is deleted at once`() throws {
        var bank = Bank()
        _ = bank.configure(alice)
        let emissions = bank.configure(alice, flags: 1)
        #expect(emissions.lines == ["AU(A, 2, 0, 0)", "AU(A, 3, 0, 0)"])
        #expect(emissions.updates.last?.configFlags == 1)
        #expect(try bank[alice].isDeleted)
        #expect(bank.book.heartbeat(.all, isForced: true, now: bank.now).isEmpty, "tombstones are silent")
    }

    @Test(
        arguments: [
            (-5, 0, 0, true), (2, 0, 0, true), (3, 0, 0, false), (2, 0.5, 0, false), (3, -1.0, 0, true), (5, 0, 4.9, false),
            (5, 0, 5, true),
        ] as [(Int64, Double, Float, Bool)])
    func `Negligible balances die with the account`(principal: Int64, interest: Double, negligible: Float, isDeleted: Bool) throws {
        var bank = Bank()
        bank.open()
        bank.put(alice) { account in
            account.principal = principal
            account.interest = interest
        }
        _ = bank.configure(alice, negligible: negligible, flags: 1)
        #expect(try bank[alice].isDeleted == isDeleted)
        #expect(try bank[root].principal == (isDeleted ? 0 : -principal))
        #expect(bank.book.violations.isEmpty)
    }

    @Test func `The rest goes to the root account, and a fraction disappears`() throws {
        var bank = Bank()
        bank.put(alice) { account in
            account.principal = 2
            account.interest = -1.0
            account.negligibleAmount = 2
            account.configFlags = 1
        }
        let emissions = bank.book.attemptDeletions(.all, now: bank.now)
        #expect(emissions.lines == ["AT(A, 1, -2, 0) delete A→R previous 0", "AU(A, 2, 0, 1)", "AU(R, 1, 0, 0)"])
        #expect(emissions.updates.first?.interest == 0)
    }

    @Test func `A root account is deleted only without any money`() throws {
        var bank = Bank()
        bank.open()
        _ = try bank.pay(root, to: alice, 1, type: .issuing)
        _ = bank.configure(root, negligible: 1e30, flags: 1)
        #expect(try !bank[root].isDeleted)
        _ = try bank.pay(alice, to: root, 1)
        #expect(try bank[root].isDeleted)
    }

    @Test func `Prepared transfers stand against the deletion until they are finalized`() throws {
        var bank = Bank()
        bank.open()
        let prepared = try #require(bank.prepare(alice, to: bob).prepared)
        _ = bank.configure(alice, flags: 1)
        #expect(try !bank[alice].isDeleted)
        #expect(bank.finalize(prepared, 0).lines == ["FT(OK, 0, locked 0)", "AU(A, 3, 0, 0)"])
        #expect(try bank[alice].isDeleted)
    }

    @Test func `A newer configuration revives a tombstone, and its rate and counters continue`() throws {
        var bank = Bank()
        bank.open(rate: 5)
        _ = try bank.pay(root, to: alice, 10, type: .issuing)
        _ = bank.configure(alice, negligible: 100, flags: 1)
        #expect(try bank[alice].isDeleted)
        bank.pass(seconds: day)
        let emissions = bank.configure(alice)
        let account = try bank[alice]
        #expect(!account.isDeleted && account.interestRate == 5 && account.lastTransferNumber == 2)
        #expect(account.creationDate.rawValue == bank.now.date.rawValue - 1)
        #expect(emissions.lines == ["AU(A, 7, 0, 2)"])
    }

    @Test func `A late payment revives a tombstone, whose wish to be deleted stays`() throws {
        var bank = Bank()
        bank.open()
        _ = try bank.pay(root, to: alice, 10, type: .issuing)
        let prepared = try #require(bank.prepare(alice, to: bob).prepared)
        _ = bank.configure(bob, flags: 1)
        #expect(try bank[bob].isDeleted)
        let emissions = bank.finalize(prepared, 1)
        #expect(
            emissions.lines == [
                "FT(OK, 1, locked 0)", "AT(A, 2, -1, 9) direct A→B previous 1", "AU(B, 4, 0, 0)", "AT(B, 1, 1, 1) direct A→B previous 0",
                "AT(B, 2, -1, 0) delete B→R previous 1", "AU(B, 7, 0, 2)", "AU(R, 3, -9, 0)", "AU(A, 3, 9, 2)",
            ])
        #expect(try bank[bob].isDeleted && bank[bob].configFlags == 1)
    }

    @Test func `An account that asks for deletion is not reachable until it does not`() {
        var bank = Bank()
        bank.open()
        bank.put(bob) { $0.principal = 100 }
        _ = bank.configure(bob, flags: 1)
        #expect(bank.prepare(alice, to: bob).lines == ["RT(RECIPIENT_IS_UNREACHABLE, 0)"])
        _ = bank.configure(bob)
        #expect(bank.prepare(alice, to: bob).lines == ["PT(A, 1, locked 0)"])
    }

    @Test func `Tombstones are purged when their time has come, with their creation date`() throws {
        var bank = Bank()
        let date = bank.now.date
        _ = bank.configure(alice, flags: 1)
        bank.pass(seconds: 3)
        #expect(bank.book.purge(.all, now: bank.now).isEmpty)
        bank.now = bank.now.adding(microseconds: 1)
        #expect(
            bank.book.purge(.all, now: bank.now)
                == [.accountPurge(AccountPurge(debtorID: debtor, creditorID: alice.creditorID, creationDate: date, ts: bank.now))])
        #expect(bank.book.purge(.all, isForced: true, now: bank.now).isEmpty)
        #expect(bank.book.accounts.isEmpty)
    }
}

/// AA 14.5.
struct UpkeepTests {
    @Test func `Only silent accounts send heartbeats by themselves`() {
        var bank = Bank()
        bank.open()
        bank.pass(seconds: 10)
        #expect(bank.book.heartbeat(.all, now: bank.now).isEmpty)
        bank.put(alice) { $0.lastHeartbeatTs = .epoch }
        let emissions = bank.book.heartbeat(.all, now: bank.now)
        #expect(emissions.lines == ["AU(A, 1, 0, 0)"])
        #expect(emissions.updates.first?.ts == bank.now)
        #expect(bank.book.heartbeat(.all, now: bank.now).isEmpty)
        #expect(bank.book.heartbeat(.account(bob), isForced: true, now: bank.now).lines == ["AU(B, 1, 0, 0)"])
    }

    @Test func `A reminder comes after a week, and not twice in a row`() throws {
        var bank = Bank()
        bank.open()
        let prepared = try #require(bank.prepare(alice, to: bob).prepared)
        bank.pass(seconds: 7 * day)
        #expect(bank.book.remind(.all, now: bank.now).isEmpty)
        bank.pass(seconds: 1)
        var expected = prepared
        expected.ts = bank.now
        #expect(bank.book.remind(.all, now: bank.now) == [.preparedTransfer(expected)])
        #expect(bank.book.remind(.all, now: bank.now).isEmpty)
        #expect(bank.book.remind(.debtor(debtor), isForced: true, now: bank.now).count == 1)
    }
}
