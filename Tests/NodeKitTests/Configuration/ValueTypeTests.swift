import SMPProtocol
import Testing

@testable import NodeKit

@Suite("Types of variables")
struct ValueTypeTests {
    @Test(
        "integers",
        arguments: [
            ("7", 7), (" -7 ", -7), ("+7", 7), ("1_000", 1000), ("007", 7), ("7.0", nil), ("", nil), ("_7", nil), ("7_", nil),
            ("1__0", nil), ("0x7", nil), ("9223372036854775808", nil), ("1001", nil), ("-8", nil),
        ] as [(String, Int?)])
    func integers(_ text: String, _ value: Int?) {
        #expect(ValueType<Int>.integer(in: -7...1000).parse(text) == value)
    }

    @Test(
        "numbers",
        arguments: [
            ("7", 7), (" 2.5 ", 2.5), ("1e-5", 1e-5), (".5", 0.5), ("5.", 5), ("", nil), ("nan", nil), ("inf", nil), ("1e999", nil),
            ("0x1p3", nil), ("1,5", nil), ("7.1", nil), ("-1e-9", nil),
        ] as [(String, Double?)])
    func numbers(_ text: String, _ value: Double?) {
        #expect(ValueType<Double>.number(in: 0...7).parse(text) == value)
    }

    @Test(
        "flags: only four texts are false",
        arguments: [
            ("false", false), ("OFF", false), ("No", false), ("", false), ("0", true), ("true", true), ("nein", true), (" no", true),
        ])
    func flags(_ text: String, _ value: Bool) {
        #expect(ValueType.flag.parse(text) == value)
    }

    @Test(
        "periods",
        arguments: [
            ("60", 60), ("10m", 600), ("1.5h", 5400), ("1d ", 86400), ("2w", 1_209_600), ("1e2s", 100), ("0", 0), ("-1s", nil), ("", nil),
            ("m", nil), ("1 m", nil), ("1y", nil), ("2.1w", nil),
        ] as [(String, Int64?)])
    func periods(_ text: String, _ seconds: Int64?) {
        #expect(ValueType<Duration>.period(in: .zero ... .days(14)).parse(text) == seconds.map { .seconds($0) })
    }

    @Test(
        "IDs",
        arguments: [
            ("0x0000010100000000", 0x101_0000_0000), ("18446744073709551615", -1), ("0x8000000000000000", Int64.min), ("-5", -5), ("+5", 5),
            (" 7 ", 7),
            ("0o17", 15), ("0b11", 3), ("1_0", 10), ("0", 0), ("007", nil), ("", nil), ("1.5", nil), ("0x", nil),
            ("18446744073709551616", nil),
            ("-9223372036854775809", nil), ("abc", nil),
        ] as [(String, Int64?)])
    func ids(_ text: String, _ value: Int64?) {
        #expect(ValueType<CreditorID>.id.parse(text)?.rawValue == value)
    }

    @Test(
        "binding keys, with the limit of the node",
        arguments: [
            ("#", 20, true), ("0.1.#", 20, true), ("0.1.#", 1, false), ("", 20, false), ("0.1", 20, false), ("2.#", 20, false),
            (" #", 20, false),
        ])
    func bindingKeys(_ text: String, _ bits: Int, _ isRight: Bool) {
        #expect((ValueType.bindingKey(maximumBits: bits).parse(text) != nil) == isRight)
    }

    @Test("regular expressions: empty means the default, a broken one is wrong")
    func patterns() throws {
        let empty = try #require(ValueType.pattern.parse(""))
        #expect(empty == nil)
        #expect(ValueType.pattern.parse("(") == nil)
        let parsed = try #require(ValueType.pattern.parse("^a([0-9]+)$"))
        let pattern = try #require(parsed)
        #expect(pattern.match("a12") == "12")
        #expect(pattern.match("a12\n") == nil)
        #expect(pattern.match("xa12") == nil)
    }

    @Test("a pattern without anchors is matched from the start")
    func unanchored() throws {
        let pattern = try #require(SubjectPattern(pattern: "admin"))
        #expect(pattern.match("administrator") == "")
        #expect(pattern.match("the admin") == nil)
    }

    @Test(
        "durations become numbers, and numbers durations, without overflow",
        arguments: [
            (0.5, 500_000), (-0.5, -500_000), (1e300, 86_400_000_000_000_000), (-1e300, -86_400_000_000_000_000),
            (.infinity, 86_400_000_000_000_000),
            (.nan, 0), (86_400e6, 86_400_000_000_000_000), (1e-7, 0), (6e-7, 1),
        ] as [(Double, Int64)])
    func bounded(_ seconds: Double, _ microseconds: Int64) {
        #expect(Duration(bounded: seconds).inMicroseconds == microseconds)
    }

    @Test("days and hours")
    func units() {
        #expect(Duration.days(1.5) == .seconds(129_600))
        #expect(Duration.hours(1e300) == .longestSetting)
        #expect(Duration.days(-2).inMicroseconds == -172_800_000_000)
    }

    @Test(
        "options of the pool must be a JSON object",
        arguments: ["", "[]", "5", "{", "{\"pool_size\": \"x\"}", "{\"pool_size\": -1}", "{\"pool_timeout\": -1}"])
    func wrongPoolOptions(_ text: String) {
        #expect(PoolOptions(json: text) == nil)
    }

    @Test("no limit of connections is our own default")
    func unlimitedPool() {
        #expect(PoolOptions(json: "{\"pool_size\": 0, \"echo\": true, \"pool_recycle\": -1}") == PoolOptions())
    }
}
