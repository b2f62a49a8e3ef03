import CircularTrade

/// One market, and how far it is to be solved.
struct SolverCase {
    enum Depth: String, CaseIterable {
        case greedy
        /// Until 90 % of the greatest possible value are proved to be cleared; much more is.
        case brief
        /// What is proved by default.
        case improved
    }

    let market: Market
    let depth: Depth

    struct Market {
        let currencies: UInt64
        let traders: UInt64
        let seed: UInt64
        let isSkewed: Bool

        var name: String {
            "\(currencies) currencies, \(traders) traders, seed \(seed)\(isSkewed ? ", skewed" : "")"
        }
    }

    /// The markets of MG 2, and one ten times as large.
    static let all: [SolverCase] = [
        Market(currencies: 60, traders: 3000, seed: 42, isSkewed: false),
        Market(currencies: 600, traders: 30_000, seed: 42, isSkewed: false),
        Market(currencies: 6000, traders: 300_000, seed: 42, isSkewed: false),
        Market(currencies: 6000, traders: 300_000, seed: 42, isSkewed: true),
        Market(currencies: 100, traders: 300_000, seed: 43, isSkewed: true),
        Market(currencies: 60_000, traders: 3_000_000, seed: 42, isSkewed: false),
    ].flatMap { market in Depth.allCases.map { SolverCase(market: market, depth: $0) } }

    var name: String { "\(market.name): \(depth.rawValue)" }

    /// Solves the market in this process.
    func run() throws -> SolverOutcome {
        var parameters = RandomMarket.Parameters()
        (parameters.seed, parameters.currencyCount, parameters.traderCount) = (market.seed, market.currencies, market.traders)
        parameters.isSkewed = market.isSkewed
        let random = RandomMarket(parameters)
        let tree = try CurrencyTree(rules: random.rules, currencies: random.currencies)

        // Drawing the offers is not what is measured: it is done twice, and once subtracted.
        let drawing = Times.now
        var checksum: Int64 = 0
        random.forEachOffer { offer in
            switch offer {
            case .sell(_, _, let amount, _), .buy(_, _, let amount): checksum &+= amount
            }
        }
        precondition(checksum > 0)
        let drawn = Times.now - drawing

        let start = Times.now
        var book = OfferBook()
        register(random, into: &book)
        var outcome = SolverOutcome()
        outcome.offers = book.sellOfferCount + book.buyOfferCount
        var stages = StageTimes(started: .register)
        let solution = try solve(consume book, tree: tree, stages: &stages)
        stages.end()
        let used = Times.now - start
        outcome.seconds = max(used.wall - drawn.wall, 1e-6)
        outcome.stageSeconds = stages.cpuSeconds
        // Registering is counted from the first offer on.
        outcome.stageSeconds[.register] = max(used.cpu - drawn.cpu - stages.cpuSecondsAfterRegistering, 1e-6)
        outcome.peakBytes = Times.peakBytes
        outcome.clearedValue = solution.statistics.clearedValue
        outcome.bound = solution.statistics.bound
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

    private func solve(_ book: consuming OfferBook, tree: CurrencyTree, stages: inout StageTimes) throws -> Solution {
        var options = SolverOptions()
        options.improves = depth != .greedy
        if depth == .brief { options.sufficientShare = 0.9 }
        // A minute is the target for a million offers; ten million may take ten.
        let limit = market.traders > 1_000_000 ? 600.0 : 60.0
        let start = Times.now
        return try MarketSolver.solve(
            book, tree: tree, options: options, onStage: { stages.begin($0) }, shouldStop: { (Times.now - start).wall > limit })
    }
}

/// The CPU time of every stage.
struct StageTimes {
    private(set) var cpuSeconds: [SolverStage: Double] = [:]
    private var current: SolverStage
    private var began = Times.now

    init(started stage: SolverStage) { current = stage }

    mutating func begin(_ stage: SolverStage) {
        end()
        (current, began) = (stage, Times.now)
    }

    mutating func end() { cpuSeconds[current, default: 0] += (Times.now - began).cpu }

    var cpuSecondsAfterRegistering: Double {
        cpuSeconds.reduce(0) { $1.key == .register ? $0 : $0 + $1.value }
    }
}
