import CircularTrade

/// Writes random markets as files that `solve` reads, offer by offer. Ends early when the output fails, which the output remembers.
enum MarketWriter {
    /// The `input` object of TS 14.1: one row a line.
    static func writeJSON(_ market: RandomMarket, to output: TextOutput) {
        var json = JSONOutput(output)
        json.object { json in
            json.key("base_debtor_info_locator")
            json.value(market.rules.baseLocator)
            json.key("base_debtor_id")
            json.value(market.rules.baseCurrency.rawValue)
            json.key("max_distance_to_base")
            json.value(Int64(market.rules.maxDistanceToBase))
            json.key("min_trade_amount")
            json.value(market.rules.minTradeAmount)
            json.key("currencies")
            json.array(of: zip(market.currencies, market.rates)) { json, pair in write(pair.0, rate: pair.1, &json) }
            json.key("collectors")
            json.array { json in
                try? market.forEachCollector { collector, currency throws(OutputFailure) in
                    try output.check()
                    row([collector.rawValue, currency.rawValue], &json)
                }
            }
            json.key("sell_offers")
            json.array { json in
                try? market.forEachOffer { offer throws(OutputFailure) in
                    guard case .sell(let trader, let currency, let amount, let collector) = offer else { return }
                    try output.check()
                    row([trader.rawValue, currency.rawValue, amount, collector.rawValue], &json)
                }
            }
            json.key("buy_offers")
            json.array { json in
                try? market.forEachOffer { offer throws(OutputFailure) in
                    guard case .buy(let trader, let currency, let amount) = offer else { return }
                    try output.check()
                    row([trader.rawValue, currency.rawValue, amount], &json)
                }
            }
        }
        output.put("\n")
    }

    private static func row(_ numbers: [Int64], _ json: inout JSONOutput) {
        json.lineBreak()
        json.array(of: numbers) { $0.value($1) }
    }

    private static func write(_ currency: Currency, rate: Double, _ json: inout JSONOutput) {
        json.lineBreak()
        json.array { json in
            json.value(currency.isConfirmed)
            json.value(currency.locator)
            json.value(currency.id.rawValue)
            if let peg = currency.peg {
                json.value(peg.locator)
                json.value(peg.currency.rawValue)
                json.value(rate)
            } else {
                for _ in 0..<3 { json.null() }
            }
        }
    }

    /// See ``BinaryMarket``.
    static func writeBinary(_ market: RandomMarket, to output: TextOutput) {
        var writer = BinaryMarketWriter(output)
        writer.write(market)
    }
}

private struct BinaryMarketWriter {
    private let output: TextOutput
    private var previous = PreviousOffer()
    private var counts = (sells: UInt64(0), buys: UInt64(0))

    init(_ output: TextOutput) { self.output = output }

    mutating func write(_ market: RandomMarket) {
        output.put(BinaryMarket.magic)
        text(market.rules.baseLocator)
        signed(market.rules.baseCurrency.rawValue)
        unsigned(UInt64(market.rules.maxDistanceToBase))
        unsigned(UInt64(market.rules.minTradeAmount))
        unsigned(UInt64(market.currencies.count))
        for (currency, rate) in zip(market.currencies, market.rates) { write(currency, rate: rate) }
        unsigned(market.collectorCount)
        try? market.forEachCollector { collector, currency throws(OutputFailure) in
            try output.check()
            signed(collector.rawValue)
            signed(currency.rawValue)
        }
        try? market.forEachOffer { offer throws(OutputFailure) in
            try output.check()
            write(offer)
        }
        output.put(BinaryMarket.endOfOffers)
        unsigned(counts.sells)
        unsigned(counts.buys)
    }

    private func write(_ currency: Currency, rate: Double) {
        unsigned((currency.isConfirmed ? BinaryMarket.confirmed : 0) | (currency.peg != nil ? BinaryMarket.pegged : 0))
        text(currency.locator)
        signed(currency.id.rawValue)
        guard let peg = currency.peg else { return }
        text(peg.locator)
        signed(peg.currency.rawValue)
        let bits = rate.bitPattern
        for shift in stride(from: UInt64(0), to: 64, by: 8) { output.put(UInt8(truncatingIfNeeded: bits >> shift)) }
    }

    private mutating func write(_ offer: RandomMarket.Offer) {
        switch offer {
        case .sell(let trader, let currency, let amount, let collector):
            output.put(BinaryMarket.sell)
            ends(trader, currency, amount)
            signed(collector.rawValue &- previous.collector)
            previous.collector = collector.rawValue
            counts.sells += 1
        case .buy(let trader, let currency, let amount):
            output.put(BinaryMarket.buy)
            ends(trader, currency, amount)
            counts.buys += 1
        }
    }

    private mutating func ends(_ trader: TraderID, _ currency: CurrencyID, _ amount: Int64) {
        signed(trader.rawValue &- previous.trader)
        signed(currency.rawValue &- previous.currency)
        unsigned(UInt64(amount))
        (previous.trader, previous.currency) = (trader.rawValue, currency.rawValue)
    }

    private func unsigned(_ value: UInt64) {
        var rest = value
        while rest >= 128 {
            output.put(UInt8(rest & 127) | 128)
            rest >>= 7
        }
        output.put(UInt8(rest))
    }

    private func signed(_ value: Int64) {
        unsigned(UInt64(bitPattern: value << 1 ^ value >> 63))
    }

    private func text(_ text: String) {
        unsigned(UInt64(text.utf8.count))
        output.put(text)
    }
}
