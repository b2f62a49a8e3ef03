import CircularTrade

/// Checks a solution from the outside, against the requirements of TS 13. Shares nothing with the solver: it knows the
/// offers, the prices and the rows of the solution.
struct SolutionChecker {
    private struct Key: Hashable {
        let trader: Int64
        let currency: Int64
    }

    private let market: SampleMarket
    private let prices: [Int64: Double]
    private let solution: Solution
    private var violations: [String] = []
    private var taken: [Key: Int64] = [:]
    private var given: [Key: Int64] = [:]

    /// What is wrong with the solution; nothing if it is right.
    ///
    /// - Parameter prices: of the tradable currencies, by debtor ID.
    static func violations(of solution: Solution, market: SampleMarket, prices: [Int64: Float]) -> [String] {
        var checker = SolutionChecker(market: market, prices: prices.mapValues { Double($0) }, solution: solution)
        checker.checkPositions()
        checker.checkCurrencies()
        checker.checkCollectors()
        checker.checkTraders()
        checker.checkMaximality()
        return checker.violations
    }

    private init(market: SampleMarket, prices: [Int64: Double], solution: Solution) {
        self.market = market
        self.prices = prices
        self.solution = solution
    }

    private func price(_ currency: Int64) -> Double? {
        guard let price = prices[currency], price.isFinite, price > 0 else { return nil }
        return price
    }

    private mutating func require(_ condition: Bool, _ message: @autoclosure () -> String) {
        if !condition { violations.append(message()) }
    }

    /// Sums of the offers that may be used, by trader and currency.
    private func offered(_ offers: [(Int64, Int64, Int64)]) -> [Key: Int64] {
        var sums: [Key: Int64] = [:]
        for (trader, currency, amount) in offers where amount >= market.rules.minTradeAmount {
            let key = Key(trader: trader, currency: currency)
            let (sum, overflow) = sums[key, default: 0].addingReportingOverflow(amount)
            sums[key] = overflow ? .max : sum
        }
        return sums
    }

    private var offeredToSell: [Key: Int64] {
        offered(market.sells.map { ($0.trader.rawValue, $0.currency.rawValue, $0.amount) })
    }

    private var offeredToBuy: [Key: Int64] {
        offered(market.buys.map { ($0.trader.rawValue, $0.currency.rawValue, $0.amount) })
    }

    /// 13.2, 13.4, 13.5, 13.12
    private mutating func checkPositions() {
        let (sells, buys) = (offeredToSell, offeredToBuy)
        for row in solution.takings {
            let key = Key(trader: row.trader.rawValue, currency: row.currency.rawValue)
            require(taken.updateValue(row.amount, forKey: key) == nil, "two takings of \(key)")
            require(row.amount > 0, "an empty taking of \(key)")
            require(row.amount <= sells[key] ?? 0, "taken \(row.amount) of \(key), offered \(sells[key] ?? 0)")
            require(price(key.currency) != nil, "a taking in a currency without price: \(key)")
        }
        for row in solution.givings {
            let key = Key(trader: row.trader.rawValue, currency: row.currency.rawValue)
            require(given.updateValue(row.amount, forKey: key) == nil, "two givings of \(key)")
            require(row.amount > 1, "a giving of \(row.amount) to \(key)")
            require(row.amount <= buys[key] ?? 0, "given \(row.amount) to \(key), wanted \(buys[key] ?? 0)")
            require(taken[key] == nil, "taken and given: \(key)")
            require(price(key.currency) != nil, "a giving in a currency without price: \(key)")
        }
    }

    /// 13.3
    private mutating func checkCurrencies() {
        var sums: [Int64: Int128] = [:]
        for (key, amount) in taken { sums[key.currency, default: 0] += Int128(amount) }
        for (key, amount) in given { sums[key.currency, default: 0] -= Int128(amount) }
        for (currency, sum) in sums { require(sum == 0, "taken − given in \(currency) is \(sum)") }
    }

    /// 13.6, 13.7
    private mutating func checkCollectors() {
        struct Account: Hashable {
            let currency: Int64
            let collector: Int64
        }
        let active = Set(market.collectors.map { Account(currency: $0.1.rawValue, collector: $0.0.rawValue) })
        let activeCurrencies = Set(active.map(\.currency))
        var wanted: [Key: Set<Int64>] = [:]
        for sell in market.sells {
            wanted[Key(trader: sell.trader.rawValue, currency: sell.currency.rawValue), default: []]
                .insert(sell.collector.rawValue)
        }
        var balance: [Account: Int128] = [:]
        var collecting: Set<Account> = []
        for row in solution.takings {
            let account = Account(currency: row.currency.rawValue, collector: row.collector.rawValue)
            let key = Key(trader: row.trader.rawValue, currency: account.currency)
            require(wanted[key]?.contains(account.collector) == true, "\(key) gives to another collector")
            collecting.insert(account)
            balance[account, default: 0] += Int128(row.amount)
        }
        for row in solution.givings {
            let account = Account(currency: row.currency.rawValue, collector: row.collector.rawValue)
            let isRight = activeCurrencies.contains(account.currency) ? active.contains(account) : collecting.contains(account)
            require(isRight, "\(row.trader) gets \(account.currency) from collector \(account.collector)")
            balance[account, default: 0] -= Int128(row.amount)
        }
        var pairs: Set<[Int64]> = []
        var transferCounts: [Int64: Int] = [:]
        for row in solution.collectorTransfers {
            let currency = row.currency.rawValue
            require(row.amount > 0 && row.from != row.to, "an odd transfer \(row)")
            require(pairs.insert([currency, row.from.rawValue, row.to.rawValue]).inserted, "a repeated transfer \(row)")
            balance[Account(currency: currency, collector: row.from.rawValue), default: 0] -= Int128(row.amount)
            balance[Account(currency: currency, collector: row.to.rawValue), default: 0] += Int128(row.amount)
            transferCounts[currency, default: 0] += 1
        }
        for (account, rest) in balance { require(rest == 0, "\(account) keeps \(rest)") }
        for (currency, count) in transferCounts {
            let involved = balance.keys.count { $0.currency == currency }
            require(count < involved, "\(count) transfers between \(involved) collectors of \(currency)")
        }
    }

    /// 13.8
    private mutating func checkTraders() {
        var difference: [Int64: Double] = [:]
        var tolerance: [Int64: Double] = [:]
        for (sign, rows) in [(-1.0, taken), (1.0, given)] {
            for (key, amount) in rows {
                let price = price(key.currency) ?? .nan
                difference[key.trader, default: 0] += sign * Double(amount) * price
                // Sums of large amounts are not exact here.
                tolerance[key.trader, default: 0] += price + Double(amount) * price * 1e-14
            }
        }
        for (trader, difference) in difference {
            let tolerance = tolerance[trader] ?? 0
            require(difference.magnitude <= tolerance, "trader \(trader) gains \(difference), tolerance \(tolerance)")
        }
    }

    /// 13.9: no cycle of usable arcs is left, apart from a token per arc, and from cycles that are worth no more than 22
    /// tokens of one of their currencies (TS 16.2), and from trades with oneself. Currencies of which more tokens are offered than
    /// an issuer can have in circulation are left out: there the solver cuts offers.
    private mutating func checkMaximality() {
        let minimum = market.rules.minTradeAmount
        var sellers: [Int64: [(trader: Int64, left: Int64)]] = [:]
        var buyers: [Int64: [(currency: Int64, left: Int64)]] = [:]
        let (sells, buys) = (offeredToSell, offeredToBuy)
        var supply: [Int64: Int128] = [:]
        for (key, amount) in sells { supply[key.currency, default: 0] += Int128(amount) }
        func price(_ currency: Int64) -> Double? {
            supply[currency, default: 0] > Int128(Int64.max) ? nil : self.price(currency)
        }
        for (key, amount) in Self.sorted(sells) where price(key.currency) != nil && key.trader != 0 && buys[key] == nil {
            let left = amount - (taken[key] ?? 0) - 1
            if left >= minimum { sellers[key.currency, default: []].append((key.trader, left)) }
        }
        for (key, amount) in Self.sorted(buys) where price(key.currency) != nil && key.trader != 0 && sells[key] == nil {
            let left = amount - (given[key] ?? 0) - 1
            if left >= minimum { buyers[key.trader, default: []].append((key.currency, left)) }
        }
        while let cycle = Self.cycle(sellers: sellers, buyers: buyers) {
            // arcs as (trader, currency, left), sell and buy in turn
            let value = cycle.map { Double($0.left) * price($0.currency)! }.min()!
            if cycle.allSatisfy({ value / price($0.currency)! >= 22 }) {
                violations.append("a cycle worth \(value) is left: \(cycle)")
                return
            }
            let narrowest = cycle.min { Double($0.left) * price($0.currency)! < Double($1.left) * price($1.currency)! }!
            if narrowest.isSell {
                sellers[narrowest.currency]!.removeAll { $0.trader == narrowest.trader }
            } else {
                buyers[narrowest.trader]!.removeAll { $0.currency == narrowest.currency }
            }
        }
    }

    /// In an order that is always the same.
    private static func sorted(_ offers: [Key: Int64]) -> [(key: Key, value: Int64)] {
        offers.sorted { ($0.key.trader, $0.key.currency) < ($1.key.trader, $1.key.currency) }
    }

    private typealias CycleArc = (isSell: Bool, trader: Int64, currency: Int64, left: Int64)

    /// Some cycle, found by colouring; iterative.
    private static func cycle(
        sellers: [Int64: [(trader: Int64, left: Int64)]], buyers: [Int64: [(currency: Int64, left: Int64)]]
    ) -> [CycleArc]? {
        var done: Set<Int64> = []
        for root in sellers.keys.sorted() where !done.contains(root) {
            var path: [(currency: Int64, next: [(Int64, CycleArc, CycleArc)])] = []
            func steps(from currency: Int64) -> [(Int64, CycleArc, CycleArc)] {
                (sellers[currency] ?? []).flatMap { sell in
                    (buyers[sell.trader] ?? []).map { buy in
                        (
                            buy.currency, (true, sell.trader, currency, sell.left), (false, sell.trader, buy.currency, buy.left)
                        )
                    }
                }
            }
            var arcs: [(CycleArc, CycleArc)] = []
            path.append((root, steps(from: root)))
            while !path.isEmpty {
                guard let (target, sell, buy) = path[path.count - 1].next.popLast() else {
                    done.insert(path.removeLast().currency)
                    _ = arcs.popLast()
                    continue
                }
                if done.contains(target) { continue }
                if let start = path.firstIndex(where: { $0.currency == target }) {
                    return (arcs[start...] + [(sell, buy)]).flatMap { [$0.0, $0.1] }
                }
                arcs.append((sell, buy))
                path.append((target, steps(from: target)))
            }
        }
        return nil
    }
}
