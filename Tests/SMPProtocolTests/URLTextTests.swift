import Testing

@testable import SMPProtocol

@Suite("texts of URLs") struct URLTextTests {
    @Test(
        "escapes are decoded, a plus only where it means a blank",
        arguments: [
            ("", "", ""), ("a+b", "a+b", "a b"), ("%41%c3%A9%2f", "Aé/", "Aé/"), ("%2B+", "++", "+ "), ("é", "é", "é"), ("%00", "\0", "\0"),
        ])
    func decoding(text: String, plain: String, form: String) throws {
        #expect(try PercentEncoding.decode(text[...]) == plain)
        #expect(try PercentEncoding.decode(text[...], plusIsSpace: true) == form)
    }

    @Test("what is no encoding is told apart from what is no text", arguments: ["%", "%4", "%zz", "a%4", "%%41", "%+1"])
    func malformed(text: String) {
        #expect(throws: PercentEncoding.Problem.malformedEscape) { try PercentEncoding.decode(text[...]) }
        #expect(throws: PercentEncoding.Problem.notUTF8) { try PercentEncoding.decode("%ff") }
    }

    @Test("every text is the same after encoding and decoding")
    func roundTrip() throws {
        let all = String(String.UnicodeScalarView((0...0x2ff).compactMap(Unicode.Scalar.init))) + "%2f+€😀"
        let encoded = PercentEncoding.encode(all)
        #expect(encoded.utf8.allSatisfy { "%-._~".utf8.contains($0) || UInt8(ascii: "0")...UInt8(ascii: "z") ~= $0 })
        #expect(try PercentEncoding.decode(encoded[...], plusIsSpace: true) == all)
        #expect(PercentEncoding.encode("a/ b?", keeping: Set("/?".utf8)) == "a/%20b?")
    }

    @Test("pairs are taken apart at the first equals sign")
    func pairs() {
        let pairs = PercentEncoding.pairs(of: "a=1&&b&c==x&=y")
        #expect(pairs.map(\.name) == ["a", "b", "c", ""])
        #expect(pairs.map(\.value) == ["1", nil, "=x", "y"])
        #expect(PercentEncoding.pairs(of: "").isEmpty)
    }

    @Test("digits, bytes and numbers")
    func hexadecimal() {
        let all = (UInt8.min ... .max).map(\.self)
        #expect(Hexadecimal.bytes(of: Hexadecimal.text(of: all, .lower)) == all)
        #expect(Hexadecimal.bytes(of: Hexadecimal.text(of: all, .upper)) == all)
        #expect(Hexadecimal.text(of: [0x0a, 0xf0], .upper) == "0AF0" && Hexadecimal.text(of: [0x0a, 0xf0], .lower) == "0af0")
        #expect(["0", "0g", "-1", " 0", "é"].allSatisfy { Hexadecimal.bytes(of: $0) == nil })
        #expect(Hexadecimal.number(of: "Ff".utf8) == 255 && Hexadecimal.number(of: "ffffffffffffffff".utf8) == .max)
        #expect(["", "00000000000000000", "+1"].allSatisfy { Hexadecimal.number(of: $0.utf8) == nil })
        #expect(Hexadecimal.text(of: UInt64(0xab)) == "00000000000000ab")
    }

    @Test(
        "a URL is taken apart",
        arguments: [
            ("A+b://", "a+b", nil, nil, "", nil, ""),
            ("x://u:p@h:1/a/b?c=d", "x", "u", "p", "h:1", "a/b", "c=d"),
            ("x://u:p@q@h#f", "x", "u", "p@q", "h", nil, ""),
            ("x://u@/", "x", "u", nil, "", "", ""),
            ("x://:@h?/@", "x", "", "", "h", nil, "/@"),
        ] as [(String, String, String?, String?, String, String?, String)])
    func parts(text: String, scheme: String, user: String?, password: String?, address: String, path: String?, query: String) throws {
        let url = try #require(ServerURL(text))
        #expect(url.scheme == scheme && url.address == address && url.query == query)
        #expect(url.user.map(String.init) == user && url.password.map(String.init) == password && url.path.map(String.init) == path)
        #expect(ServerURL("x:/h") == nil)
    }

    @Test("passwords with slashes and hashes, as databases have them")
    func postgresStyle() throws {
        let url = try #require(ServerURL("x://u:p/w#@h/db#1", style: .postgres))
        #expect(url.user == "u" && url.password == "p/w#" && url.address == "h" && url.path == "db#1")
    }

    @Test(
        "hosts and ports",
        arguments: [
            ("h", "h", nil, false), ("h:", "h", "", false), ("h:80", "h", "80", false), ("[::1]", "::1", nil, true),
            ("[::1]:8", "::1", "8", true),
            ("", "", nil, false), ("[]", "", nil, true), (":1", "", "1", false),
        ] as [(String, String, String?, Bool)])
    func hostAndPort(text: String, host: String, port: String?, isBracketed: Bool) throws {
        let parts = try #require(HostAndPort(text[...]))
        #expect(parts.host == host && parts.portText.map(String.init) == port && parts.isBracketed == isBracketed)
    }

    @Test("what is neither host nor port", arguments: ["::1", "a:b:1", "[::1", "[::1]x", "[::1]:1:2"])
    func noHost(text: String) {
        #expect(HostAndPort(text[...]) == nil)
    }

    @Test("ports are decimal numbers from 1 to 65535")
    func ports() {
        #expect(HostAndPort.port("1") == 1 && HostAndPort.port("0065535") == 65535)
        #expect(["", "0", "65536", "+1", "-1", " 1", "x", "18446744073709551617"].allSatisfy { HostAndPort.port($0[...]) == nil })
    }
}
