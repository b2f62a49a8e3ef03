import SMPProtocol
import Testing

@testable import Sandbox

/// AA 14.7, message by message.
struct GoldenScenarioTests {
    @Test func `The golden scenario gives exactly these messages`() throws {
        var scenario = Scenario()
        try scenario.openAndPay()
        try scenario.repeatRequest()
        try scenario.changeConfigurations()
        try scenario.deleteAccount()
        let bank = scenario.bank
        #expect(bank.book.purged[bob]?.creationDate == bank.now.date)
        #expect(try bank[alice].principal == 600 && bank[root].principal == -600)
        #expect(bank.book.locks.isEmpty && bank.book.violations.isEmpty)
        #expect(bank.book.violation(of: debtor) == nil)
    }

    @Test func `The transfer IDs of the scenario are those of AA 14_4_12`() throws {
        var bank = Bank()
        bank.open()
        let prepared = try #require(bank.prepare(alice, to: bob).prepared)
        #expect(prepared.transferID == 22_557_580_555_452_417)
    }
}

/// The exchanges of AA 14.7, which are numbered there.
private struct Scenario {
    var bank = Bank()
    private var step = 0

    init() {}

    private mutating func expect(_ emissions: [Emission], _ lines: [String], _ place: SourceLocation = #_sourceLocation) {
        step += 1
        #expect(emissions.lines == lines, "exchange \(step)", sourceLocation: place)
    }

    mutating func openAndPay() throws {
        // 1, 2
        expect(bank.configure(root, negligible: 9.223372e+18), ["AU(R, 1, 0, 0)"])
        expect(bank.configure(alice), ["AU(A, 1, 0, 0)"])
        expect(bank.configure(bob), ["AU(B, 1, 0, 0)"])
        // 3, 4
        let issued = bank.prepare(root, to: alice, 1000...1000, type: .issuing)
        expect(issued, ["PT(R, 1, locked 1000)"])
        expect(
            bank.finalize(try #require(issued.prepared), 1000),
            ["FT(OK, 1000, locked 0)", "AT(A, 1, 1000, 1000) issuing R→A previous 0", "AU(R, 2, -1000, 0)", "AU(A, 2, 1000, 1)"])
        // 5
        let paid = bank.prepare(alice, to: bob)
        expect(paid, ["PT(A, 1, locked 0)"])
        expect(
            bank.finalize(try #require(paid.prepared), 250),
            [
                "FT(OK, 250, locked 0)", "AT(A, 2, -250, 750) direct A→B previous 1", "AT(B, 1, 250, 250) direct A→B previous 0",
                "AU(A, 3, 750, 2)", "AU(B, 2, 250, 1)",
            ])
    }

    /// 6: the same request twice.
    mutating func repeatRequest() throws {
        let request = bank.request(alice, to: bob.creditorID.unsignedText)
        let first = bank.book.prepare(request, now: bank.now)
        let second = bank.book.prepare(request, now: bank.now)
        expect(first, ["PT(A, 2, locked 0)"])
        expect(second, ["PT(A, 3, locked 0)"])
        expect(
            bank.finalize(try #require(first.prepared), 1),
            [
                "FT(OK, 1, locked 0)", "AT(A, 3, -1, 749) direct A→B previous 2", "AT(B, 2, 1, 251) direct A→B previous 1",
                "AU(A, 4, 749, 3)", "AU(B, 3, 251, 2)",
            ])
        expect(bank.finalize(try #require(second.prepared), 0), ["FT(OK, 0, locked 0)"])
    }

    mutating func changeConfigurations() throws {
        // 7, 8
        expect(bank.configure(bob, negligible: 100), ["AU(B, 4, 251, 2)"])
        expect(
            try bank.pay(alice, to: bob, 99),
            ["FT(OK, 99, locked 0)", "AT(A, 4, -99, 650) direct A→B previous 3", "AU(A, 5, 650, 4)", "AU(B, 5, 350, 2)"])
        // 9
        expect(bank.configure(bob, negligible: 100, flags: 1), ["AU(B, 6, 350, 2)"])
        expect(
            try bank.pay(alice, to: bob, 50, type: .agent),
            [
                "FT(OK, 50, locked 0)", "AT(A, 5, -50, 600) agent A→B previous 4", "AT(B, 3, 50, 400) agent A→B previous 2",
                "AU(A, 6, 600, 5)", "AU(B, 7, 400, 3)",
            ])
        // 10
        expect(bank.prepare(alice, to: bob, 1...1), ["RT(RECIPIENT_IS_UNREACHABLE, 0)"])
    }

    mutating func deleteAccount() throws {
        // 11: the attempt follows the configuration at once
        expect(
            bank.configure(bob, negligible: 1e+30, flags: 1),
            ["AU(B, 8, 400, 3)", "AT(B, 4, -400, 0) delete B→R previous 3", "AU(B, 10, 0, 4)", "AU(R, 3, -600, 0)"])
        // 12
        expect(bank.book.purge(.all, isForced: true, now: bank.now), ["AP(B)"])
    }
}
