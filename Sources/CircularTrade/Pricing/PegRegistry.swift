/// The registered currencies and their peg links, from which prices are computed (TS 5.2 – 5.5).
struct PegRegistry {
    /// What is kept of a currency.
    struct Node {
        let isConfirmed: Bool
        let id: CurrencyID
        let pegLocator: Locator?
        let pegCurrency: CurrencyID
        let rate: Float
    }

    /// A locator compared by its bytes. `String` would also equate texts that merely look alike (TS 5.2).
    struct Locator: Hashable {
        let bytes: [UInt8]
        init(_ text: String) { bytes = Array(text.utf8) }
    }

    /// The price of a node, once it is known.
    struct Price {
        var isPriceable = false
        var price = Float.nan
        var distance = 0
    }

    private(set) var currencies: [Node] = []
    private(set) var allIDs: Set<CurrencyID> = []
    private var indices: [Locator: Int] = [:]
    private let rules: MarketRules
    private let baseLocator: Locator

    init(rules: MarketRules) {
        self.rules = rules
        baseLocator = Locator(rules.baseLocator)
    }

    /// TS 5.2. A currency with debtor ID 0 is ignored.
    mutating func register(_ currency: Currency) throws(MarketError) {
        allIDs.insert(currency.id)
        guard currency.id.rawValue != 0 else { return }
        guard indices.updateValue(currencies.count, forKey: Locator(currency.locator)) == nil else {
            throw .duplicatedLocator
        }
        currencies.append(
            Node(
                isConfirmed: currency.isConfirmed, id: currency.id,
                pegLocator: currency.peg.map { Locator($0.locator) },
                pegCurrency: currency.peg?.currency ?? CurrencyID(0), rate: currency.peg?.rate ?? .nan))
    }

    /// The currency that has the base's locator, whatever its ID.
    var baseNamesake: Int? { indices[baseLocator] }

    /// The base currency: locator and ID are the turn's (TS 5.4).
    var base: Int? {
        baseNamesake.flatMap { currencies[$0].id == rules.baseCurrency ? $0 : nil }
    }

    /// The currency that this one is pegged to: both its locator and its ID must match (TS 5.3).
    func parent(of index: Int) -> Int? {
        let node = currencies[index]
        guard let locator = node.pegLocator, let parent = indices[locator] else { return nil }
        return currencies[parent].id == node.pegCurrency ? parent : nil
    }

    /// The price of every currency (TS 5.5). Chains come from strangers and may have any length, so they are walked up
    /// and down with a stack of their own; each currency is visited once.
    func prices() -> [Price] {
        var prices = [Price](repeating: Price(), count: currencies.count)
        var isVisited = [Bool](repeating: false, count: currencies.count)
        if let base {
            prices[base] = Price(isPriceable: true, price: 1, distance: 0)
            isVisited[base] = true
        }
        var chain: [Int] = []
        for start in currencies.indices {
            var next: Int? = start
            while let index = next, !isVisited[index] {
                isVisited[index] = true
                chain.append(index)
                next = parent(of: index)
            }
            // A parent that is still on the chain closes a peg cycle: its entry is not priceable, and neither are we.
            var above = next.map { prices[$0] } ?? Price()
            while let index = chain.popLast() {
                if above.isPriceable && above.distance < rules.maxDistanceToBase {
                    prices[index] = Price(
                        isPriceable: true, price: above.price * currencies[index].rate, distance: above.distance + 1)
                }
                above = prices[index]
            }
        }
        return prices
    }
}
