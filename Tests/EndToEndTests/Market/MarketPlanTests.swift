import Demo
import SMPProtocol
import TestSupport
import Testing

/// Random markets follow from their seeds, and are worth while.
@Suite struct MarketPlanTests {
    @Test func thePlanFollowsFromItsSeed() {
        let plan = MarketPlan(people: 60, currencies: 12, seed: 5)
        #expect(plan.holdings == MarketPlan(people: 60, currencies: 12, seed: 5).holdings)
        #expect(plan.holdings != MarketPlan(people: 60, currencies: 12, seed: 6).holdings)
        #expect(plan.holdings.allSatisfy { $0.count == 4 && $0.values.filter { $0 > 0 }.count == 2 })
        #expect(plan.rates.count == 12)
    }

    private func draw(_ seed: UInt64) -> (wishes: [Holdings.Account: Wish], balances: Holdings) {
        let plan = MarketPlan(people: 60, currencies: 12, seed: seed)
        var balances = Holdings()
        let accounts = plan.holdings.enumerated().map { person, holding in
            holding.sorted { $0.key < $1.key }.map { currency, amount in
                let account = Holdings.Account(DebtorID(Int64(currency)), CreditorID(Int64(person + 1)))
                balances[account.debtor, account.creditor] = amount
                return account
            }
        }
        var generator = SplitMix64(seed: seed)
        return (RandomWishes.draw(for: accounts, balances, using: &generator), balances)
    }

    @Test(arguments: 1...20) func nobodyOffersMoreThanThereIsAndEverybodyHasTwoSides(_ seed: UInt64) {
        let (wishes, balances) = draw(seed)
        #expect(wishes.count == 240)
        var sides: [CreditorID: Set<Bool>] = [:]
        for (account, wish) in wishes {
            let balance = balances.amounts[account]!
            #expect(wish.minimum <= wish.maximum && wish.offered(of: balance) <= balance)
            if wish.offered(of: balance) > 0 { sides[account.creditor, default: []].insert(false) }
            if wish.wanted(with: balance) > 0 { sides[account.creditor, default: []].insert(true) }
        }
        #expect(sides.count == 60 && sides.values.allSatisfy { $0.count == 2 })
        let all = wishes.filter { $0.value != Wish() }.count
        #expect(RandomWishes.candidates(wishes, balances) == all)
    }

    @Test func whoOnlyGivesOrWantsTooLittleIsNoCandidate() {
        var balances = Holdings()
        (balances[1, 1], balances[2, 1], balances[3, 1]) = (10_000, 5_000_000, 0)
        func candidates(_ wishes: [DebtorID: Wish]) -> Int {
            RandomWishes.candidates(
                Dictionary(uniqueKeysWithValues: wishes.map { (Holdings.Account($0.key, 1), $0.value) }), balances)
        }
        #expect(candidates([1: Wish(maximum: 5000), 3: Wish(minimum: 1000)]) == 2)
        #expect(candidates([1: Wish(maximum: 5000), 3: Wish(minimum: 999)]) == 0)
        #expect(candidates([1: Wish(maximum: 5000)]) == 0)
        // A thousandth of what there is.
        #expect(candidates([2: Wish(maximum: 4_995_000), 3: Wish(minimum: 1000)]) == 0)
    }
}
