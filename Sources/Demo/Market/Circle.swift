public import CircularTrade

/// A closed chain of traders: everybody gives something to the next one, and the last one gives to the first.
public struct Circle: Hashable, Sendable {
    /// One gives something to another.
    public struct Link: Hashable, Sendable {
        /// Who gives.
        public let giver: TraderID
        /// Who gets it.
        public let taker: TraderID
        /// In which currency.
        public let currency: CurrencyID
        /// In tokens.
        public let amount: Int64
    }

    /// Each taker is the giver of the next link.
    public let links: [Link]

    /// The circles of a solution. It says who gives and who gets what; whoever gives a currency is put together with whoever gets it, in
    /// the order of the solution, and then the chains are followed until they close. What does not close is left out.
    public static func circles(of solution: Solution) -> [Circle] {
        circles(of: links(from: solution.takings.map(Share.init), to: solution.givings.map(Share.init)))
    }

    /// Who gives or gets how much of a currency.
    struct Share {
        let trader: TraderID
        let currency: CurrencyID
        var amount: Int64

        init(trader: TraderID, currency: CurrencyID, amount: Int64) {
            self.trader = trader
            self.currency = currency
            self.amount = amount
        }

        init(_ position: Position) {
            self.init(trader: position.trader, currency: position.currency, amount: position.amount)
        }
    }

    static func links(from givers: [Share], to takers: [Share]) -> [Link] {
        var links: [Link] = []
        var takers = takers
        for giver in givers {
            var left = giver.amount
            for index in takers.indices where left > 0 && takers[index].currency == giver.currency && takers[index].amount > 0 {
                let amount = min(left, takers[index].amount)
                links.append(Link(giver: giver.trader, taker: takers[index].trader, currency: giver.currency, amount: amount))
                left -= amount
                takers[index].amount -= amount
            }
        }
        return links
    }

    static func circles(of links: [Link]) -> [Circle] {
        var rest = links
        var circles: [Circle] = []
        while let first = rest.first {
            let chain = chain(from: first, in: rest)
            guard let last = chain.last, let start = chain.firstIndex(where: { $0.giver == last.taker }) else {
                rest.removeFirst()
                continue
            }
            let links = Array(chain[start...])
            circles.append(Circle(links: links))
            rest.removeAll(where: links.contains)
        }
        return circles
    }

    /// Follows links from taker to taker, until somebody comes up who has given before, or nobody gives any further.
    private static func chain(from first: Link, in links: [Link]) -> [Link] {
        var chain = [first]
        var last = first
        while !chain.contains(where: { $0.giver == last.taker }), let next = links.first(where: { $0.giver == last.taker }) {
            chain.append(next)
            last = next
        }
        return chain
    }
}
