import SMPProtocol
import Testing

@testable import Sandbox

/// AA 5, AA 14.2.
struct InterestTests {
    @Test(arguments: [
        (10, 3.020197347210337e-09), (-50, -2.1964508725630127e-08), (100, 2.1964508725630127e-08), (0, 0),
    ])
    func `The continuous rates`(percent: Double, expected: Double) {
        #expect((Interest.ratePerSecond(percentPerYear: percent) - expected).magnitude <= expected.magnitude * 1e-14)
    }

    /// principal, interest, rate, seconds, whole tokens, whole interest
    @Test(
        arguments: [
            (5000, 100.0, 10, 365 * 86_400, 5609, 609),
            (5000, 100.0, -10, 365 * 86_400, 4590, -410),
            (1_000_000, 0.0, 10, 31_557_601, 1_100_000, 100_000),
            (1_000_000, 0.0, -50, 31_557_599, 500_000, -500_000),
            (-1000, 0.0, 10, 31_557_600, -1000, 0),
            (1000, -1000.0, 10, 31_557_600, 0, -1000),
            (0, -0.4, 10, 1_000_000, -1, -1),
            (10000, 0.0, -2, 30 * 86_400, 9983, -17),
            (9_223_372_036_854_775_806, 0.0, 0, 31_557_600, 9_223_372_036_854_775_806, 0),
            (9_223_372_036_854_775_806, 0.0, 100, 31_557_600, 9_223_372_036_854_775_807, 9_223_372_036_854_775_807),
        ] as [(Int64, Double, Float, Int64, Int64, Int64)])
    func `Balances and interest`(
        principal: Int64, interest: Double, rate: Float, seconds: Int64, balance: Int64, accumulated: Int64
    ) throws {
        var bank = Bank()
        bank.put(alice) { account in
            account.principal = principal
            account.interest = interest
            account.interestRate = rate
        }
        let account = try bank[alice]
        let later = bank.now.adding(seconds: seconds)
        #expect(account.balance(at: later) == balance)
        #expect(Interest.floorToAmount(account.accumulatedInterest(at: later)) == accumulated)
    }

    @Test func `Interest for the time in flight`() {
        let end = moment("2026-01-01T00:00:00+00:00")
        func inFlight(_ amount: Int64, seconds: Int64, rate: Float = 10, previous: Float = 0, changed: Int64 = .max) -> Double {
            Interest.inFlight(
                amount: amount, committedAt: end.adding(seconds: -seconds), now: end, rate: rate, previousRate: previous,
                rateChangedAt: changed == .max ? .epoch : end.adding(seconds: -changed))
        }
        let wholeYear: Int64 = 31_557_600
        #expect((inFlight(1000, seconds: 2 * wholeYear, changed: wholeYear) - 100).magnitude < 1e-10)
        #expect((inFlight(-1000, seconds: 2 * wholeYear, changed: wholeYear) + 100).magnitude < 1e-10)
        #expect((inFlight(1000, seconds: day) - 0.26098).magnitude < 1e-5)
        #expect(inFlight(1000, seconds: 0) == 0)
        #expect(inFlight(1000, seconds: -day) == 0)
    }

    @Test func `The available amount`() throws {
        var bank = Bank()
        bank.put(alice) { account in
            account.principal = 5000
            account.interest = 100
        }
        func available(_ rate: Float, _ days: Int64, interest: Double = 100) throws -> Int64 {
            var account = try bank[alice]
            account.interestRate = rate
            account.interest = interest
            account.totalLockedAmount = 1000
            return account.availableAmount(at: bank.now.adding(days: days))
        }
        #expect(try available(10, 0) == 4100)
        #expect(try available(10, 365) == 4609)
        #expect(try available(-10, 365) == 3590)
        #expect(try available(0, 0, interest: -5100) == -1100)
        var account = try bank[root]
        account.principal = 500
        account.interest = 100
        #expect(account.availableAmount(at: bank.now) == 500)
    }

    @Test(arguments: [(10, 5609), (-10, 4590)] as [(Float, Int64)])
    func `Capitalization moves whole tokens`(rate: Float, principal: Int64) throws {
        var bank = Bank()
        bank.put(alice) { account in
            account.principal = 5000
            account.interest = 100
            account.interestRate = rate
        }
        bank.pass(seconds: 365 * day)
        let emissions = bank.book.capitalizeInterest(.all, now: bank.now)
        let account = try bank[alice]
        #expect(account.principal == principal && (0..<1).contains(account.interest))
        #expect(try bank[root].principal == -principal)
        let amount = principal - 5000
        let direction = amount > 0 ? "R→A" : "A→R"
        #expect(
            emissions.lines == [
                "AT(A, 1, \(amount), \(principal)) interest \(direction) previous 0", "AU(R, 1, \(-principal), 0)",
                "AU(A, 1, \(principal), 1)",
            ])
        #expect(bank.book.capitalizeInterest(.all, now: bank.now).isEmpty)
    }

    @Test func `Interest below a ten-thousandth of the principal is not worth while`() throws {
        var bank = Bank()
        bank.put(alice) { account in
            account.principal = 100_000
            account.interest = 10
        }
        #expect(bank.book.capitalizeInterest(.all, now: bank.now).isEmpty)
        bank.put(alice) { $0.interest = 11 }
        #expect(bank.book.capitalizeInterest(.all, now: bank.now).count == 3)
    }

    @Test func `Rates stay inside of their limits and change only once in eight days`() throws {
        var bank = Bank()
        bank.open()
        bank.put(root) { $0.rootConfiguration.rate = 1e9 }
        _ = bank.book.step(now: bank.now) { $0.propagateRootConfiguration(of: debtor, now: bank.now) }
        #expect(try bank[alice].interestRate == 100)
        bank.put(root) { $0.rootConfiguration.rate = -99.99 }
        _ = bank.book.step(now: bank.now) { $0.propagateRootConfiguration(of: debtor, now: bank.now) }
        #expect(try bank[alice].interestRate == 100)
        bank.pass(seconds: 8 * day - 1)
        #expect(bank.book.refreshRates(.all, now: bank.now).isEmpty)
        bank.pass(seconds: 1)
        #expect(bank.book.refreshRates(.all, now: bank.now).lines == ["AU(A, 3, 0, 0)", "AU(B, 3, 0, 0)"])
        #expect(try bank[alice].interestRate == -50 && bank[alice].previousInterestRate == 100)
        bank.put(root) { $0.rootConfiguration.rate = 7 }
        _ = bank.book.step(now: bank.now) { $0.propagateRootConfiguration(of: debtor, now: bank.now) }
        #expect(bank.book.refreshRates(.all, isForced: true, now: bank.now).count == 2)
    }

    @Test func `A new rate leaves the interest that accumulated at the old one`() throws {
        var bank = Bank()
        bank.put(alice) { account in
            account.principal = 1_000_000
            account.interestRate = 10
        }
        bank.pass(seconds: Int64(year))
        let before = try bank[alice].accumulatedInterest(at: bank.now)
        bank.put(root) { $0.rootConfiguration.rate = -5 }
        _ = bank.book.step(now: bank.now) { $0.propagateRootConfiguration(of: debtor, now: bank.now) }
        #expect(try bank[alice].interest == before && bank[alice].interestRate == -5)
        #expect((before - 100_000).magnitude < 1)
    }

    @Test func `What is put into the info does not lose interest`() throws {
        var bank = Bank()
        bank.open()
        let now = bank.now
        bank.put(alice) { account in
            account.principal = 1_000_000
            account.interestRate = 10
            account.lastInterestRateChangeTs = now
        }
        bank.pass(seconds: Int64(year))
        _ = bank.configure(root, data: "{\"rate\":10,\"info\":{\"iri\":\"x\"}}")
        #expect((try bank[alice].interest - 100_000).magnitude < 1)
    }
}
