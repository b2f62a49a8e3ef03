/// The arrays of a ``MarketGraph`` while they are being laid out. Two counting sorts, by currency and then by trader, put the
/// offers into their final order.
struct GraphLayout: ~Copyable {
    var traderArcs: FlatArray<UInt32>
    var traderBuys: FlatArray<UInt32>
    var arcs: FlatArray<Arc>
    var collector: FlatArray<UInt32>
    var currencyArcs: FlatArray<UInt32>
    var currencyBuys: FlatArray<UInt32>
    var currencyList: FlatArray<UInt32>
    var price: FlatArray<Float>
    var numbering: Numbering
    var selfDealings: [MarketGraph.SelfDealing] = []

    /// Lays out the admitted offers of the book, which is given up on the way.
    init(book: consuming OfferBook, admission: borrowing Admission, order: KeyedOrder) {
        numbering = Numbering(book: book, admission: admission, order: order)
        let arcCount = admission.sellCount + admission.buyCount
        price = FlatArray(repeating: 0, count: numbering.currencyIndex.count)
        for currency in 0..<price.count {
            price[currency] = admission.prices[Int(numbering.currencyIndex[currency])]
        }
        traderArcs = FlatArray(repeating: 0, count: book.traders.count + 1)
        traderBuys = FlatArray(repeating: 0, count: book.traders.count)
        arcs = FlatArray(repeating: Arc(), count: arcCount)
        collector = FlatArray(repeating: 0, count: arcCount)
        currencyArcs = FlatArray(repeating: 0, count: price.count + 1)
        currencyBuys = FlatArray(repeating: 0, count: price.count)
        currencyList = FlatArray(repeating: 0, count: arcCount)

        countArcs(of: book, admission: admission)
        placeArcs(of: book, admission: admission)
        mergeDuplicates(collectorIDs: book.collectors.ids)
        findSelfDealings()
        listCurrencies()
        limitTotals()
    }

    /// Fills `traderArcs`, `traderBuys`, `currencyArcs` and `currencyBuys`.
    private func countArcs(of book: borrowing OfferBook, admission: borrowing Admission) {
        for offer in 0..<book.sells.count where admission.admitsSell(offer, of: book) {
            traderBuys[Int(numbering.traderNumber[Int(book.sells.traders[offer])])] += 1
            currencyBuys[Int(numbering.currencyNumber[Int(book.sells.currencies[offer])])] += 1
        }
        for offer in 0..<book.buys.count where admission.admitsBuy(offer, of: book) {
            traderArcs[Int(numbering.traderNumber[Int(book.buys.traders[offer])])] += 1
            currencyArcs[Int(numbering.currencyNumber[Int(book.buys.currencies[offer])])] += 1
        }
        Self.accumulate(begins: traderArcs, buys: traderBuys)
        Self.accumulate(begins: currencyArcs, buys: currencyBuys)
    }

    /// Turns counts (of buys in `begins`, of sells in `buys`) into offsets.
    private static func accumulate(begins: borrowing FlatArray<UInt32>, buys: borrowing FlatArray<UInt32>) {
        var total: UInt32 = 0
        for index in 0..<buys.count {
            let (sellCount, buyCount) = (buys[index], begins[index])
            begins[index] = total
            buys[index] = total + sellCount
            total += sellCount + buyCount
        }
        begins[buys.count] = total
    }

    /// Places the offers by trader, side and currency.
    private func placeArcs(of book: borrowing OfferBook, admission: borrowing Admission) {
        let next = FlatArray<UInt32>(repeating: 0, count: price.count)
        // First the order by currency: a trader's arcs will then come out in the order of their currencies.
        let byCurrency = FlatArray<UInt32>(repeating: 0, count: max(admission.sellCount, admission.buyCount))
        let nextOfTrader = FlatArray<UInt32>(repeating: 0, count: traderBuys.count)

        Self.start(next, counts: { currencyBuys[$0] - currencyArcs[$0] })
        for offer in 0..<book.sells.count where admission.admitsSell(offer, of: book) {
            let currency = Int(numbering.currencyNumber[Int(book.sells.currencies[offer])])
            byCurrency[Int(next[currency])] = UInt32(offer)
            next[currency] += 1
        }
        for trader in 0..<traderBuys.count { nextOfTrader[trader] = traderArcs[trader] }
        for position in 0..<admission.sellCount {
            let offer = Int(byCurrency[position])
            let arc = place(offer, of: book.sells, next: nextOfTrader)
            collector[arc] = book.sells.collectors[offer]
        }

        Self.start(next, counts: { currencyArcs[$0 + 1] - currencyBuys[$0] })
        for offer in 0..<book.buys.count where admission.admitsBuy(offer, of: book) {
            let currency = Int(numbering.currencyNumber[Int(book.buys.currencies[offer])])
            byCurrency[Int(next[currency])] = UInt32(offer)
            next[currency] += 1
        }
        for position in 0..<admission.buyCount {
            _ = place(Int(byCurrency[position]), of: book.buys, next: nextOfTrader)
        }
    }

    private static func start(_ next: borrowing FlatArray<UInt32>, counts: (Int) -> UInt32) {
        var total: UInt32 = 0
        for index in 0..<next.count {
            next[index] = total
            total += counts(index)
        }
    }

    @inline(__always)
    private func place(
        _ offer: Int, of side: borrowing OfferBook.Side, next: borrowing FlatArray<UInt32>
    ) -> Int {
        let trader = Int(numbering.traderNumber[Int(side.traders[offer])])
        let arc = Int(next[trader])
        next[trader] += 1
        arcs[arc] = Arc(
            amount: side.amounts[offer], trader: UInt32(trader),
            currency: numbering.currencyNumber[Int(side.currencies[offer])])
        return arc
    }

    /// Several offers of a trader on one side of a currency count as one. The database does not allow them; here the amounts
    /// add up, and the collector is that of the greatest amount, of the greatest collector ID if amounts are equal.
    private func mergeDuplicates(collectorIDs: borrowing Column<Int64>) {
        for trader in 0..<traderBuys.count {
            for range in [traderArcs[trader]..<traderBuys[trader], traderBuys[trader]..<traderArcs[trader + 1]] {
                mergeDuplicates(in: Int(range.lowerBound)..<Int(range.upperBound), collectorIDs: collectorIDs)
            }
        }
    }

    @inline(__always)
    private func mergeDuplicates(in range: Range<Int>, collectorIDs: borrowing Column<Int64>) {
        if range.count < 2 { return }
        var first = range.lowerBound
        var greatest = arcs[first].amount
        for arc in range.dropFirst() {
            guard arcs[arc].currency == arcs[first].currency else {
                first = arc
                greatest = arcs[arc].amount
                continue
            }
            let (known, new) = (collectorIDs[Int(collector[first])], collectorIDs[Int(collector[arc])])
            if (arcs[arc].amount, new) > (greatest, known) {
                greatest = arcs[arc].amount
                collector[first] = collector[arc]
            }
            let (sum, overflow) = arcs[first].amount.addingReportingOverflow(arcs[arc].amount)
            arcs[first].amount = overflow ? .max : sum
            arcs[arc].amount = 0
        }
    }

    /// Finds traders who sell and buy the same currency, walking through both sorted lists of each.
    private mutating func findSelfDealings() {
        for trader in 0..<traderBuys.count {
            var sell = Int(traderArcs[trader])
            var buy = Int(traderBuys[trader])
            let (sellEnd, buyEnd) = (buy, Int(traderArcs[trader + 1]))
            while sell < sellEnd && buy < buyEnd {
                let (sold, bought) = (arcs[sell].currency, arcs[buy].currency)
                if sold == bought && arcs[sell].amount > 0 && arcs[buy].amount > 0 {
                    selfDealings.append(MarketGraph.SelfDealing(sell: UInt32(sell), buy: UInt32(buy)))
                }
                if sold <= bought { sell += 1 }
                if bought <= sold { buy += 1 }
            }
        }
    }

    /// Fills `currencyList`.
    private func listCurrencies() {
        let nextSell = FlatArray<UInt32>(repeating: 0, count: price.count)
        let nextBuy = FlatArray<UInt32>(repeating: 0, count: price.count)
        for currency in 0..<price.count {
            nextSell[currency] = currencyArcs[currency]
            nextBuy[currency] = currencyBuys[currency]
        }
        for trader in 0..<traderBuys.count {
            for arc in traderArcs[trader]..<traderBuys[trader] {
                let currency = Int(arcs[Int(arc)].currency)
                currencyList[Int(nextSell[currency])] = arc
                nextSell[currency] += 1
            }
            for arc in traderBuys[trader]..<traderArcs[trader + 1] {
                let currency = Int(arcs[Int(arc)].currency)
                currencyList[Int(nextBuy[currency])] = arc
                nextBuy[currency] += 1
            }
        }
    }

    /// Keeps the sum of what is sold of each currency within 64 bits, so that collector transfers are (TS 8.1, step 2). No
    /// issuer can have more tokens in circulation; should offers pretend so, the largest ones are cut.
    private func limitTotals() {
        for currency in 0..<price.count {
            let sells = Int(currencyArcs[currency])..<Int(currencyBuys[currency])
            var total: Int64 = 0
            var isTooMuch = false
            for position in sells {
                let (sum, overflow) = total.addingReportingOverflow(arcs[Int(currencyList[position])].amount)
                if overflow { isTooMuch = true } else { total = sum }
            }
            if !isTooMuch { continue }
            let most = Int64.max / Int64(sells.count)
            for position in sells {
                let arc = Int(currencyList[position])
                arcs[arc].amount = min(arcs[arc].amount, most)
            }
        }
    }
}
