/// Trades that cancel each other out: everybody in the circle gets a currency from the one before, and gives another one of the same value
/// to the one after.
public struct Circle: Hashable, Sendable {
    /// One trader of a circle, and what he gets. What he gives is what the next member gets; after the last member comes the first.
    public struct Member: Hashable, Sendable {
        /// Who gets something.
        public let trader: TraderID
        /// What he gets.
        public let currency: CurrencyID
        /// In tokens, rounded to the nearest: trades are rounded once for all circles together, so a single circle has no exact amounts.
        public let amount: Int64

        /// A member as it is.
        public init(trader: TraderID, currency: CurrencyID, amount: Int64) {
            self.trader = trader
            self.currency = currency
            self.amount = amount
        }
    }

    /// What everybody in the circle gets, and gives, in base currency tokens.
    public let value: Double
    /// In the order of the circle; of a very long one, the first so many.
    public let members: [Member]
    /// How many members there are.
    public let memberCount: Int

    /// A circle as it is.
    public init(value: Double, members: [Member], memberCount: Int) {
        self.value = value
        self.members = members
        self.memberCount = memberCount
    }
}

extension Solution {
    /// Takes the trades apart into circles, and returns those of greatest value, the greatest first.
    ///
    /// There are many ways to do that; this is the rule. A currency leads to the traders who get it, a trader to the currencies that he
    /// gives; each such way carries a value (tokens times price). Beginning at the currencies in the order of their IDs, a walk always
    /// takes the way that carried most in the beginning (of equal ones, the one to the lesser ID) and still carries something. Where the
    /// walk meets itself a circle is found: it gets the least value on it, which is taken off all its ways, and the walk goes on from where
    /// it met itself. A place without a way out is left for good. Rounding to tokens leaves a little on some ways: what is worth less than
    /// a token counts as nothing. Once as many circles are found as are wanted, ways that carry no more than the least of the greatest so
    /// far count as nothing, too: no circle with such a way is worth more, so what is left when nothing more is found adds none to the
    /// greatest, however it is taken apart.
    ///
    /// The work grows with the number of trades plus the lengths of the circles that are found, which are few of all; the memory is 12
    /// bytes for a trade, and some for a trader.
    ///
    /// - Parameters:
    ///   - tree: the prices with which the market was solved.
    ///   - count: how many circles are wanted.
    ///   - maximumMembers: of longer circles, so many members are listed.
    public func greatestCircles(_ tree: CurrencyTree, count: Int, maximumMembers: Int) -> [Circle] {
        precondition(count > 0 && maximumMembers > 0)
        var walk = CircleWalk(CircleGraph(takings: takings, givings: givings, tree: tree))
        var greatest = GreatestCircles(count: count)
        while let circle = walk.nextCircle(worthMoreThan: greatest.leastValue, maximumMembers: maximumMembers) { greatest.add(circle) }
        return greatest.sorted
    }
}

/// The circles of greatest value so far; of equal ones, those found first.
private struct GreatestCircles {
    private let count: Int
    private var circles: [(circle: Circle, number: Int)] = []
    private var found = 0
    /// A circle has to be worth more to get in.
    private(set) var leastValue = 0.0

    init(count: Int) { self.count = count }

    mutating func add(_ circle: Circle) {
        found += 1
        circles.append((circle, found))
        if circles.count > count, let least = circles.indices.min(by: isLess) { circles.remove(at: least) }
        if circles.count == count, let least = circles.indices.min(by: isLess) { leastValue = circles[least].circle.value }
    }

    private func isLess(_ a: Int, _ b: Int) -> Bool {
        (circles[a].circle.value, -circles[a].number) < (circles[b].circle.value, -circles[b].number)
    }

    var sorted: [Circle] { circles.indices.sorted { isLess($1, $0) }.map { circles[$0].circle } }
}
