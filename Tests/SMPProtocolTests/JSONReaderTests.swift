import SMPProtocol
import TestSupport
import Testing

@Suite("The JSON reader")
struct JSONReaderTests {
    private static let limits = JSONLimits(maximumBytes: 100_000, maximumDepth: 5, maximumNumberLength: 30)

    private static func reason(_ json: [UInt8], _ limits: JSONLimits = limits) -> JSONSyntaxError.Reason? {
        do throws(JSONSyntaxError) {
            _ = try JSONValue(json: json, limits: limits)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test(
        "what is no JSON is refused with its reason",
        arguments: [
            ("", .unexpectedEnd), (" ", .unexpectedEnd), ("{", .unexpectedEnd), ("[1", .unexpectedEnd), ("\"a", .unexpectedEnd),
            ("\"\\", .unexpectedEnd), ("[1,]", .unexpectedByte), ("{\"a\":1,}", .unexpectedByte), ("{a:1}", .unexpectedByte),
            ("{'a':1}", .unexpectedByte), ("{\"a\" 1}", .unexpectedByte), ("{\"a\":}", .unexpectedByte),
            ("[,1]", .unexpectedByte),
            ("{,}", .unexpectedByte), ("[}", .unexpectedByte), ("{]", .unexpectedByte), ("[1}", .unexpectedByte),
            ("{\"a\":1]", .unexpectedByte),
            ("/*c*/1", .unexpectedByte), ("tru", .unexpectedByte), ("nul", .unexpectedByte), ("True", .unexpectedByte),
            ("NaN", .unexpectedByte),
            ("01", .invalidNumber), ("-", .invalidNumber), ("+1", .unexpectedByte), (".5", .unexpectedByte),
            ("1.", .invalidNumber),
            ("1e", .invalidNumber), ("1e+", .invalidNumber), ("-Infinity", .invalidNumber), ("00", .invalidNumber),
            ("-01", .invalidNumber),
            ("1 2", .trailingBytes), ("{}x", .trailingBytes), ("1a", .trailingBytes), ("\"a\"b", .trailingBytes),
            ("[]]", .trailingBytes),
            ("\u{feff}1", .byteOrderMark), ("\"\n\"", .controlCharacter), ("\"a\u{0}\"", .controlCharacter),
            ("\"12345678\t\"", .controlCharacter),
            ("\"\\x\"", .invalidEscape), ("\"\\u12\"", .invalidEscape), ("\"\\u12g4\"", .invalidEscape),
            ("\"\\U0041\"", .invalidEscape),
            ("[[[[[[1]]]]]]", .tooDeep), (String(repeating: "[", count: 90_000), .tooDeep),
            (String(repeating: "{\"a\":", count: 9000), .tooDeep),
            (String(repeating: "1", count: 31), .numberTooLong), (String(repeating: " ", count: 100_001), .tooLong),
            ("\u{a0}1", .unexpectedByte), ("1\u{0b}", .trailingBytes),
        ] as [(String, JSONSyntaxError.Reason)])
    func malformed(json: String, reason: JSONSyntaxError.Reason) {
        #expect(Self.reason(json.bytes) == reason)
    }

    @Test(
        "bytes that are no UTF-8 are refused",
        arguments: [
            [0x80], [0xc0, 0xaf], [0xc1, 0xbf], [0xe0, 0x80, 0xaf], [0xe0, 0x9f, 0xbf], [0xed, 0xa0, 0x80], [0xed, 0xbf, 0xbf],
            [0xf0, 0x80, 0x80, 0xaf], [0xf0, 0x8f, 0xbf, 0xbf], [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xff],
            [0xfe], [0xc3],
            [0xe2, 0x82], [0xf0, 0x9f, 0x98], [0xc3, 0x28], [0xe2, 0x28, 0xa1], [0xe2, 0x82, 0x28], [0xf0, 0x9f, 0x98, 0x28],
            [0xe9],
        ] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) {
        for padding in [0, 3, 7, 8, 20] {
            let before = [UInt8](repeating: UInt8(ascii: "a"), count: padding)
            #expect(Self.reason([0x22] + before + bytes + [0x22]) == .invalidUTF8)
            #expect(Self.reason([0x22] + before + bytes) == .invalidUTF8)
        }
    }

    @Test("every well-formed kind of UTF-8 sequence is taken as it is")
    func validUTF8() throws {
        let text = "\u{80}\u{7ff}\u{800}\u{d7ff}\u{e000}\u{ffff}\u{10000}\u{3ffff}\u{100000}\u{10ffff}é€😀\u{7f}"
        #expect(try JSONValue(json: "\"\(text)\"".bytes, limits: Self.limits) == .string(text))
    }

    @Test("escapes are decoded, pairs of surrogates joined")
    func escapes() throws {
        let json = #""\"\\\/\b\f\n\r\tA\u00e9\u20AC\ud83d\ude00\u0000x""#
        #expect(try JSONValue(json: json.bytes, limits: Self.limits) == .string("\"\\/\u{8}\u{c}\n\r\tAé€😀\u{0}x"))
    }

    @Test(
        "half of a surrogate pair is noticed and does not hurt",
        arguments: [#"\ud800"#, #"\udc00"#, #"\ud800\ud800"#, #"\udc00\ud800"#, #"\ud800A"#, #"\ud800\u0041"#])
    func halfPair(escape: String) throws {
        let value = try JSONValue(json: "[\"\(escape)\"]".bytes, limits: Self.limits)
        guard case .brokenString(let text) = value.list[0] else {
            Issue.record("\(value)")
            return
        }
        #expect(text.unicodeScalars.contains("\u{fffd}"))
        #expect(!value.isStorable)
        #expect(try JSONValue(json: value.encoded(), limits: Self.limits) == .array([.string(text)]))
    }

    @Test("of a repeated member the last one counts, also among many and when it is written with escapes")
    func repeatedMember() throws {
        let many = (0..<40).map { #""m\#($0)":\#($0)"# }.joined(separator: ",")
        for json in [#"{"a":1,"b":2,"\u0061":3}"#, #"{"a":1,\#(many),"b":2,"a":3,"m7":7}"#] {
            let value = try JSONValue(json: json.bytes, limits: Self.limits)
            #expect(value["a"].int64 == 3)
            #expect(value["b"].int64 == 2)
            #expect(Set(value.members.map(\.name)).count == value.members.count)
        }
    }

    @Test("names are compared by code points")
    func canonicallyEquivalentNames() throws {
        let value = try JSONValue(json: "{\"\u{e9}\":1,\"e\u{301}\":2}".bytes, limits: Self.limits)
        #expect(value.members.count == 2)
        #expect(JSONValue.string("\u{e9}") != .string("e\u{301}"))
    }

    @Test("numbers keep their text and are equal by value")
    func numbers() throws {
        let json = "[123456789012345678901234567890,-0,1.50,1E2,9007199254740993,-9223372036854775808]"
        let value = try JSONValue(json: json.bytes, limits: Self.limits)
        #expect(
            String(decoding: value.encoded(), as: UTF8.self)
                == "[123456789012345678901234567890,0,1.5,100.0,9007199254740993,-9223372036854775808]")
        #expect(value.list[4].int64 == 9_007_199_254_740_993)
        #expect(1 as JSONValue == JSONValue(1.0))
        #expect(9_007_199_254_740_993 as JSONValue != JSONValue(9_007_199_254_740_992.0))
        #expect(0 as JSONValue == JSONValue(-0.0))
        #expect(1 as JSONValue != JSONValue(1.5))
        #expect(JSONValue(Int64.max) != JSONValue(0x1p63))
    }

    @Test("a number too large for a double is noticed and survives")
    func tooLargeNumber() throws {
        let value = try JSONValue(json: "[1e400]".bytes, limits: Self.limits)
        #expect(!value.hasOnlyFiniteNumbers)
        #expect(value.encoded() == "[1e400]".bytes)
    }

    @Test("objects are equal whatever the order of their members is")
    func order() throws {
        let a = try JSONValue(json: #"{"a":[1,{"x":null}],"b":true}"#.bytes, limits: Self.limits)
        let b = try JSONValue(json: #"{ "b" : true , "a" : [ 1.0 , { "x" : null } ] }"#.bytes, limits: Self.limits)
        #expect(a == b)
        #expect(a.encoded() == #"{"a":[1,{"x":null}],"b":true}"#.bytes)
    }

    @Test("members can be changed and removed, also when there are many")
    func mutation() {
        var object = JSONObject()
        for index in 0..<30 { object["m\(index)"] = JSONValue(Int64(index)) }
        object["m3"] = nil
        object["m4"] = .null
        object["m29"] = .bool(true)
        object["none"] = nil
        #expect(object.count == 29)
        #expect(
            object["m3"] as JSONValue? == nil && object["m4"] == .null && object["m29"] == .bool(true)
                && object["m28"] == 28 as JSONValue)
        for index in 0..<28 { object["m\(index)"] = nil }
        #expect(object.members.map(\.name) == ["m28", "m29"])
    }

    @Test("the writer puts commas where they belong")
    func writer() {
        var writer = JSONWriter(capacity: 1)
        writer.beginArray()
        writer.value(1)
        writer.beginObject()
        writer.endObject()
        writer.beginObject()
        writer.member("a", "x\ny")
        writer.key(text: "b\"")
        writer.beginArray()
        writer.null()
        writer.value(true)
        writer.endArray()
        writer.member("c", nil as String?)
        writer.member("d", Int64.min)
        writer.endObject()
        writer.value("z")
        writer.endArray()
        #expect(writer.finish() == #"[1,{},{"a":"x\ny","b\"":[null,true],"c":null,"d":-9223372036854775808},"z"]"#.bytes)
        writer.value(false)
        #expect(writer.finish() == "false".bytes)
    }
}
