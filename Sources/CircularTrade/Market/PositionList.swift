/// Takings or givings as columns: 20 bytes for a position, and the IDs are shared with the other list.
public struct PositionList: RandomAccessCollection, Sendable {
    private var traders = Column<UInt32>()
    private var currencies = Column<UInt32>()
    private var collectors = Column<UInt32>()
    private var amounts = Column<Int64>()
    let names: Names

    /// The IDs behind the indices of the columns.
    struct Names: Sendable {
        var traders = Column<Int64>()
        var currencies = Column<Int64>()
        var collectors = Column<Int64>()
    }

    init(names: Names = Names()) {
        self.names = names
    }

    mutating func append(trader: UInt32, currency: UInt32, amount: Int64, collector: UInt32) {
        traders.append(trader)
        currencies.append(currency)
        amounts.append(amount)
        collectors.append(collector)
    }

    /// The indices of the IDs of a position in the tables of `names`.
    @inline(__always)
    func trader(_ index: Int) -> Int { Int(traders[index]) }

    @inline(__always)
    func currency(_ index: Int) -> Int { Int(currencies[index]) }

    @inline(__always)
    func amount(_ index: Int) -> Int64 { amounts[index] }

    public var startIndex: Int { 0 }
    public var endIndex: Int { amounts.count }

    /// The position with this index.
    public subscript(index: Int) -> Position {
        Position(
            trader: TraderID(names.traders[Int(traders[index])]),
            currency: CurrencyID(names.currencies[Int(currencies[index])]),
            amount: amounts[index],
            collector: CollectorID(names.collectors[Int(collectors[index])]))
    }

    /// The positions in the order of trader IDs, which is that of the tables by creditor. Takes 4 bytes for a position, and 16 while it
    /// sorts.
    public var byTrader: ByTrader { ByTrader(self) }

    /// See ``PositionList/byTrader``. The order of a trader's positions is that of the list.
    public struct ByTrader: Sequence, Sendable {
        private let list: PositionList
        private let order: [UInt32]

        init(_ list: PositionList) {
            self.list = list
            // Adding 2^63 makes negative IDs come first.
            let keys = FlatArray<UInt64>(repeating: 0, count: list.count)
            for index in 0..<list.count { keys[index] = UInt64(bitPattern: list.names.traders[list.trader(index)] ^ .min) }
            let sorted = ascendingOrder(of: keys)
            order = (0..<list.count).map { sorted[$0] }
        }

        public func makeIterator() -> some IteratorProtocol<Position> {
            order.lazy.map { list[Int($0)] }.makeIterator()
        }
    }
}
