import CircularTrade

/// One market, and how far it is to be solved.
struct SolverCase {
    enum Depth: String, CaseIterable {
        case greedy
        /// Until 90 % of the greatest possible value are proved to be cleared; much more is.
        case brief = "90 % proved"
        /// What is proved by default.
        case improved = "99.9 % proved"
    }

    let currencies: UInt64
    let traders: UInt64
    let seed: UInt64
    let isSkewed: Bool
    let depth: Depth

    /// The markets of MG 2, and one ten times as large.
    static let all: [SolverCase] = {
        let markets: [(UInt64, UInt64, UInt64, Bool)] = [
            (60, 3000, 42, false), (600, 30_000, 42, false), (6000, 300_000, 42, false), (6000, 300_000, 42, true),
            (100, 300_000, 43, true), (60_000, 3_000_000, 42, false),
        ]
        return markets.flatMap { currencies, traders, seed, isSkewed in
            Depth.allCases.map {
                SolverCase(currencies: currencies, traders: traders, seed: seed, isSkewed: isSkewed, depth: $0)
            }
        }
    }()

    var name: String {
        "\(traders) traders, \(currencies) currencies\(isSkewed ? ", skewed" : ""): \(depth.rawValue)"
    }

    /// What one run of a case measures.
    struct Outcome {
        var offers = 0
        /// Wall-clock and CPU time from registering the first offer to the last row of the result, without drawing the offers.
        var seconds = 0.0
        var cpuSeconds = 0.0
        var peakBytes = 0.0
        var clearedValue = 0.0
        /// Of the proved upper bound; nothing is known of it after the greedy stage alone.
        var shareOfBound = 0.0

        var line: String { "\(offers) \(seconds) \(cpuSeconds) \(peakBytes) \(clearedValue) \(shareOfBound)" }

        init() {}

        init?(line: String) {
            let numbers = line.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
            guard numbers.count == 6 else { return nil }
            (offers, seconds, cpuSeconds) = (Int(numbers[0]), numbers[1], numbers[2])
            (peakBytes, clearedValue, shareOfBound) = (numbers[3], numbers[4], numbers[5])
        }
    }

    /// Solves the market in this process.
    func run() throws -> Outcome {
        var parameters = RandomMarket.Parameters()
        (parameters.seed, parameters.currencyCount, parameters.traderCount) = (seed, currencies, traders)
        parameters.isSkewed = isSkewed
        let market = RandomMarket(parameters)
        let tree = try CurrencyTree(rules: market.rules, currencies: market.currencies)

        // Drawing the offers is not what is measured: it is done twice, and once subtracted.
        let drawing = Times.now
        var checksum: Int64 = 0
        market.forEachOffer { offer in
            switch offer {
            case .sell(_, _, let amount, _), .buy(_, _, let amount): checksum &+= amount
            }
        }
        precondition(checksum > 0)
        let drawn = Times.now - drawing

        let start = Times.now
        var book = OfferBook()
        register(market, into: &book)
        var outcome = Outcome()
        outcome.offers = book.sellOfferCount + book.buyOfferCount
        let solution = try solve(consume book, tree: tree)
        let used = Times.now - start
        outcome.seconds = max(used.wall - drawn.wall, 1e-6)
        outcome.cpuSeconds = max(used.cpu - drawn.cpu, 1e-6)
        outcome.peakBytes = Times.peakBytes
        outcome.clearedValue = solution.statistics.clearedValue
        outcome.shareOfBound = depth == .greedy ? 0 : solution.statistics.clearedValue / solution.statistics.bound
        return outcome
    }

    private func register(_ market: RandomMarket, into book: inout OfferBook) {
        market.forEachCollector { book.addCollector($0, currency: $1) }
        market.forEachOffer { offer in
            switch offer {
            case .sell(let trader, let currency, let amount, let collector):
                book.addSellOffer(trader: trader, currency: currency, amount: amount, collector: collector)
            case .buy(let trader, let currency, let amount):
                book.addBuyOffer(trader: trader, currency: currency, amount: amount)
            }
        }
    }

    private func solve(_ book: consuming OfferBook, tree: CurrencyTree) throws -> Solution {
        var options = SolverOptions()
        options.improves = depth != .greedy
        if depth == .brief { options.sufficientShare = 0.9 }
        // A minute is the target for a million offers; ten million may take ten.
        let limit = traders > 1_000_000 ? 600.0 : 60.0
        let start = Times.now
        return try MarketSolver.solve(
            book, tree: tree, options: options, shouldStop: { (Times.now - start).wall > limit })
    }
}
