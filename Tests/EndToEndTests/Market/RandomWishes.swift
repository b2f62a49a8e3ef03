import Demo
import SMPProtocol
import TestSupport

/// What people may want in a turn, at random: each gives some of one or two currencies of which there is enough, and wants some of one or
/// two others.
enum RandomWishes {
    /// `MIN_TRADE_AMOUNT` of development: less is not traded.
    static let leastAmount: Int64 = 1000
    /// Who has less keeps it.
    private static let enough: Int64 = 5000

    /// - Parameters:
    ///   - accounts: of each person.
    ///   - balances: what they have now.
    /// - Returns: a wish for every account; the one without bounds where nothing is wanted.
    static func draw(
        for accounts: [[Holdings.Account]], _ balances: Holdings, using generator: inout SplitMix64
    ) -> [Holdings.Account: Wish] {
        var wishes: [Holdings.Account: Wish] = [:]
        for own in accounts {
            let shuffled = own.shuffled(using: &generator)
            let sold = shuffled.filter { balances.amounts[$0] ?? 0 >= enough }.prefix(Int.random(in: 1...2, using: &generator))
            let bought = shuffled.filter { !sold.contains($0) }.prefix(Int.random(in: 1...2, using: &generator))
            for account in own {
                let balance = balances.amounts[account] ?? 0
                if sold.contains(account) {
                    let amount = Int64.random(in: leastAmount * 2...balance, using: &generator)
                    wishes[account] = Wish(minimum: 0, maximum: balance - amount)
                } else if bought.contains(account) {
                    let missing = Int64.random(in: leastAmount...60_000, using: &generator)
                    wishes[account] = Wish(minimum: balance + missing, maximum: balance + 2 * missing)
                } else {
                    wishes[account] = Wish()
                }
            }
        }
        return wishes
    }

    /// How many accounts take part when nothing gets in the way: those of people who both give and want enough.
    static func candidates(_ wishes: [Holdings.Account: Wish], _ balances: Holdings) -> Int {
        struct Sides {
            var given = 0
            var wanted = 0
        }
        var sides: [CreditorID: Sides] = [:]
        for (account, wish) in wishes {
            let balance = balances.amounts[account] ?? 0
            // Less than a thousandth of the balance is not worth a trade (TW 14.3).
            let least = max(leastAmount, balance / 1000 + 1)
            if wish.offered(of: balance) >= least { sides[account.creditor, default: Sides()].given += 1 }
            if wish.wanted(with: balance) >= least { sides[account.creditor, default: Sides()].wanted += 1 }
        }
        return sides.values.filter { $0.given > 0 && $0.wanted > 0 }.reduce(0) { $0 + $1.given + $1.wanted }
    }
}
