import CircularTrade

/// A market as it comes from a file: the `input` object of TS 14.1, or the binary form of ``BinaryMarket``.
struct MarketFile {
    let rules: MarketRules
    let currencies: [Currency]
    private(set) var book: OfferBook

    init(rules: MarketRules, currencies: [Currency], book: OfferBook) {
        self.rules = rules
        self.currencies = currencies
        self.book = book
    }

    /// Gives the offers away, so that the solver can free their memory while it works.
    mutating func takeBook() -> OfferBook {
        defer { book = OfferBook() }
        return book
    }

    /// - Parameter path: a path, or `-` for standard input.
    static func read(path: String) throws(FileProblem) -> MarketFile {
        let source = try ByteSource(path: path)
        if try source.begins(with: BinaryMarket.magic) { return try BinaryMarket.read(source) }
        return try read(source)
    }

    /// Reads the JSON form. Members may come in any order; unknown ones are ignored.
    static func read(_ source: ByteSource) throws(FileProblem) -> MarketFile {
        let stream = JSONStream(source)
        var rules = RulesReader()
        var currencies: [Currency]?
        var book = OfferBook()
        var seen: Set<String> = []
        try stream.object { name throws(FileProblem) in
            seen.insert(name)
            switch name {
            case "currencies": currencies = try readCurrencies(stream)
            case "collectors": try readCollectors(stream, into: &book)
            case "sell_offers": try readSellOffers(stream, into: &book)
            case "buy_offers": try readBuyOffers(stream, into: &book)
            default: if try !rules.read(name, stream) { try stream.skipValue() }
            }
        }
        try stream.end()
        for name in ["currencies", "collectors", "sell_offers", "buy_offers"] where !seen.contains(name) {
            throw FileProblem(file: source.name, field: name, message: "is missing")
        }
        return MarketFile(rules: try rules.rules(file: source.name), currencies: currencies ?? [], book: book)
    }

    /// [confirmed, locator, id, peg locator or null, peg id or null, rate or null]
    static func readCurrencies(_ stream: JSONStream) throws(FileProblem) -> [Currency] {
        var currencies: [Currency] = []
        try stream.array { _ throws(FileProblem) in
            var (isConfirmed, locator, id) = (false, "", Int64(0))
            var (pegLocator, pegID, rate): (String?, Int64?, Double?) = (nil, nil, nil)
            try stream.row(of: 6...6) { index throws(FileProblem) in
                switch index {
                case 0: isConfirmed = try stream.boolean()
                case 1: locator = try stream.string()
                case 2: id = try stream.integer()
                case 3: pegLocator = try stream.null() ? nil : try stream.string()
                case 4: pegID = try stream.null() ? nil : try stream.integer()
                default: rate = try stream.null() ? nil : try stream.double()
                }
            }
            var peg: Currency.Peg?
            if let pegLocator, let pegID, let rate {
                peg = Currency.Peg(locator: pegLocator, currency: CurrencyID(pegID), rate: rate)
            }
            currencies.append(Currency(isConfirmed: isConfirmed, locator: locator, id: CurrencyID(id), peg: peg))
        }
        return currencies
    }

    /// [collector id, debtor id]
    private static func readCollectors(_ stream: JSONStream, into book: inout OfferBook) throws(FileProblem) {
        try stream.array { _ throws(FileProblem) in
            var row = (collector: Int64(0), currency: Int64(0))
            try stream.row(of: 2...2) { index throws(FileProblem) in
                if index == 0 { row.collector = try stream.integer() } else { row.currency = try stream.integer() }
            }
            try checkRoom(book, stream)
            book.addCollector(CollectorID(row.collector), currency: CurrencyID(row.currency))
        }
    }

    /// [creditor, debtor, amount, collector]
    private static func readSellOffers(_ stream: JSONStream, into book: inout OfferBook) throws(FileProblem) {
        try stream.array { _ throws(FileProblem) in
            var row = (trader: Int64(0), currency: Int64(0), amount: Int64(0), collector: Int64(0))
            try stream.row(of: 4...4) { index throws(FileProblem) in
                switch index {
                case 0: row.trader = try stream.integer()
                case 1: row.currency = try stream.integer()
                case 2: row.amount = try amount(stream)
                default: row.collector = try stream.integer()
                }
            }
            try checkRoom(book, stream)
            book.addSellOffer(
                trader: TraderID(row.trader), currency: CurrencyID(row.currency), amount: row.amount,
                collector: CollectorID(row.collector))
        }
    }

    /// [creditor, debtor, amount]
    private static func readBuyOffers(_ stream: JSONStream, into book: inout OfferBook) throws(FileProblem) {
        try stream.array { _ throws(FileProblem) in
            var row = (trader: Int64(0), currency: Int64(0), amount: Int64(0))
            try stream.row(of: 3...3) { index throws(FileProblem) in
                switch index {
                case 0: row.trader = try stream.integer()
                case 1: row.currency = try stream.integer()
                default: row.amount = try amount(stream)
                }
            }
            try checkRoom(book, stream)
            book.addBuyOffer(trader: TraderID(row.trader), currency: CurrencyID(row.currency), amount: row.amount)
        }
    }

    private static func amount(_ stream: JSONStream) throws(FileProblem) -> Int64 {
        let amount = try stream.integer()
        if amount <= 0 { throw stream.problem("the amount of an offer must be greater than 0") }
        return amount
    }

    private static func checkRoom(_ book: borrowing OfferBook, _ stream: JSONStream) throws(FileProblem) {
        if book.isFull { throw stream.problem("more than \(OfferBook.maximumRowCount) offers and collectors") }
    }
}

/// The members that say what a turn fixes; market files and bid files share them.
struct RulesReader {
    private var baseLocator: String?
    private var baseCurrency: Int64?
    private var maxDistance: Int64?
    private var minTradeAmount: Int64?

    /// Reads the value if the member is one of these; false if it is another one.
    mutating func read(_ name: String, _ stream: JSONStream) throws(FileProblem) -> Bool {
        switch name {
        case "base_debtor_info_locator": baseLocator = try stream.string()
        case "base_debtor_id":
            baseCurrency = try stream.integer()
            if baseCurrency == 0 { throw stream.problem("must not be 0") }
        case "max_distance_to_base": maxDistance = try number(stream, in: 1...65535)
        case "min_trade_amount": minTradeAmount = try number(stream, in: 1...Int64.max)
        default: return false
        }
        return true
    }

    private func number(_ stream: JSONStream, in range: ClosedRange<Int64>) throws(FileProblem) -> Int64 {
        let number = try stream.integer()
        if !range.contains(number) {
            throw stream.problem("must be between \(range.lowerBound) and \(range.upperBound)")
        }
        return number
    }

    func rules(file: String) throws(FileProblem) -> MarketRules {
        func missing(_ field: String) -> FileProblem { FileProblem(file: file, field: field, message: "is missing") }
        guard let baseLocator else { throw missing("base_debtor_info_locator") }
        guard let baseCurrency else { throw missing("base_debtor_id") }
        guard let maxDistance else { throw missing("max_distance_to_base") }
        guard let minTradeAmount else { throw missing("min_trade_amount") }
        return MarketRules(
            baseLocator: baseLocator, baseCurrency: CurrencyID(baseCurrency), maxDistanceToBase: Int(maxDistance),
            minTradeAmount: minTradeAmount)
    }
}
