/// The trades of a solution as ways between places: currencies, and behind them traders, by their index in the solution's tables.
struct CircleGraph: ~Copyable {
    let currencyCount: Int
    let placeCount: Int
    /// Where the ways out of a place begin; one more entry than places.
    let begin: FlatArray<UInt32>
    /// Where a way leads to.
    let target: FlatArray<UInt32>
    /// What it carries, in base currency tokens.
    let value: FlatArray<Double>
    /// By currency: what a token is worth.
    let price: FlatArray<Double>
    /// Places that are currencies, in the order of their IDs.
    let currencies: [UInt32]
    private let names: PositionList.Names

    init(takings: PositionList, givings: PositionList, tree: CurrencyTree) {
        names = givings.names
        currencyCount = names.currencies.count
        placeCount = currencyCount + names.traders.count
        begin = FlatArray(repeating: 0, count: placeCount + 1)
        target = FlatArray(repeating: 0, count: takings.count + givings.count)
        value = FlatArray(repeating: 0, count: takings.count + givings.count)
        price = FlatArray(repeating: 0, count: currencyCount)
        for currency in 0..<currencyCount { price[currency] = Double(tree.exchangePrice(of: CurrencyID(names.currencies[currency])) ?? 0) }
        let ids = names.currencies
        currencies = (0..<UInt32(currencyCount)).sorted { ids[Int($0)] < ids[Int($1)] }
        enter(takings: takings, givings: givings)
        for place in 0..<placeCount { sortWays(of: place) }
    }

    private func enter(takings: PositionList, givings: PositionList) {
        for index in 0..<givings.count { begin[givings.currency(index)] += 1 }
        for index in 0..<takings.count { begin[currencyCount + takings.trader(index)] += 1 }
        var total: UInt32 = 0
        for place in 0...placeCount {
            total += begin[place]
            begin[place] = total
        }
        // Entered from behind, which moves each beginning to its place.
        for index in 0..<givings.count {
            let currency = givings.currency(index)
            enter(from: currency, to: currencyCount + givings.trader(index), Double(givings.amount(index)) * price[currency])
        }
        for index in 0..<takings.count {
            let currency = takings.currency(index)
            enter(from: currencyCount + takings.trader(index), to: currency, Double(takings.amount(index)) * price[currency])
        }
    }

    private func enter(from place: Int, to other: Int, _ amount: Double) {
        begin[place] -= 1
        target[Int(begin[place])] = UInt32(other)
        value[Int(begin[place])] = amount
    }

    /// What carries most comes first; of equal ways, the one to the lesser ID.
    private func sortWays(of place: Int) {
        let range = Int(begin[place])..<Int(begin[place + 1])
        guard range.count > 1 else { return }
        let ways = range.map { (value: value[$0], target: target[$0]) }
            .sorted { ($1.value, id(of: Int($0.target))) < ($0.value, id(of: Int($1.target))) }
        for (index, way) in zip(range, ways) {
            value[index] = way.value
            target[index] = way.target
        }
    }

    /// The ID behind a place.
    func id(of place: Int) -> Int64 {
        place < currencyCount ? names.currencies[place] : names.traders[place - currencyCount]
    }
}
