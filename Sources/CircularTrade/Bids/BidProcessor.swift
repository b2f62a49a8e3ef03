/// Chooses the bids that become offers (TS 6): those whose trader values the currency as the market does.
///
/// Bids come in batches; all bids of a trader must be in one batch, because his pegs refer to his other bids. The set of
/// currencies to be confirmed grows from batch to batch.
public struct BidProcessor: Sendable {
    /// What the market pays for each currency.
    public let tree: CurrencyTree
    /// Currencies that somebody would sell, but that cannot be traded yet (TS 6.4).
    public private(set) var toBeConfirmed: Set<CurrencyID> = []

    /// A processor that has seen no bids yet.
    public init(tree: CurrencyTree) {
        self.tree = tree
    }

    /// Removes currencies that need no confirmation after all; absent ones are fine (TS 6.4).
    public mutating func removeFromToBeConfirmed(_ currencies: some Sequence<CurrencyID>) {
        toBeConfirmed.subtract(currencies)
    }

    /// Judges one batch; the verdicts are in the order of the bids. A candidate offer is a bid with the verdict
    /// ``BidVerdict/candidate``; the caller keeps what else belongs to a bid, such as the age of the account.
    ///
    /// - Throws: ``MarketError/duplicatedBid`` if a trader has two bids for one currency; then nothing has changed.
    public mutating func judge(_ bids: [Bid]) throws(MarketError) -> [BidVerdict] {
        var verdicts = [BidVerdict](repeating: .ignored, count: bids.count)
        var order = bids.indices.filter { bids[$0].currency.rawValue != 0 }
        order.sort { (bids[$0].trader, bids[$0].currency) < (bids[$1].trader, bids[$1].currency) }
        for (index, next) in zip(order, order.dropFirst())
        where bids[index].trader == bids[next].trader && bids[index].currency == bids[next].currency {
            throw .duplicatedBid
        }
        var start = 0
        while start < order.count {
            let trader = bids[order[start]].trader
            let end = order[start...].firstIndex { bids[$0].trader != trader } ?? order.count
            judge(order[start..<end], of: bids, into: &verdicts)
            start = end
        }
        return verdicts
    }

    /// Judges all bids of one trader: `own` holds their indices in ascending order of the currency.
    private mutating func judge(_ own: ArraySlice<Int>, of bids: [Bid], into verdicts: inout [BidVerdict]) {
        let prices = PersonalPrices(bids: bids, own: own, base: tree.rules.baseCurrency)
        var sells = false
        var buys = false
        for (position, index) in own.enumerated() {
            let bid = bids[index]
            let verdict = verdict(for: bid, price: prices[position])
            verdicts[index] = verdict
            if case .notTradable(isWanted: true) = verdict { toBeConfirmed.insert(bid.currency) }
            if verdict == .candidate { if bid.amount < 0 { sells = true } else { buys = true } }
        }
        if sells && buys { return }
        for index in own where verdicts[index] == .candidate { verdicts[index] = .noCounterpart }
    }

    /// TS 6.4, step 4.
    private func verdict(for bid: Bid, price: Float?) -> BidVerdict {
        let minimum = tree.rules.minTradeAmount
        guard let price else { return .noPrice }
        guard tree.isTradable(bid.currency) else { return .notTradable(isWanted: bid.amount <= -minimum) }
        let marketPrice = tree.price(of: bid.currency)
        guard isSamePrice(price, marketPrice) else { return .priceDiffers(bid: price, market: marketPrice) }
        return bid.amount.magnitude >= minimum.magnitude ? .candidate : .tooSmall
    }
}

/// What one trader's currencies are worth to him, in base currency tokens (TS 6.4, steps 1 – 3). nil: he has not said.
private struct PersonalPrices {
    private var prices: [Float?]

    subscript(position: Int) -> Float? { prices[position] }

    init(bids: [Bid], own: ArraySlice<Int>, base: CurrencyID) {
        prices = Array(repeating: nil, count: own.count)
        var isVisited = [Bool](repeating: false, count: own.count)
        var chain: [Int] = []

        /// Where the trader's bid for a currency is, by bisection.
        func position(of currency: CurrencyID) -> Int? {
            var low = 0
            var high = own.count
            while low < high {
                let middle = (low + high) / 2
                if bids[own[own.startIndex + middle]].currency < currency { low = middle + 1 } else { high = middle }
            }
            return low < own.count && bids[own[own.startIndex + low]].currency == currency ? low : nil
        }

        if let position = position(of: base) {
            prices[position] = 1
            isVisited[position] = true
        }
        for start in 0..<own.count {
            var above: Float?
            var next = start
            while !isVisited[next] {
                isVisited[next] = true
                chain.append(next)
                let peg = bids[own[own.startIndex + next]].pegCurrency
                // A bid for the base with amount zero is implied (step 1).
                if peg == base {
                    above = 1
                    break
                }
                guard let parent = position(of: peg) else { break }
                next = parent
            }
            if above == nil { above = prices[next] }
            while let position = chain.popLast() {
                if let known = above { prices[position] = known * bids[own[own.startIndex + position]].pegRate }
                above = prices[position]
            }
        }
    }
}
