import CircularTrade

/// Bids as they come from a file: the inputs of TS 14.2.
struct BidFile {
    /// A bid, and what is carried through unchanged (TS 6.2).
    struct Row {
        let bid: Bid
        let creationDate: String
        let lastTransferNumber: Int64
    }

    let rules: MarketRules
    let currencies: [Currency]
    let batches: [[Row]]
    /// Currencies to be removed from those to be confirmed, at the end.
    let removals: [CurrencyID]?

    static func read(path: String) throws(FileProblem) -> BidFile {
        try read(try ByteSource(path: path))
    }

    /// Members may come in any order; unknown ones, such as the expected results, are ignored.
    static func read(_ source: ByteSource) throws(FileProblem) -> BidFile {
        let stream = JSONStream(source)
        var rules = RulesReader()
        var currencies: [Currency]?
        var batches: [[Row]]?
        var removals: [CurrencyID]?
        try stream.object { name throws(FileProblem) in
            switch name {
            case "currencies": currencies = try MarketFile.readCurrencies(stream)
            case "batches": batches = try readBatches(stream)
            case "removals":
                var list: [CurrencyID] = []
                try stream.array { _ throws(FileProblem) in list.append(CurrencyID(try stream.integer())) }
                removals = list
            default: if try !rules.read(name, stream) { try stream.skipValue() }
            }
        }
        try stream.end()
        let checked = try rules.rules(file: source.name)
        guard let currencies else { throw FileProblem(file: source.name, field: "currencies", message: "is missing") }
        guard let batches else { throw FileProblem(file: source.name, field: "batches", message: "is missing") }
        return BidFile(rules: checked, currencies: currencies, batches: batches, removals: removals)
    }

    private static func readBatches(_ stream: JSONStream) throws(FileProblem) -> [[Row]] {
        var batches: [[Row]] = []
        try stream.array { _ throws(FileProblem) in
            var rows: [Row] = []
            try stream.array { _ throws(FileProblem) in rows.append(try readRow(stream)) }
            batches.append(rows)
        }
        return batches
    }

    /// [creditor, debtor, amount, peg debtor or null, rate or null, optional creation date, optional last transfer number]
    private static func readRow(_ stream: JSONStream) throws(FileProblem) -> Row {
        var (trader, currency, amount) = (Int64(0), Int64(0), Int64(0))
        var (peg, rate): (Int64?, Double?) = (nil, nil)
        var (date, number) = ("1970-01-01", Int64(0))
        try stream.row(of: 5...7) { index throws(FileProblem) in
            switch index {
            case 0: trader = try stream.integer()
            case 1: currency = try stream.integer()
            case 2: amount = try stream.integer()
            case 3: peg = try stream.null() ? nil : try stream.integer()
            case 4: rate = try stream.null() ? nil : try stream.double()
            case 5:
                date = try stream.string()
                if !isDate(date) { throw stream.problem("expected a date such as 2026-01-31") }
            default: number = try stream.integer()
            }
        }
        let bid = Bid(
            trader: TraderID(trader), currency: CurrencyID(currency), amount: amount, peg: peg.map { CurrencyID($0) }, rate: rate)
        return Row(bid: bid, creationDate: date, lastTransferNumber: number)
    }

    /// Whether a text is an ISO date of the Gregorian calendar.
    private static func isDate(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return false }
        func number(_ range: Range<Int>) -> Int? {
            bytes[range].allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                ? bytes[range].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } : nil
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return year > 0 && (1...12).contains(month) && (1...lengths[month - 1]).contains(day)
    }
}
