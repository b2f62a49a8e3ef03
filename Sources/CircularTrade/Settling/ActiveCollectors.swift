/// The active collector accounts of every currency of a graph.
struct ActiveCollectors {
    /// Where those of a currency begin in `list`; one more entry than currencies.
    private var begin: [Int] = [0]
    private var list: [UInt32] = []

    /// Takes them from the book's accounts: without repetition, without collector ID 0 (which means that there is none), in keyed order.
    init(
        graph: MarketGraph, names: PositionList.Names, accounts all: [(currency: UInt32, collector: UInt32)],
        order: KeyedOrder
    ) {
        var number = [UInt32](repeating: .max, count: names.currencies.count)
        for currency in 0..<graph.currencyCount { number[Int(graph.currencyIndex[currency])] = UInt32(currency) }
        var accounts: [(currency: UInt32, place: UInt64, collector: UInt32)] = []
        for account in all where number[Int(account.currency)] != .max && names.collectors[Int(account.collector)] != 0 {
            let place = order.place(of: names.collectors[Int(account.collector)])
            accounts.append((number[Int(account.currency)], place, account.collector))
        }
        accounts.sort { ($0.currency, $0.place) < ($1.currency, $1.place) }
        var next = 0
        for currency in 0..<graph.currencyCount {
            while next < accounts.count && accounts[next].currency == currency {
                let collector = accounts[next].collector
                // Distinct collectors have distinct places, so repetitions are neighbours.
                if list.count == begin[currency] || list[list.count - 1] != collector { list.append(collector) }
                next += 1
            }
            begin.append(list.count)
        }
    }

    func collectors(of currency: Int) -> ArraySlice<UInt32> {
        list[begin[currency]..<begin[currency + 1]]
    }
}
