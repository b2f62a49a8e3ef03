import SMPProtocol
import TestSupport
import Testing

/// Properties of numbers and moments over random values with fixed seeds.
@Suite("Numbers and moments, random")
struct NumberPropertyTests {
    private static func read(_ text: String) throws -> Double {
        try JSONValue(json: text.bytes, limits: .document(maximumBytes: 10_000)).double()
    }

    @Test(
        "every double reads back from its text, which has the reference's form and no digit too many",
        arguments: [1, 2, 3] as [UInt64])
    func doubles(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<6000 {
            let value = Self.double(&generator)
            let text = FloatText.text(value)
            try #require(try Self.read(text).bitPattern == value.bitPattern, "seed \(seed): \(value.bitPattern) -> \(text)")
            var writer = JSONWriter()
            writer.value(value)
            try #require(writer.finish() == text.bytes, "seed \(seed): \(value)")
            try #require(Self.digits(text) == Self.digits(value.description), "seed \(seed): \(value) -> \(text)")
            let isScientific = text.contains("e")
            let isInRange = value == 0 || (1e-4..<1e16).contains(value.magnitude)
            try #require(isScientific != isInRange && (isScientific || text.contains(".")), "seed \(seed): \(text)")
        }
    }

    @Test("every single reads back from its text", arguments: [4, 5] as [UInt64])
    func singles(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<6000 {
            let value = Float(bitPattern: UInt32(truncatingIfNeeded: generator.next()))
            guard value.isFinite else { continue }
            let text = FloatText.text(value)
            try #require(Float(text)?.bitPattern == value.bitPattern, "seed \(seed): \(value) -> \(text)")
            try #require(Self.digits(text) == Self.digits(value.description), "seed \(seed): \(value) -> \(text)")
            guard value >= 0 else { continue }
            let config = ConfigureAccount(
                debtorID: 1, creditorID: 2, negligibleAmount: value, configData: "", configFlags: 0, seqnum: 0, ts: .epoch)
            try #require(try ConfigureAccount(json: config.encoded()) == config, "seed \(seed): \(text)")
        }
    }

    @Test("decimal texts are rounded like the standard library's", arguments: [6, 7] as [UInt64])
    func decimals(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<6000 {
            var text = Bool.random(using: &generator) ? "-" : ""
            text += String(UInt64.random(in: 0...UInt64.max, using: &generator) >> UInt64.random(in: 0...63, using: &generator))
            if Bool.random(using: &generator) {
                text += "."
                for _ in 0..<Int.random(in: 1...25, using: &generator) {
                    text += String(Int.random(in: 0...9, using: &generator))
                }
            }
            if Bool.random(using: &generator) { text += "e\(Int.random(in: -340...300, using: &generator))" }
            let expected = try #require(Double(text))
            guard expected.isFinite else { continue }
            try #require(try Self.read(text).bitPattern == expected.bitPattern, "seed \(seed): \(text)")
        }
    }

    /// Decimal texts that naive readers round wrongly, with the right bits.
    @Test(
        "hard decimal texts",
        arguments: [
            ("9007199254740993", 0x4340_0000_0000_0000), ("9007199254740993.0000000000000000001", 0x4340_0000_0000_0001),
            ("9007199254740995", 0x4340_0000_0000_0002), ("2.2250738585072011e-308", 0x000f_ffff_ffff_ffff),
            ("2.2250738585072012e-308", 0x0010_0000_0000_0000), ("4.9e-324", 1), ("2.4703282292062327e-324", 0),
            ("2.4703282292062328e-324", 1), ("1.7976931348623157e308", 0x7fef_ffff_ffff_ffff), ("8.41e21", 0x447c_7e83_209e_90b2),
            ("0.000000000000000000000000000000000000000000000000000000000000000000e99999", 0), ("1e-99999", 0),
            ("123e-2", 0x3ff3_ae14_7ae1_47ae),
            ("6929495644600919.5", 0x4338_9e56_ee5e_7a58), ("3.518437208883201171875e13", 0x42c0_0000_0000_0002),
        ] as [(String, UInt64)])
    func hardDecimals(text: String, bits: UInt64) throws {
        #expect(try Self.read(text).bitPattern == bits)
    }

    @Test("a text between two singles is rounded once, not twice")
    func doubleRounding() throws {
        // 1 + 2^-24 is half-way between two singles; a little more must round up although the double is exactly half-way.
        for (digits, expected) in [
            ("1.00000005960464477540", Float(1).nextUp), ("1.000000059604644775390625", 1), ("1.0000000596046447753", 1),
        ] {
            let json =
                #"{"type":"ConfigureAccount","debtor_id":1,"creditor_id":2,"negligible_amount":\#(digits),"#
                + #""config_data":"","config_flags":0,"seqnum":0,"ts":"2022-01-01T00:00:00Z"}"#
            #expect(try ConfigureAccount(json: json.bytes).negligibleAmount == expected)
        }
    }

    @Test("every writable moment reads back from its text", arguments: [8, 9] as [UInt64])
    func moments(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<5000 {
            var moment = Timestamp(
                rawValue: Int64.random(in: Timestamp.earliest.rawValue...Timestamp.latest.rawValue, using: &generator))
            if Bool.random(using: &generator) { moment = Timestamp(rawValue: moment.rawValue - moment.rawValue % 1_000_000) }
            try #require(Timestamp(iso8601: moment.iso8601) == moment, "seed \(seed): \(moment)")
            try #require(CalendarDate(iso8601: moment.date.iso8601) == moment.date, "seed \(seed): \(moment)")
            try #require(
                moment.date.startOfDay <= moment && moment < moment.date.startOfDay.adding(days: 1), "seed \(seed): \(moment)")
        }
    }

    /// Any bits, small decimals, and integers, in equal shares.
    private static func double(_ generator: inout SplitMix64) -> Double {
        switch Int.random(in: 0..<4, using: &generator) {
        case 0:
            return Double(Int64.random(in: -1_000_000_000...1_000_000_000, using: &generator)) / [1, 10, 100, 1000, 1e4, 1e5]
                .randomElement(using: &generator)!
        case 1: return Double(Int64(bitPattern: generator.next()) >> Int64.random(in: 0...62, using: &generator))
        default:
            let value = Double(bitPattern: generator.next())
            return value.isFinite ? value : 0
        }
    }

    /// The significant digits of a decimal text.
    private static func digits(_ text: String) -> String {
        let mantissa = text.prefix { $0 != "e" }.filter(\.isNumber)
        return String(String(mantissa.drop { $0 == "0" }).reversed().drop { $0 == "0" }.reversed())
    }
}
