import SMPProtocol
import TestSupport
import Testing

@Suite("JSON values: written forms and coercions")
struct JSONValueVectorTests {
    private static let vectors = VectorFile.load("json")

    @Test("doubles are written as the shortest text", arguments: vectors["float_json"].list)
    func writeDouble(vector: JSONValue) throws {
        let value = try #require(Double(vector["value_text"].text))
        #expect(FloatText.text(value) == vector["json"].text)
        #expect(Self.written { $0.value(value) } == vector["json"].text)
    }

    @Test("single-precision numbers are written as the shortest text of the single", arguments: vectors["float4_json"].list)
    func writeSingle(vector: JSONValue) {
        let value = Float(vector["stored_double"].real)
        #expect(Double(value) == vector["stored_double"].real)
        #expect(FloatText.text(value) == vector["json"].text)
        #expect(Self.written { $0.value(value) } == vector["json"].text)
    }

    @Test("strings escape only what must be escaped", arguments: vectors["string_json"].list)
    func writeString(vector: JSONValue) throws {
        var text = ""
        for codePoint in vector["codepoints"].list {
            text.unicodeScalars.append(try #require(Unicode.Scalar(UInt32(codePoint.int64))))
        }
        #expect(Self.written { $0.value(text) } == vector["json"].text)
        #expect(try JSONValue(json: vector["json"].text.bytes, limits: .document(maximumBytes: 1000)) == .string(text))
    }

    @Test("moments are written in UTC, with six digits or none", arguments: vectors["timestamp_emit"].list)
    func writeTimestamp(vector: JSONValue) {
        let moment = Timestamp(microseconds: vector["unix_microseconds"].int64)
        #expect(Self.written { $0.value(moment) } == "\"\(vector["json"].text)\"")
        #expect(Timestamp(iso8601: vector["json"].text) == moment)
    }

    @Test("integers", arguments: vectors["coerce_integer"].list)
    func integer(vector: JSONValue) {
        let read: Int64? = Self.coerced(vector) { value throws(FieldProblem) in try value.integer() }
        #expect(read == (vector.isError ? nil : vector["result"].int64))
    }

    @Test("floats that must not be negative", arguments: vectors["coerce_float"].list)
    func float(vector: JSONValue) {
        let read: Double? = Self.coerced(vector) { value throws(FieldProblem) in
            let double = try value.double()
            if double < 0 { throw .below(0) }
            return double
        }
        #expect(read?.bitPattern == (vector.isError ? nil : vector["result"].real.bitPattern))
    }

    @Test("date-times", arguments: vectors["coerce_datetime"].list)
    func dateTime(vector: JSONValue) {
        let read: Timestamp? = Self.coerced(vector) { value throws(FieldProblem) in try value.timestamp() }
        guard !vector.isError else {
            #expect(read == nil)
            return
        }
        // Without an offset it is UTC.
        let expected =
            vector.optional("utc_microseconds").map { Timestamp(microseconds: $0.int64) }
            ?? Timestamp(iso8601: vector["result"].text + "Z")
        #expect(read == expected)
    }

    @Test("dates", arguments: vectors["coerce_date"].list)
    func date(vector: JSONValue) {
        let message =
            #"{"type":"AccountPurge","debtor_id":1,"creditor_id":2,"creation_date":\#(vector["json"].text),"#
            + #""ts":"2022-01-01T00:00:00Z"}"#
        let read = try? AccountPurge(json: message.bytes)
        #expect(read?.creationDate == (vector.isError ? nil : CalendarDate(iso8601: vector["result"].text)))
    }

    @Test(
        "moments at the borders of the calendar are clamped, not refused",
        arguments: [
            ("9999-12-31T23:59:59-01:00", Timestamp.latest), ("0001-01-01T00:00:00+01:00", .earliest),
            ("9999-12-31T23:59:59.999999-23:59", .latest), ("0001-01-01 00:00+23:59", .earliest),
        ])
    func borders(text: String, expected: Timestamp) {
        #expect(Timestamp(iso8601: text) == expected)
    }

    @Test(
        "booleans",
        arguments: [
            ("true", true), ("1", true), ("1.0", true), ("10e-1", true), ("\"t\"", true), ("\"YES\"", true), ("\"1\"", true),
            ("false", false), ("0", false), ("-0.0", false), ("0e9", false), ("\"off\"", false), ("\"N\"", false),
            ("2", nil), ("\"tRUE\"", nil), ("\"\"", nil), ("\" 1\"", nil), ("[]", nil), ("{}", nil), ("null", nil), ("0.5", nil),
        ] as [(String, Bool?)])
    func boolean(json: String, expected: Bool?) {
        let vector: JSONValue = ["json": .string(json)]
        let read: Bool? = Self.coerced(vector) { value throws(FieldProblem) in try value.boolean() }
        #expect(read == expected)
    }

    @Test("the errors of coercions have the texts of the Web APIs")
    func messages() {
        func problem(_ json: String, _ conversion: (JSONValue) throws(FieldProblem) -> Void) -> String? {
            do throws(FieldProblem) {
                try conversion(Self.parse(json))
                return nil
            } catch {
                return error.description
            }
        }
        #expect(
            problem("5") { v throws(FieldProblem) in _ = try v.integer(in: 0...4) }
                == "Must be greater than or equal to 0 and less than or equal to 4.")
        #expect(problem("Infinity") { v throws(FieldProblem) in _ = try v.integer() } == "Number too large.")
        #expect(
            problem("1e400") { v throws(FieldProblem) in _ = try v.double() }
                == "Special numeric values (nan or infinity) are not permitted.")
        #expect(problem("1e39") { v throws(FieldProblem) in _ = try v.single() } == "Number too large.")
        #expect(problem("null") { v throws(FieldProblem) in _ = try v.text() } == "Field may not be null.")
        #expect(
            problem("\"abc\"") { v throws(FieldProblem) in _ = try v.text(lengths: 0...2) } == "Longer than maximum length 2.")
        #expect(
            problem("\"\"") { v throws(FieldProblem) in _ = try v.text(lengths: 1...40) } == "Length must be between 1 and 40.")
        #expect(problem(#""\ud800""#) { v throws(FieldProblem) in _ = try v.text() } == "Not a valid string.")
        #expect(problem(#""\u0000""#) { v throws(FieldProblem) in _ = try v.text() } == "Not a valid string.")
        #expect(problem("[]") { v throws(FieldProblem) in _ = try v.object() } == "Invalid input type.")
    }

    // MARK: Reading and writing

    private static func parse(_ json: String) -> JSONValue {
        var limits = JSONLimits.document(maximumBytes: 10_000)
        limits.acceptsSpecialNumbers = true
        do { return try JSONValue(json: json.bytes, limits: limits) } catch { fatalError("\(json): \(error)") }
    }

    private static func coerced<Value>(_ vector: JSONValue, _ conversion: (JSONValue) throws(FieldProblem) -> Value) -> Value? {
        try? conversion(parse(vector["json"].text))
    }

    private static func written(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        write(&writer)
        return String(decoding: writer.finish(), as: UTF8.self)
    }
}
