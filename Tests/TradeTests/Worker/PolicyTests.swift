import SMPProtocol
import Testing

@testable import Trade

@Suite("Trading policies and bids of users (TW-9, 14.3)")
struct PolicyTests {
    private func policy(_ messages: any InboxMessage...) -> TradingPolicy {
        var worker = PlayedWorker()
        worker.handle(messages)
        return worker.state.policies[Sample.user]!
    }

    @Test("each part takes greater numbers only, in any order of the parts, whatever the time says")
    func numbering() {
        let later = Sample.now.adding(seconds: 10)
        let result = policy(
            Sample.flags(updateID: 5, flags: 1), Sample.ledger(updateID: 3, principal: 30),
            Sample.policy(updateID: 4, min: 5), Sample.ledger(updateID: 2, principal: 20, ts: later),
            Sample.ledger(updateID: 3, principal: 33), Sample.policy(updateID: 9, min: 6, peg: (7, 0.5)),
            Sample.flags(updateID: 4, flags: 2))
        #expect(result.ledger.principal == 30 && result.ledger.mark == .init(updateID: 3, ts: Sample.now))
        #expect(result.wishes.minPrincipal == 6 && result.wishes.peg == OwnPeg(debtor: 7, exchangeRate: 0.5))
        #expect(result.flags.configFlags == 1)
    }

    @Test("an account that has lost its identity keeps it as an obsolete one")
    func obsolete() {
        let lost = policy(Sample.ledger(), Sample.ledger(updateID: 2, accountID: ""))
        #expect(lost.ledger.accountID == Sample.account("acc") && lost.ledger.accountIDIsObsolete && !lost.hasUsableAccountID)
        let never = policy(Sample.ledger(accountID: ""))
        #expect(!never.ledger.accountIDIsObsolete && !never.hasUsableAccountID)
        let again = policy(
            Sample.ledger(), Sample.ledger(updateID: 2, accountID: ""),
            Sample.ledger(updateID: 3, accountID: "new"))
        #expect(again.ledger.accountID == Sample.account("new") && again.hasUsableAccountID)
    }

    @Test("only a row that says nothing is useless")
    func useless() {
        var empty = TradingPolicy(key: Sample.user)
        #expect(empty.isUseless)
        empty.ledger.accountID = Sample.account("a")
        #expect(!empty.isUseless)
        empty.ledger.accountIDIsObsolete = true
        #expect(empty.isUseless)
        for change in [
            { $0.ledger.principal = 1 }, { $0.ledger.lastTransferNumber = 1 }, { $0.wishes.policyName = "x" },
            { $0.wishes.minPrincipal = 0 },
            { $0.flags.configFlags = 2 }, { $0.wishes.peg = OwnPeg(debtor: 1, exchangeRate: 1) },
        ] as [(inout TradingPolicy) -> Void] {
            var other = TradingPolicy(key: Sample.user)
            change(&other)
            #expect(!other.isUseless)
        }
    }

    // MARK: Bids

    struct Wish: Sendable {
        let principal: Int64
        let min: Int64
        let max: Int64
        let amount: Int64
    }

    @Test(
        "a bid is for what is missing or left over, unless that is less than a thousandth of the principal",
        arguments: [
            Wish(principal: 1000, min: 1000, max: 2000, amount: 0),
            Wish(principal: 500, min: 1000, max: 2000, amount: 501),
            Wish(principal: 2500, min: 1000, max: 2000, amount: -500),
            Wish(principal: 2002, min: 1000, max: 2000, amount: 0),
            Wish(principal: 2003, min: 1000, max: 2000, amount: -3),
            Wish(principal: 9_990, min: 9_999, max: 10_000, amount: 0),
            Wish(principal: 9_989, min: 9_999, max: 10_000, amount: 11),
            Wish(principal: .min, min: .max, max: .max, amount: .max),
            Wish(principal: .max, min: .min, max: .min, amount: -.max),
            Wish(principal: -1_000_000, min: 0, max: .max, amount: 1_000_011),
            Wish(principal: 0, min: 10, max: 5, amount: 0),
        ])
    func amounts(wish: Wish) {
        var policy = policy(Sample.ledger(principal: wish.principal), Sample.policy())
        (policy.wishes.minPrincipal, policy.wishes.maxPrincipal) = (wish.min, wish.max)
        #expect(policy.bidAmount(Sample.rules) == wish.amount)
    }

    @Test("the cut is added with the factor computed first, as the public implementation does")
    func cut() {
        var rules = Sample.rules
        rules.amountCut = 1e-3
        let policy = policy(Sample.ledger(), Sample.policy(min: 1998))
        #expect(policy.bidAmount(rules) == 2001)
    }

    @Test("who cannot or does not want to trade bids nothing, but keeps his peg")
    func noWish() {
        let ledger = Sample.ledger(principal: 0)
        let wishes = Sample.policy(min: 5000, peg: (7, 2))
        #expect(policy(ledger, wishes).bidAmount(Sample.rules) == 5001)
        #expect(policy(ledger, wishes).isHoarded)
        for other in [
            policy(ledger, wishes, Sample.flags(flags: 1)),
            policy(ledger, wishes, Sample.ledger(updateID: 2, accountID: "")),
            policy(Sample.ledger(accountID: ""), wishes),
            policy(ledger, Sample.policy(name: nil, min: 5000, peg: (7, 2))),
        ] {
            #expect(other.bidAmount(Sample.rules) == 0 && !other.isHoarded)
            #expect(other.bid(Sample.rules).pegCurrency.rawValue == 7 && other.bid(Sample.rules).pegRate == 2)
        }
    }
}
