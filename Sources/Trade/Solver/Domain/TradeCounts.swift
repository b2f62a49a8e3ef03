import CircularTrade
import SMPProtocol

/// A currency whose collector accounts had too much to do in a turn (TS2 9.1).
struct OverloadedCurrency: Hashable, Sendable {
    let debtorID: DebtorID
    /// How many of its collectors took part.
    let collectorsCount: Int32
}

/// How many payments a turn's trades are, by currency and collector.
struct TradeCounts: Sendable {
    private struct Account: Hashable {
        let currency: CurrencyID
        let collector: CollectorID
    }

    /// How many traders get something of a currency (TS2 8.2): rows of `collector_dispatching`.
    private(set) var buyers: [DebtorID: Int] = [:]
    /// By currency, the most payments of one collector, and the number of collectors that take part.
    private var dispatching: [CurrencyID: Load] = [:]
    private var collecting: [CurrencyID: Load] = [:]

    private struct Load {
        var greatest = 0
        var collectors: Int32 = 0
    }

    init(_ solution: Solution) {
        dispatching = Self.loads(solution.givings)
        collecting = Self.loads(solution.takings)
        for position in solution.givings { buyers[DebtorID(position.currency.rawValue), default: 0] += 1 }
    }

    private static func loads(_ positions: PositionList) -> [CurrencyID: Load] {
        var payments: [Account: Int] = [:]
        for position in positions { payments[Account(currency: position.currency, collector: position.collector), default: 0] += 1 }
        var loads: [CurrencyID: Load] = [:]
        for (account, count) in payments {
            let load = loads[account.currency, default: Load()]
            loads[account.currency] = Load(greatest: max(load.greatest, count), collectors: load.collectors + 1)
        }
        return loads
    }

    /// The currencies in which one collector has more payments than it should have, in either direction (TS2 9.1), by debtor ID.
    ///
    /// - Parameter limit: `TRANSFERS_COLLECTOR_LIMIT`.
    func overloaded(limit: Int) -> [OverloadedCurrency] {
        var counts: [CurrencyID: Int32] = [:]
        for loads in [dispatching, collecting] {
            for (currency, load) in loads where load.greatest > limit {
                counts[currency] = max(counts[currency] ?? 0, load.collectors)
            }
        }
        return counts.sorted { $0.key < $1.key }
            .map { OverloadedCurrency(debtorID: DebtorID($0.key.rawValue), collectorsCount: $0.value) }
    }
}
