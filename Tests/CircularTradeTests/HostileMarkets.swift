import CircularTrade

/// Random markets with the shapes that break solvers. The same seed gives the same market.
enum HostileMarket: CaseIterable, Sendable {
    case hugeAmounts
    case tinyAmounts
    case mixedAmounts
    case tokensBesideGiants
    case wildPrices
    case extremePrices
    case manyTinyMarkets
    case oneLongRing
    case selfTrades
    case duplicateOffers
    case hoarders
    case oddPegs
    case fullSupply
    case giantAmongOthers
    case oneGiantComponent
    case duplicateCurrencies
    case longPegChains
    case anything

    func market(seed: UInt64) -> SampleMarket {
        var draw = SplitMix64(seed: seed)
        var shape = Shape()
        switch self {
        case .hugeAmounts: shape.amount = { Int64.max - Int64($0.below(1000)) }
        case .tinyAmounts:
            shape.minimum = 1
            shape.amount = { Int64(1 + $0.below(20)) }
        case .mixedAmounts:
            shape.minimum = 1
            shape.amount = { Int64(bitPattern: ($0.next() >> 1) >> $0.below(63)) | 1 }
        case .tokensBesideGiants:
            shape.minimum = 1
            shape.amount = { $0.below(3) > 0 ? Int64(1 + $0.below(20)) : Int64(bitPattern: ($0.next() >> 2) >> $0.below(12)) | 1 }
            shape.rate = { [0.9, 1, 1.1, 3][Int($0.below(4))] }
        case .wildPrices: shape.rate = { [0.01, 0.1, 3, 7.77, 100][Int($0.below(5))] }
        case .extremePrices:
            shape.rate = { [1e-30, 1e-12, 1, 1e12, 1e30][Int($0.below(5))] }
            shape.amount = { 1000 + Int64(bitPattern: ($0.next() >> 2) >> $0.below(60)) }
        case .manyTinyMarkets: return manyTinyMarkets(&draw)
        case .oneLongRing: return oneLongRing(&draw)
        case .selfTrades: shape.tradesWithItself = true
        case .duplicateOffers: shape.repetitions = 3
        case .hoarders: shape.hoarders = true
        case .oddPegs: shape.rate = { [1, 2, -1, 0, .nan, .infinity, -.infinity, 1e-45, 1e39][Int($0.below(9))] }
        case .fullSupply: return fullSupply(&draw)
        case .giantAmongOthers:
            var market = shape.market(&draw)
            market.addGiants(&draw)
            return market
        case .oneGiantComponent: return oneGiantComponent(seed: seed)
        case .duplicateCurrencies:
            var market = shape.market(&draw)
            market.addImpostors(&draw)
            return market
        case .longPegChains: return longPegChains(&draw)
        case .anything: shape = Shape(&draw)
        }
        return shape.market(&draw)
    }

    private struct Shape {
        var minimum: Int64 = 1000
        var amount: (inout SplitMix64) -> Int64 = { 1000 + Int64($0.below(100_000)) }
        var rate: (inout SplitMix64) -> Double = { 0.5 + Double($0.below(100)) / 50 }
        var tradesWithItself = false
        var repetitions = 1
        var hoarders = false

        init() {}

        /// All of it at once.
        init(_ draw: inout SplitMix64) {
            let (bits, spread) = (1 + draw.below(63), 1 + draw.below(63))
            minimum = [1, 2, 30, 1000, 1_000_000, 1 << 40][Int(draw.below(6))]
            amount = { [minimum] in
                let random = Int64(bitPattern: ($0.next() >> (64 - bits)) >> $0.below(spread))
                return minimum + min(random, .max - minimum)
            }
            let (base, exponents) = ([1, 1.1, 0.37, 3][Int(draw.below(4))], Int(draw.below(80)))
            rate = { Double(sign: .plus, exponent: Int($0.below(UInt64(exponents + 1))) - exponents / 2, significand: base) }
            (tradesWithItself, hoarders) = (draw.below(4) == 0, draw.below(4) == 0)
            repetitions = draw.below(4) == 0 ? 3 : 1
        }

        func market(_ draw: inout SplitMix64) -> SampleMarket {
            let currencyCount = 3 + draw.below(8)
            let traderCount = 5 + draw.below(60)
            var market = HostileMarket.empty(minimum: minimum)
            for id in 1...Int64(currencyCount) {
                let peg = id == 1 ? nil : (1 + Int64(draw.below(UInt64(id - 1))), rate(&draw))
                market.currencies.append(PricingTests.currency(id, confirmed: draw.below(20) > 0, peg: peg))
                for collector in 0..<draw.below(3) { market.collectors.append((CollectorID(900 + Int64(collector)), CurrencyID(id))) }
            }
            for trader in 1...Int64(traderCount) {
                for currency in 1...Int64(currencyCount) {
                    let choice = draw.below(10)
                    for _ in 0..<repetitions {
                        if choice < 3 || tradesWithItself && choice < 5 { market.sell(trader, currency, amount(&draw), &draw) }
                        if choice >= 7 || tradesWithItself && choice < 5 { market.buy(trader, currency, amount(&draw)) }
                    }
                    if hoarders && choice == 5 && trader % 5 == 0 { market.buy(trader, currency, .max) }
                }
            }
            return market
        }
    }

    private static func empty(minimum: Int64 = 1000) -> SampleMarket {
        SampleMarket(
            rules: MarketRules(baseLocator: "l1", baseCurrency: CurrencyID(1), minTradeAmount: minimum), currencies: [],
            collectors: [], sells: [], buys: [])
    }

    private func manyTinyMarkets(_ draw: inout SplitMix64) -> SampleMarket {
        var market = Self.empty()
        market.currencies = [PricingTests.currency(1)]
        for group in 1...Int64(1000) {
            let (first, second) = (group * 2, group * 2 + 1)
            for id in [first, second] { market.currencies.append(PricingTests.currency(id, peg: (1, 1.5))) }
            market.sell(first, first, 1000 + Int64(draw.below(5000)), &draw)
            market.sell(second, second, 1000 + Int64(draw.below(5000)), &draw)
            market.buy(first, second, 1000 + Int64(draw.below(5000)))
            market.buy(second, first, 1000 + Int64(draw.below(5000)))
        }
        return market
    }

    /// All tokens that can exist are sold and wanted, at prices that are no whole numbers: every sum is at the edge of 64 bits.
    private func fullSupply(_ draw: inout SplitMix64) -> SampleMarket {
        var market = Self.empty(minimum: 1)
        let rate = [1.5, 1, 0.3, 1 / 3.0, 2, 1.9999][Int(draw.below(6))]
        market.currencies = [PricingTests.currency(1), PricingTests.currency(2, peg: (1, rate))]
        /// Int64.max in random parts.
        func parts(_ count: UInt64) -> [Int64] {
            var rest = Int64.max
            var parts: [Int64] = []
            for left in (1...count).reversed() {
                parts.append(left == 1 ? rest : max(rest / Int64(left) - Int64(draw.below(1000)), 1))
                rest -= parts[parts.count - 1]
            }
            return parts
        }
        for (first, second) in [(Int64(1), Int64(2)), (2, 1)] {
            for (index, amount) in parts(1 + draw.below(40)).enumerated() {
                market.sell(first * 1000 + Int64(index), first, amount, &draw)
                market.buy(first * 1000 + Int64(index), second, .max - Int64(draw.below(3)))
            }
        }
        return market
    }

    private func oneGiantComponent(seed: UInt64) -> SampleMarket {
        var parameters = RandomMarket.Parameters()
        (parameters.seed, parameters.currencyCount, parameters.traderCount) = (seed, 12, 600)
        (parameters.isSkewed, parameters.exponents, parameters.maxCollectors) = (true, 20, 5)
        return SampleMarket(random: parameters)
    }

    /// Chains of pegs that end far beyond the greatest distance; some are broken on the way.
    private func longPegChains(_ draw: inout SplitMix64) -> SampleMarket {
        var market = Self.empty()
        for id in 1...Int64(60) {
            let parent = id <= 4 ? 1 : id - 3
            let rate = draw.below(30) == 0 ? Double.nan : 0.4 + Double(draw.below(200)) / 100
            market.currencies.append(PricingTests.currency(id, confirmed: draw.below(10) > 0, peg: id == 1 ? nil : (parent, rate)))
            for trader in 1...Int64(20) {
                switch draw.below(4) {
                case 0: market.sell(trader, id, 1000 + Int64(draw.below(9000)), &draw)
                case 1: market.buy(trader, id, 1000 + Int64(draw.below(9000)))
                default: break
                }
            }
        }
        return market
    }

    private func oneLongRing(_ draw: inout SplitMix64) -> SampleMarket {
        var market = Self.empty()
        let count: Int64 = 5000
        for id in 1...count {
            market.currencies.append(PricingTests.currency(id, peg: id == 1 ? nil : (1, 1.25)))
            market.sell(id, id, 1000 + Int64(draw.below(5000)), &draw)
            market.buy(id, id % count + 1, 1000 + Int64(draw.below(5000)))
        }
        return market
    }
}

extension SampleMarket {
    fileprivate mutating func sell(_ trader: Int64, _ currency: Int64, _ amount: Int64, _ draw: inout SplitMix64) {
        sells.append(
            Sell(
                trader: TraderID(trader), currency: CurrencyID(currency), amount: amount,
                collector: CollectorID(900 + Int64(draw.below(4)))))
    }

    /// Two traders who swap more value than all others together could ever count, and one who does it for next to nothing.
    fileprivate mutating func addGiants(_ draw: inout SplitMix64) {
        currencies += [PricingTests.currency(901, peg: (1, 1e30)), PricingTests.currency(902, peg: (1, 1e-30))]
        for (trader, sold, bought) in [(Int64(901), Int64(901), Int64(1)), (902, 1, 901), (903, 902, 1), (904, 901, 902)] {
            sell(trader, sold, .max - Int64(draw.below(5)), &draw)
            buy(trader, bought, .max)
        }
    }

    /// Currencies that have the debtor ID of another one, or pretend to be pegged to it, and cannot be traded.
    fileprivate mutating func addImpostors(_ draw: inout SplitMix64) {
        for (index, currency) in currencies.enumerated() {
            let locator = "impostor\(index)"
            let peg: Currency.Peg? =
                switch draw.below(3) {
                case 0: nil
                case 1: Currency.Peg(locator: currency.locator, currency: CurrencyID(currency.id.rawValue + 1), rate: 3)
                default: Currency.Peg(locator: locator, currency: currency.id, rate: 1)
                }
            currencies.append(Currency(isConfirmed: true, locator: locator, id: currency.id, peg: peg))
            currencies.append(Currency(isConfirmed: false, locator: "double\(index)", id: currency.id, peg: currency.peg))
        }
    }

    fileprivate mutating func buy(_ trader: Int64, _ currency: Int64, _ amount: Int64) {
        buys.append(Buy(trader: TraderID(trader), currency: CurrencyID(currency), amount: amount))
    }

    /// Prices computed anew, from the base outwards, link by link: independent of the product's currency tree.
    var independentPrices: [Int64: Float] {
        var known: [String: (price: Float, distance: Int)] = [rules.baseLocator: (1, 0)]
        guard currencies.contains(where: { $0.locator == rules.baseLocator && $0.id == rules.baseCurrency }) else { return [:] }
        for distance in 1...rules.maxDistanceToBase {
            for currency in currencies where known[currency.locator] == nil {
                guard let peg = currency.peg, let parent = known[peg.locator], parent.distance == distance - 1,
                    currencies.contains(where: { $0.locator == peg.locator && $0.id == peg.currency })
                else { continue }
                known[currency.locator] = (parent.price * peg.rate, distance)
            }
        }
        var prices: [Int64: Float] = [:]
        for currency in currencies where currency.isConfirmed {
            if let price = known[currency.locator]?.price { prices[currency.id.rawValue] = price }
        }
        return prices
    }
}
