import CircularTrade

/// The compact form of a market: about 6 bytes for an offer instead of 24.
///
/// After ``magic``: base locator, base ID, max distance, min trade amount; the number of currencies, and for each: 1 if confirmed
/// plus 2 if pegged, locator, ID and, if pegged, peg locator, peg ID, rate; the number of collectors, and for each: ID, debtor ID; then
/// offers: 1 (sell) or 2 (buy), creditor ID, debtor ID, amount, and for a sell offer the collector ID; at last 0, the number of sell
/// offers, and the number of buy offers.
///
/// Numbers are variable-length: seven bits a byte, least significant first, the top bit set in all bytes but the last. IDs
/// are zigzag-coded, those of offers as differences to the offer before. Texts are a length and UTF-8. A rate is the eight
/// bytes of a 64-bit float, least significant first.
enum BinaryMarket {
    static let magic = Array("swpt-market-1\n".utf8)

    static let endOfOffers: UInt8 = 0
    static let sell: UInt8 = 1
    static let buy: UInt8 = 2
    static let confirmed: UInt64 = 1
    static let pegged: UInt64 = 2

    static func read(_ source: ByteSource) throws(FileProblem) -> MarketFile {
        try BinaryMarketReader(source).read()
    }
}

/// IDs of the offer before, from which the next ones differ little.
struct PreviousOffer {
    var trader: Int64 = 0
    var currency: Int64 = 0
    var collector: Int64 = 0
}

private struct BinaryMarketReader {
    private let source: ByteSource

    init(_ source: ByteSource) { self.source = source }

    func read() throws(FileProblem) -> MarketFile {
        for _ in BinaryMarket.magic { _ = try byte() }
        let locator = try text()
        let base = try signed()
        let distance = try unsigned()
        let minimum = try unsigned()
        guard let distance = Int(exactly: distance), let minimum = Int64(exactly: minimum),
            MarketRules.isValid(baseCurrency: CurrencyID(base), maxDistanceToBase: distance, minTradeAmount: minimum)
        else { throw problem("the base currency, the distance or the least amount is out of range") }
        let rules = MarketRules(
            baseLocator: locator, baseCurrency: CurrencyID(base), maxDistanceToBase: distance, minTradeAmount: minimum)
        let currencies = try readCurrencies()
        var book = OfferBook()
        for _ in 0..<(try count()) {
            let collector = CollectorID(try signed())
            if book.isFull { throw problem("too many collectors") }
            book.addCollector(collector, currency: CurrencyID(try signed()))
        }
        try readOffers(into: &book)
        return MarketFile(rules: rules, currencies: currencies, book: book)
    }

    private func readCurrencies() throws(FileProblem) -> [Currency] {
        var currencies: [Currency] = []
        for _ in 0..<(try count()) {
            let flags = try unsigned()
            guard flags <= BinaryMarket.confirmed | BinaryMarket.pegged else { throw problem("no kind of currency") }
            let locator = try text()
            let id = CurrencyID(try signed())
            var peg: Currency.Peg?
            if flags & BinaryMarket.pegged != 0 {
                let pegLocator = try text()
                let pegID = CurrencyID(try signed())
                var bits: UInt64 = 0
                for shift in stride(from: UInt64(0), to: 64, by: 8) { bits |= UInt64(try byte()) << shift }
                peg = Currency.Peg(locator: pegLocator, currency: pegID, rate: Double(bitPattern: bits))
            }
            currencies.append(
                Currency(isConfirmed: flags & BinaryMarket.confirmed != 0, locator: locator, id: id, peg: peg))
        }
        return currencies
    }

    private func readOffers(into book: inout OfferBook) throws(FileProblem) {
        var previous = PreviousOffer()
        while true {
            let kind = try byte()
            if kind == BinaryMarket.endOfOffers { break }
            guard kind == BinaryMarket.sell || kind == BinaryMarket.buy else { throw problem("no kind of offer") }
            if book.isFull { throw problem("too many offers") }
            previous.trader &+= try signed()
            previous.currency &+= try signed()
            guard let amount = Int64(exactly: try unsigned()), amount > 0 else { throw problem("no amount of an offer") }
            let (trader, currency) = (TraderID(previous.trader), CurrencyID(previous.currency))
            if kind == BinaryMarket.buy {
                book.addBuyOffer(trader: trader, currency: currency, amount: amount)
                continue
            }
            previous.collector &+= try signed()
            book.addSellOffer(
                trader: trader, currency: currency, amount: amount, collector: CollectorID(previous.collector))
        }
        guard try count() == book.sellOfferCount, try count() == book.buyOfferCount else {
            throw problem("the numbers of offers do not agree")
        }
        if try source.next() != nil { throw problem("something follows the market") }
    }

    private func problem(_ message: String) -> FileProblem {
        FileProblem(file: source.name, place: "byte \(source.offset)", message: message)
    }

    @inline(__always)
    private func byte() throws(FileProblem) -> UInt8 {
        guard let byte = try source.next() else { throw problem("the file ends too early") }
        return byte
    }

    @inline(__always)
    private func unsigned() throws(FileProblem) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            let byte = try byte()
            if shift == 63 && byte > 1 { break }
            value |= UInt64(byte & 127) << shift
            if byte < 128 { return value }
        }
        throw problem("a number of more than 64 bits")
    }

    @inline(__always)
    private func signed() throws(FileProblem) -> Int64 {
        let value = try unsigned()
        return Int64(bitPattern: value >> 1 ^ (0 &- (value & 1)))
    }

    private func count() throws(FileProblem) -> Int {
        guard let count = Int(exactly: try unsigned()) else { throw problem("a number that is too big") }
        return count
    }

    private func text() throws(FileProblem) -> String {
        let length = try count()
        if length > 1 << 20 { throw problem("a text of more than a megabyte") }
        var bytes: [UInt8] = []
        for _ in 0..<length { bytes.append(try byte()) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw problem("a text that is not UTF-8") }
        return text
    }
}
