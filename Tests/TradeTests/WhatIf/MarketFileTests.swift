import CircularTrade
import Testing

@testable import Trade

@Suite("Market and bid files")
struct MarketFileTests {
    static let valid = """
        {"base_debtor_info_locator": "https://e.com/1", "base_debtor_id": 1, "max_distance_to_base": 10, "min_trade_amount": 1000,
         "currencies": [[true, "https://e.com/1", 1, null, null, null],
                        [true, "https://e.com/2", 2, "https://e.com/1", 1, 2.0]],
         "collectors": [[9, 1], [9, 2]],
         "sell_offers": [[101, 1, 5000, 9],
                         [102, 2, 9000, 9]],
         "buy_offers": [[101, 2, 20000], [102, 1, 30000]]}
        """

    static func source(_ text: String) -> ByteSource {
        ByteSource(name: "market.json", bytes: Array(text.utf8))
    }

    static func problem(_ text: String) -> String {
        do {
            _ = try MarketFile.read(source(text))
            return "no problem"
        } catch {
            return error.description
        }
    }

    @Test("a market is read, and members may come in any order, with others between them")
    func order() throws {
        let market = try MarketFile.read(Self.source(Self.valid))
        #expect(market.currencies.map(\.id.rawValue) == [1, 2])
        #expect(market.book.sellOfferCount == 2)
        #expect(market.book.buyOfferCount == 2)
        #expect(market.rules.minTradeAmount == 1000)
        let reordered = """
            {"name": "x", "note": {"a": [1, -2.5e3, "\\u00e9\\ud83d\\ude00", {}, []], "b": null},
            "buy_offers": [], "sell_offers": [], "collectors": [],
            "currencies": [[false, "l", -5, null, null, "NaN"]], "min_trade_amount": 1, "max_distance_to_base": 65535, "base_debtor_id": -1,
            "base_debtor_info_locator": ""}
            """
        #expect(try MarketFile.read(Self.source(reordered)).currencies.count == 1)
    }

    @Test(
        "a wrong file is refused with the line and the field at fault",
        arguments: [
            (
                "\"min_trade_amount\": 1000", "\"min_trade_amount\": 0",
                "line 1: min_trade_amount: must be between 1 and 9223372036854775807"
            ),
            ("\"base_debtor_id\": 1", "\"base_debtor_id\": 0", "line 1: base_debtor_id: must not be 0"),
            ("10, \"min", "70000, \"min", "line 1: max_distance_to_base: must be between 1 and 65535"),
            ("[102, 2, 9000, 9]", "[102, 2, 9000]", "line 6: sell_offers[1]: 3 elements; expected 4"),
            ("[102, 2, 9000, 9]", "[102, 2, 9000, 9, 9]", "line 6: sell_offers[1][4]: more than 4 elements"),
            ("[102, 2, 9000, 9]", "[102, 2, 0, 9]", "line 6: sell_offers[1][2]: the amount of an offer must be greater than 0"),
            ("[102, 2, 9000, 9]", "[102, \"2\", 9000, 9]", "line 6: sell_offers[1][1]: expected an integer"),
            ("[102, 2, 9000, 9]", "[102, 2.0, 9000, 9]", "line 6: sell_offers[1][1]: expected an integer"),
            ("[102, 2, 9000, 9]", "[102, 02, 9000, 9]", "line 6: sell_offers[1][1]: a number must not begin with 0"),
            ("[102, 2, 9000, 9]", "[102, 2, 9223372036854775808, 9]", "line 6: sell_offers[1][2]: does not fit into 64 bits"),
            ("[102, 1, 30000]]}", "[102, 1, 30000]}", "line 7: buy_offers[2]: expected ',' or ']'"),
            ("[102, 1, 30000]]}", "[102, 1, 30000]]", "line 7: the file ends too early"),
            ("[102, 1, 30000]]}", "[102, 1, 30000]]} x", "line 7: something follows the document"),
            ("\"collectors\"", "\"currencies\"", "line 4: currencies: comes twice"),
            ("\"collectors\"", "\"collectorz\"", "collectors: is missing"),
            ("\"https://e.com/2\", 2", "2, 2", "line 3: currencies[1][1]: expected a text"),
            ("1, 2.0]]", "1, \"two\"]]", "line 3: currencies[1][5]: expected a number, \"NaN\", \"Infinity\" or \"-Infinity\""),
            ("[[true, \"https://e.com/1\"", "[[1, \"https://e.com/1\"", "line 2: currencies[0][0]: expected true or false"),
        ])
    func refusals(_ part: String, _ replacement: String, _ expected: String) {
        let text = Self.valid.replacing(part, with: replacement, maxReplacements: 1)
        #expect(text != Self.valid)
        #expect(Self.problem(text) == "market.json: \(expected)")
    }

    @Test("whatever the bytes are, reading ends with a problem or with a market, and that is solved or refused")
    func fuzz() {
        let valid = Array(Self.valid.utf8)
        var draw = SplitMix64(seed: 5)
        for _ in 0..<3000 {
            var bytes = valid
            for _ in 0..<1 + draw.below(3) { bytes[Int(draw.below(UInt64(bytes.count)))] = UInt8(draw.below(256)) }
            if draw.below(3) == 0 { bytes.removeLast(Int(draw.below(UInt64(bytes.count)))) }
            if let market = try? MarketFile.read(ByteSource(name: "x", bytes: bytes)) { _ = try? solution(market) }
        }
    }

    @Test("nesting without end is refused, not followed")
    func nesting() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(Self.problem("{\"x\": \(deep)").hasSuffix("nested too deeply"))
    }

    @Test(
        "what never ends is refused at a bound, not collected",
        arguments: [
            ("{\"x\": \"", "a", "line 1: x: a text of more than 1048576 bytes"),
            ("{\"x\": \"", "\\u00e9", "line 1: x: a text of more than 1048576 bytes"),
            ("{\"", "a", "line 1: a text of more than 1000 bytes"),
            ("{\"x\": {\"", "a", "line 1: x: a text of more than 1000 bytes"),
            ("{\"base_debtor_id\": ", "0", "line 1: base_debtor_id: a number must not begin with 0"),
            ("{\"x\": ", "1", "line 1: x: a number of too many digits"),
        ])
    func endlessInput(start: String, part: String, expected: String) {
        // Twice as much as the longest text may have.
        let text = start + String(repeating: part, count: 1 << 21)
        #expect(Self.problem(text) == "market.json: \(expected)")
    }

    @Test("members of a market without end are refused at a bound")
    func endlessMembers() {
        let text = "{" + (0...1000).map { "\"\($0)\": 1, " }.joined()
        #expect(Self.problem(text) == "market.json: line 1: 1000: more than 1000 members")
    }

    @Test("texts and objects at the bounds are read, and what is skipped may have any number of members")
    func longInput() throws {
        let locator = String(repeating: "a", count: 1 << 20)
        let members = (0...100_000).map { "\"\($0)\": 1" }.joined(separator: ", ")
        let text = Self.valid.replacing("https://e.com/1", with: locator)
            .replacing("\"base_debtor_id\"", with: "\"\(String(repeating: "n", count: 1000))\": {\(members)}, \"base_debtor_id\"")
        let market = try MarketFile.read(Self.source(text))
        #expect(market.rules.baseLocator == locator)
        #expect(market.currencies[1].peg?.locator == locator)
    }

    @Test("names from the file cannot break or disguise the line that is printed for people")
    func hostileNames() {
        #expect(
            Self.problem("{\"a\\nb\\u001b[31m\\u202e\u{e9}\": tru}")
                == "market.json: line 1: a\\nb\\u{1B}[31m\\u{202E}\\u{00E9}: expected a value")
        let long = String(repeating: "x", count: 999)
        #expect(Self.problem("{\"\(long)\": [}") == "market.json: line 1: \(long.prefix(60))…[0]: expected a value")
    }

    private func random(collectors: UInt64 = 3) -> RandomMarket {
        var parameters = RandomMarket.Parameters()
        (parameters.seed, parameters.percentConfirmed, parameters.maxCollectors) = (11, 80, collectors)
        return RandomMarket(parameters)
    }

    private func solution(_ market: MarketFile) throws -> [[Int64]] {
        let tree = try CurrencyTree(rules: market.rules, currencies: market.currencies)
        let solution = try MarketSolver.solve(market.book, tree: tree)
        return [solution.takings, solution.givings].flatMap { list in
            list.map { [$0.trader.rawValue, $0.currency.rawValue, $0.amount, $0.collector.rawValue] }
        }
    }

    @Test("a generated market reads back the same from JSON and from the binary form")
    func roundTrip() throws {
        let market = random()
        let (json, binary) = (TextOutput(descriptor: nil), TextOutput(descriptor: nil))
        MarketWriter.writeJSON(market, to: json)
        MarketWriter.writeBinary(market, to: binary)
        #expect(binary.bytes.count * 2 < json.bytes.count)
        let fromJSON = try MarketFile.read(ByteSource(name: "json", bytes: json.bytes))
        let fromBinary = try BinaryMarket.read(ByteSource(name: "binary", bytes: binary.bytes))
        #expect(fromJSON.rules == market.rules)
        #expect(fromBinary.rules == market.rules)
        for file in [fromJSON, fromBinary] {
            #expect(file.currencies.map(\.peg?.rate) == market.currencies.map(\.peg?.rate))
            #expect(file.currencies.map(\.isConfirmed) == market.currencies.map(\.isConfirmed))
        }
        let trades = try solution(fromJSON)
        #expect(!trades.isEmpty)
        #expect(try solution(fromBinary) == trades)
    }

    @Test("a binary market that was cut or changed is refused, or is another market, which is solved or refused; it never crashes")
    func brokenBinary() throws {
        let output = TextOutput(descriptor: nil)
        MarketWriter.writeBinary(random(), to: output)
        let bytes = output.bytes
        for length in stride(from: BinaryMarket.magic.count, to: bytes.count, by: 37) {
            #expect(throws: FileProblem.self) {
                try BinaryMarket.read(ByteSource(name: "cut", bytes: Array(bytes.prefix(length))))
            }
        }
        var draw = SplitMix64(seed: 3)
        for _ in 0..<1000 {
            var changed = bytes
            let place = BinaryMarket.magic.count + Int(draw.below(UInt64(bytes.count - BinaryMarket.magic.count)))
            changed[place] = UInt8(draw.below(256))
            if let market = try? BinaryMarket.read(ByteSource(name: "changed", bytes: changed)) { _ = try? solution(market) }
        }
    }
}
