/// Walks through the trades and finds one circle after the other (see ``Solution/greatestCircles(_:count:maximumMembers:)``). The path is
/// an array, as a circle may be as long as there are traders.
struct CircleWalk: ~Copyable {
    private let graph: CircleGraph
    /// By place: the way that is taken next.
    private let next: FlatArray<UInt32>
    /// By place: where it stands on the path; -1 when it does not.
    private let position: FlatArray<Int32>
    private var path: [UInt32] = []
    /// The next currency to begin at.
    private var start = 0

    init(_ graph: consuming CircleGraph) {
        next = FlatArray(repeating: 0, count: graph.placeCount)
        for place in 0..<graph.placeCount { next[place] = graph.begin[place] }
        position = FlatArray(repeating: -1, count: graph.placeCount)
        self.graph = graph
    }

    /// The next circle that is worth more than a limit, which never falls from call to call. Nil when there is none.
    mutating func nextCircle(worthMoreThan limit: Double, maximumMembers: Int) -> Circle? {
        while true {
            guard let place = path.last else {
                if start == graph.currencies.count { return nil }
                enter(Int(graph.currencies[start]))
                start += 1
                continue
            }
            guard let other = wayOut(of: Int(place), worthMoreThan: limit) else {
                leave()
                continue
            }
            if position[other] < 0 {
                enter(other)
                continue
            }
            let circle = close(at: Int(position[other]), worthMoreThan: limit, maximumMembers: maximumMembers)
            if let circle { return circle }
        }
    }

    /// Where the first way that still carries more than the limit leads to: no circle with another one is worth more.
    private func wayOut(of place: Int, worthMoreThan limit: Double) -> Int? {
        while next[place] < graph.begin[place + 1] {
            let way = Int(next[place])
            // Of a way into or out of a currency, what is worth less than a token is left of rounding. A place that was left has no way
            // out.
            let other = Int(graph.target[way])
            let currency = place < graph.currencyCount ? place : other
            let value = graph.value[way]
            if value > limit, value >= graph.price[currency], next[other] < graph.begin[other + 1] { return other }
            next[place] += 1
        }
        return nil
    }

    private mutating func enter(_ place: Int) {
        position[place] = Int32(path.count)
        path.append(UInt32(place))
    }

    /// The last place of the path has no way out: the way to it is a dead end, too.
    private mutating func leave() {
        guard let place = path.popLast() else { return }
        position[Int(place)] = -1
        if let before = path.last { next[Int(before)] += 1 }
    }

    /// Takes the circle off that begins at a position of the path, and cuts the path back to there. The limit may have risen since the
    /// path was gone: then the circle is worth too little.
    private mutating func close(at start: Int, worthMoreThan limit: Double, maximumMembers: Int) -> Circle? {
        var least = Double.infinity
        for index in start..<path.count { least = min(least, graph.value[Int(next[Int(path[index])])]) }
        for index in start..<path.count { graph.value[Int(next[Int(path[index])])] -= least }
        let circle = least > limit ? circle(from: start, value: least, maximumMembers: maximumMembers) : nil
        for index in (start + 1)..<path.count { position[Int(path[index])] = -1 }
        path.removeSubrange((start + 1)...)
        return circle
    }

    /// Currencies and traders take turns on the path; a member is a currency and the trader behind it.
    private func circle(from start: Int, value: Double, maximumMembers: Int) -> Circle {
        let length = path.count - start
        let first = Int(path[start]) < graph.currencyCount ? start : start + 1
        let members = (0..<min(length / 2, maximumMembers)).map { number in
            let currency = Int(path[first + 2 * number])
            let trader = Int(path[start + (first - start + 2 * number + 1) % length])
            return Circle.Member(
                trader: TraderID(graph.id(of: trader)), currency: CurrencyID(graph.id(of: currency)),
                amount: Int64(clamping: Int128((value / graph.price[currency]).rounded())))
        }
        return Circle(value: value, members: members, memberCount: length / 2)
    }
}
