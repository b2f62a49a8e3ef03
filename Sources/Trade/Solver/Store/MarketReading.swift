import CircularTrade
import Persistence
import SMPProtocol

/// The market of a turn, as it was when it was read.
struct LoadedMarket: Sendable {
    let currencies: MarketCurrencies
    let size: MarketSize
    let book: OfferBook
    /// What reading it took of our processor time; the server's is not in it.
    let readCPUSeconds: Double
}

/// Reads the market of a turn (TS 2.6). All of it is of one moment; what workers write later is not part of the turn. Rows flow into the
/// solver's columns.
struct MarketReading {
    let turn: Turn
    let tx: Transaction

    func read() throws -> LoadedMarket {
        var clock = StepClock()
        clock.begin(.read)
        var size = MarketSize()
        let currencies = try MarketCurrencies(try readCurrencies(&size), rules: turn.rules)
        var book = OfferBook()
        try tx.copyOut(Query(CollectorAccountRows.active)) { rows in
            for row in rows { book.addCollector(CollectorID(try row[0]), currency: CurrencyID(try row[1])) }
        }
        size.sellOffers = try tx.copyOut(MarketRows.sellOffers(turn.id)) { rows in
            for row in rows {
                book.addSellOffer(
                    trader: TraderID(try row[0]), currency: CurrencyID(try row[1]), amount: try row[2], collector: CollectorID(try row[3]))
            }
        }
        size.buyOffers = try tx.copyOut(MarketRows.buyOffers(turn.id)) { rows in
            for row in rows { book.addBuyOffer(trader: TraderID(try row[0]), currency: CurrencyID(try row[1]), amount: try row[2]) }
        }
        clock.end()
        return LoadedMarket(currencies: currencies, size: size, book: book, readCPUSeconds: clock.times[.read]?.cpuSeconds ?? 0)
    }

    private func readCurrencies(_ size: inout MarketSize) throws -> [Currency] {
        var currencies: [Currency] = []
        try tx.copyOut(CurrencyInfoRows.read(turn.id)) { rows in
            for row in rows {
                let (info, isConfirmed) = try CurrencyInfoRows.currency(row)
                currencies.append(Currency(info, isConfirmed: isConfirmed))
            }
        }
        size.currencies = currencies.count
        size.confirmedCurrencies = currencies.count { $0.isConfirmed }
        return currencies
    }
}
