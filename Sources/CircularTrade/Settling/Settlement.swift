/// From the tokens of every arc to takings, givings and collector transfers (TS 8.2, 8.3).
struct Settlement: ~Copyable {
    private let graph: MarketGraph
    private let rounding: Rounding
    private let names: PositionList.Names
    private let order: KeyedOrder
    private let active: ActiveCollectors
    /// By collector: what it has collected and not yet passed on in the currency at hand; and whether it is involved.
    private let balance: FlatArray<Int64>
    private let isInvolved: FlatArray<Bool>
    /// By collector: whether it is active in the currency at hand. Filled only if somebody sells and buys the same currency.
    private let isActive: FlatArray<Bool>

    init(
        graph: MarketGraph, rounding: consuming Rounding, names: PositionList.Names,
        accounts: [(currency: UInt32, collector: UInt32)], order: KeyedOrder
    ) {
        self.graph = graph
        self.rounding = rounding
        self.names = names
        self.order = order
        active = ActiveCollectors(graph: graph, names: names, accounts: accounts, order: order)
        balance = FlatArray(repeating: 0, count: names.collectors.count)
        isInvolved = FlatArray(repeating: false, count: names.collectors.count)
        isActive = FlatArray(repeating: false, count: graph.selfDealings.isEmpty ? 0 : names.collectors.count)
    }

    /// Appends all rows to the solution, currency by currency.
    ///
    /// - Throws: ``MarketError/invalidCollector`` if collector 0 would have to collect something.
    func run(into solution: inout Solution) throws(MarketError) {
        solution.takings = PositionList(names: names)
        solution.givings = PositionList(names: names)
        for currency in 0..<graph.currencyCount { try settle(currency, into: &solution) }
    }

    private func settle(_ currency: Int, into solution: inout Solution) throws(MarketError) {
        let index = graph.currencyIndex[currency]
        let id = CurrencyID(names.currencies[Int(index)])
        let begin = Int(graph.currencyArcs[currency])
        let buys = Int(graph.currencyBuys[currency])
        var involved: [UInt32] = []
        var cleared: Int64 = 0

        for position in begin..<buys {
            let arc = Int(graph.currencyList[position])
            let amount = rounding.tokens[arc]
            if amount == 0 { continue }
            precondition(amount > 0 && amount <= graph.arcs[arc].amount, "more taken than offered")
            let collector = graph.collector[arc]
            guard names.collectors[Int(collector)] != 0 else { throw .invalidCollector }
            solution.takings.append(trader: traderIndex(of: arc), currency: index, amount: amount, collector: collector)
            involve(collector, by: amount, in: &involved)
            cleared += amount
        }
        if cleared == 0 { return }
        solution.statistics.clearedValue += Double(cleared) * Double(graph.price[currency])

        markActive(true, currency: currency)
        let payers = payers(of: currency, collectors: involved)
        var turn = Int(order.place(of: id.rawValue) % UInt64(payers.count))
        for position in buys..<Int(graph.currencyArcs[currency + 1]) {
            let arc = Int(graph.currencyList[position])
            let amount = rounding.tokens[arc]
            if amount == 0 { continue }
            precondition(amount > 0 && amount <= graph.arcs[arc].amount, "more given than wanted")
            let collector = ownCollector(of: arc) ?? payers[payers.startIndex + turn]
            turn = turn + 1 == payers.count ? 0 : turn + 1
            solution.givings.append(trader: traderIndex(of: arc), currency: index, amount: amount, collector: collector)
            involve(collector, by: -amount, in: &involved)
        }
        markActive(false, currency: currency)
        equalise(id, involved: &involved, into: &solution)
    }

    private func markActive(_ mark: Bool, currency: Int) {
        if graph.selfDealings.isEmpty { return }
        for collector in active.collectors(of: currency) { isActive[Int(collector)] = mark }
    }

    private func traderIndex(of arc: Int) -> UInt32 {
        graph.traderIndex[Int(graph.arcs[arc].trader)]
    }

    private func involve(_ collector: UInt32, by amount: Int64, in involved: inout [UInt32]) {
        if !isInvolved[Int(collector)] {
            isInvolved[Int(collector)] = true
            involved.append(collector)
        }
        balance[Int(collector)] += amount
    }

    /// The collectors that pay the buyers of a currency, in turn: the active ones, or else those that collect it.
    private func payers(of currency: Int, collectors: [UInt32]) -> ArraySlice<UInt32> {
        let payers = active.collectors(of: currency)
        return payers.isEmpty ? collectors.sorted { names.collectors[Int($0)] < names.collectors[Int($1)] }[...] : payers
    }

    /// A buyer who also sells this currency is paid by the collector of his sell offer, if it is active (TS 8.2, 13.6).
    private func ownCollector(of buy: Int) -> UInt32? {
        if graph.selfDealings.isEmpty { return nil }
        var low = 0
        var high = graph.selfDealings.count
        while low < high {
            let middle = (low + high) / 2
            if Int(graph.selfDealings[middle].buy) < buy { low = middle + 1 } else { high = middle }
        }
        guard low < graph.selfDealings.count, Int(graph.selfDealings[low].buy) == buy else { return nil }
        let collector = graph.collector[Int(graph.selfDealings[low].sell)]
        return isActive[Int(collector)] ? collector : nil
    }

    /// Collectors with a surplus send to those that lack something, until all are even (TS 8.3).
    private func equalise(_ currency: CurrencyID, involved: inout [UInt32], into solution: inout Solution) {
        involved.sort { names.collectors[Int($0)] < names.collectors[Int($1)] }
        var receiver = 0
        for sender in involved {
            while balance[Int(sender)] > 0 {
                while balance[Int(involved[receiver])] >= 0 { receiver += 1 }
                let taker = Int(involved[receiver])
                let amount = min(balance[Int(sender)], -balance[taker])
                balance[Int(sender)] -= amount
                balance[taker] += amount
                solution.collectorTransfers.append(
                    CollectorTransfer(
                        currency: currency, from: CollectorID(names.collectors[Int(sender)]),
                        to: CollectorID(names.collectors[taker]), amount: amount))
            }
        }
        for collector in involved {
            precondition(balance[Int(collector)] == 0, "a collector that cannot be evened out")
            isInvolved[Int(collector)] = false
        }
    }
}
