/// Takings or givings as columns: 20 bytes for a position, and the IDs are shared with the other list.
public struct PositionList: RandomAccessCollection, Sendable {
    private var traders = Column<UInt32>()
    private var currencies = Column<UInt32>()
    private var collectors = Column<UInt32>()
    private var amounts = Column<Int64>()
    private let names: Names

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

    public var startIndex: Int { 0 }
    public var endIndex: Int { amounts.count }

    public subscript(index: Int) -> Position {
        Position(
            trader: TraderID(names.traders[Int(traders[index])]),
            currency: CurrencyID(names.currencies[Int(currencies[index])]),
            amount: amounts[index],
            collector: CollectorID(names.collectors[Int(collectors[index])]))
    }
}
