/// The numbers that currencies and traders have in the graph: by descending rank (TS 7.4), ties in keyed order.
struct Numbering: ~Copyable {
    /// Number → index of the book's table, and back. Currencies that cannot be exchanged have no number.
    let currencyIndex: FlatArray<UInt32>
    let currencyNumber: FlatArray<UInt32>
    let traderIndex: FlatArray<UInt32>
    let traderNumber: FlatArray<UInt32>

    init(book: borrowing OfferBook, admission: borrowing Admission, order: KeyedOrder) {
        // Rank of a currency: its sell offers. Rank of a trader: the ranks of what he wants to buy.
        let currencyRank = FlatArray<UInt64>(repeating: 0, count: book.currencies.count)
        for offer in 0..<book.sells.count where admission.admitsSell(offer, of: book) {
            currencyRank[Int(book.sells.currencies[offer])] += 1
        }
        let traderRank = FlatArray<UInt64>(repeating: 0, count: book.traders.count)
        for offer in 0..<book.buys.count where admission.admitsBuy(offer, of: book) {
            traderRank[Int(book.buys.traders[offer])] += currencyRank[Int(book.buys.currencies[offer])]
        }

        let allCurrencies = Self.ranked(book.currencies.ids, ranks: currencyRank, order: order)
        var tradedCount = 0
        for index in 0..<admission.prices.count where admission.prices[index] > 0 { tradedCount += 1 }
        currencyIndex = FlatArray(repeating: 0, count: tradedCount)
        currencyNumber = FlatArray(repeating: .max, count: book.currencies.count)
        var number = 0
        for position in 0..<allCurrencies.count where admission.prices[Int(allCurrencies[position])] > 0 {
            currencyIndex[number] = allCurrencies[position]
            currencyNumber[Int(allCurrencies[position])] = UInt32(number)
            number += 1
        }

        traderIndex = Self.ranked(book.traders.ids, ranks: traderRank, order: order)
        traderNumber = FlatArray(repeating: 0, count: book.traders.count)
        for number in 0..<traderIndex.count { traderNumber[Int(traderIndex[number])] = UInt32(number) }
    }

    private static func ranked(
        _ ids: borrowing Column<Int64>, ranks: borrowing FlatArray<UInt64>, order: KeyedOrder
    ) -> FlatArray<UInt32> {
        let keys = FlatArray<UInt64>(repeating: 0, count: ids.count)
        for index in 0..<ids.count { keys[index] = order.place(of: ids[index]) }
        let byKey = ascendingOrder(of: keys)
        for position in 0..<ids.count { keys[position] = ~ranks[Int(byKey[position])] }
        let byRank = ascendingOrder(of: keys)
        for position in 0..<ids.count { byRank[position] = byKey[Int(byRank[position])] }
        return byRank
    }
}
