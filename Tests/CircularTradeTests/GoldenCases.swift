import CircularTrade
import Foundation
import Testing

/// The golden cases of TS 14, read from the fixtures with Foundation: independently of the product's own reader.
enum GoldenCases {
    static let markets: [MarketCase] = load("solver-cases").map(MarketCase.init(fields:))
    static let bids: [BidCase] = load("bid-cases").map(BidCase.init(fields:))

    private static func load(_ name: String) -> [Fields] {
        guard let url = Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Fixtures"),
            let data = try? Data(contentsOf: url), let document = try? JSONDecoder().decode(Document.self, from: data)
        else { fatalError("the fixture \(name).json cannot be read") }
        return document.cases
    }

    typealias Fields = [String: JSONTree]

    private struct Document: Decodable {
        let cases: [Fields]
    }

    /// Any JSON value. (Foundation's dictionaries of anything cannot be shared between tasks, and round numbers.)
    enum JSONTree: Decodable, Sendable {
        case null
        case boolean(Bool)
        case integer(Int64)
        case number(Double)
        case text(String)
        case list([JSONTree])
        case object([String: JSONTree])

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if value.decodeNil() {
                self = .null
            } else if let boolean = try? value.decode(Bool.self) {
                self = .boolean(boolean)
            } else if let integer = try? value.decode(Int64.self) {
                self = .integer(integer)
            } else if let number = try? value.decode(Double.self) {
                self = .number(number)
            } else if let text = try? value.decode(String.self) {
                self = .text(text)
            } else if let list = try? value.decode([JSONTree].self) {
                self = .list(list)
            } else {
                self = .object(try value.decode([String: JSONTree].self))
            }
        }

        var boolean: Bool? { if case .boolean(let boolean) = self { boolean } else { nil } }
        var integer: Int64? { if case .integer(let integer) = self { integer } else { nil } }
        var text: String? { if case .text(let text) = self { text } else { nil } }
        var list: [JSONTree]? { if case .list(let list) = self { list } else { nil } }
        var object: Fields? { if case .object(let object) = self { object } else { nil } }
        var integers: [Int64]? { list?.compactMap(\.integer) }
        var rows: [[Int64]]? { list?.compactMap(\.integers) }

        /// A number, or a text that stands for one that JSON does not have.
        var number: Double? {
            switch self {
            case .number(let number): number
            case .integer(let integer): Double(integer)
            case .text("NaN"): .nan
            case .text("Infinity"): .infinity
            case .text("-Infinity"): -.infinity
            default: nil
            }
        }
    }

    static func currency(_ row: JSONTree) -> Currency {
        let row = row.list!
        var peg: Currency.Peg?
        if let locator = row[3].text, let id = row[4].integer, let rate = row[5].number {
            peg = Currency.Peg(locator: locator, currency: CurrencyID(id), rate: rate)
        }
        return Currency(isConfirmed: row[0].boolean!, locator: row[1].text!, id: CurrencyID(row[2].integer!), peg: peg)
    }

    static func rules(_ input: Fields) -> MarketRules {
        MarketRules(
            baseLocator: input["base_debtor_info_locator"]!.text!,
            baseCurrency: CurrencyID(input["base_debtor_id"]!.integer!),
            maxDistanceToBase: Int(input["max_distance_to_base"]!.integer!),
            minTradeAmount: input["min_trade_amount"]!.integer!)
    }

    static func prices(_ value: JSONTree?) -> [(id: Int64, price: Double)] {
        (value?.list ?? []).map { ($0.list![0].integer!, $0.list![1].number!) }
    }
}

/// A case of `solver-cases.json` (TS 14.1).
struct MarketCase: CustomTestStringConvertible, Sendable {
    let fields: GoldenCases.Fields
    private var input: GoldenCases.Fields { fields["input"]!.object! }

    var name: String { fields["name"]!.text! }
    var testDescription: String { name }
    var error: String? { fields["error"]?.text }
    var mayDeviate: Bool { fields["permitted_deviation"] != nil }
    var prices: [(id: Int64, price: Double)] { GoldenCases.prices(fields["prices"]) }
    var takings: [[Int64]]? { fields["takings"]?.rows }
    var givings: [[Int64]]? { fields["givings"]?.rows }
    var collectorTransfers: [[Int64]]? { fields["collector_transfers"]?.rows }
    var optimumValue: Double? { fields["optimum_value"]?.number }
    var clearedValue: Double { fields["totals"]?.object?["cleared_value"]?.number ?? 0 }

    func flag(_ name: String) -> Bool { fields[name]?.boolean ?? false }

    /// What the market was drawn with, if it was drawn (MG 1).
    var generator: RandomMarket.Parameters? {
        guard let fields = fields["generator"]?.object else { return nil }
        var parameters = RandomMarket.Parameters()
        for (name, parameter) in Self.parameters {
            if let number = fields[name]?.integer { parameters[keyPath: parameter] = UInt64(number) }
        }
        if let skew = fields["skew"] { parameters.isSkewed = skew.boolean ?? (skew.integer != 0) }
        return parameters
    }

    private static var parameters: [(String, WritableKeyPath<RandomMarket.Parameters, UInt64>)] {
        [
            ("seed", \.seed), ("n_currencies", \.currencyCount), ("n_traders", \.traderCount), ("pct_confirmed", \.percentConfirmed),
            ("exps", \.exponents), ("max_sells", \.maxSells), ("max_buys", \.maxBuys), ("locality", \.locality),
            ("pct_local", \.percentLocal), ("max_collectors", \.maxCollectors),
        ]
    }

    /// TS 14.1: when amounts may be compared.
    var hasUniqueAmounts: Bool {
        flag("amounts_unique") && flag("optimum_unique") && flag("reference_is_optimum") && !mayDeviate
    }

    var market: SampleMarket {
        SampleMarket(
            rules: GoldenCases.rules(input),
            currencies: input["currencies"]!.list!.map(GoldenCases.currency),
            collectors: input["collectors"]!.rows!.map { (CollectorID($0[0]), CurrencyID($0[1])) },
            sells: input["sell_offers"]!.rows!.map {
                SampleMarket.Sell(
                    trader: TraderID($0[0]), currency: CurrencyID($0[1]), amount: $0[2], collector: CollectorID($0[3]))
            },
            buys: input["buy_offers"]!.rows!.map {
                SampleMarket.Buy(trader: TraderID($0[0]), currency: CurrencyID($0[1]), amount: $0[2])
            })
    }
}

/// A case of `bid-cases.json` (TS 14.2).
struct BidCase: CustomTestStringConvertible, Sendable {
    let fields: GoldenCases.Fields

    var name: String { fields["name"]!.text! }
    var testDescription: String { name }
    var error: String? { fields["error"]?.text }
    var rules: MarketRules { GoldenCases.rules(fields) }
    var currencies: [Currency] { fields["currencies"]!.list!.map(GoldenCases.currency) }
    var prices: [(id: Int64, price: Double)] { GoldenCases.prices(fields["prices"]) }
    var toBeConfirmed: [Int64] { fields["to_be_confirmed"]!.integers! }
    var removals: [Int64]? { fields["removals"]?.integers }
    var toBeConfirmedAfterRemovals: [Int64]? { fields["to_be_confirmed_after_removals"]?.integers }

    var batches: [[Bid]] {
        fields["batches"]!.list!.map { batch in
            batch.list!.map { row in
                let row = row.list!
                return Bid(
                    trader: TraderID(row[0].integer!), currency: CurrencyID(row[1].integer!), amount: row[2].integer!,
                    peg: row[3].integer.map { CurrencyID($0) }, rate: row[4].number)
            }
        }
    }

    /// Per batch [creditor, debtor, amount], sorted.
    var candidates: [[[Int64]]] {
        fields["candidate_offers"]!.list!.map { batch in batch.list!.map { $0.list!.prefix(3).map { $0.integer! } } }
    }
}
