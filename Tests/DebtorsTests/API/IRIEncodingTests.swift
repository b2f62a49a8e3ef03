import Testing

@testable import Debtors

@Suite("IRIs in Location headers (DA-API 6.17)")
struct IRIEncodingTests {
    @Test(
        "unsafe characters are encoded, everything else is passed as it is",
        arguments: [
            ("https://example.com/a?b=c#d", "https://example.com/a?b=c#d"),
            ("https://пример.example/é ж", "https://xn--e1afmkfd.example/%C3%A9%20%D0%B6"),
            ("https://BÜCHER.example:8443/", "https://xn--bcher-kva.example:8443/"),
            ("relative/path", "relative/path"),
            ("/absolute", "/absolute"),
            ("//example.com/x", "//example.com/x"),
            ("http://example.com/%41 b", "http://example.com/%41%20b"),
            ("urn:a:b", "urn:a:b"),
            ("https://[::1]:80/<\">", "https://[::1]:80/%3C%22%3E"),
            ("https://ü@example.com/", "https://%C3%BC@example.com/"),
            ("javascript:alert(1)", "javascript:alert(1)"),
            ("?", "?"),
            ("\t", "%09"),
            ("https://", "https://"),
        ])
    func encoding(iri: String, uri: String) {
        #expect(IRIEncoding.location(of: iri) == uri)
    }

    @Test("what would break a header is no location", arguments: ["", "a\nb", "a\rb", "a\u{0}", "https://x/\r\nSet-Cookie: y"])
    func impossible(iri: String) {
        #expect(IRIEncoding.location(of: iri) == nil)
    }

    // RFC 3492, section 7.1 (lower-case).
    @Test(
        "Punycode",
        arguments: [
            ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"), ("3年b組金八先生", "3b-ww4c5e180e575a65lsy2b"),
            ("ハローワールド", "gdkl8fhk1fb"),
            ("bücher", "bcher-kva"),
            ("пример", "e1afmkfd"),
            ("ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn"),
        ])
    func punycode(label: String, code: String) {
        #expect(Punycode.encode(label) == code)
    }

    @Test("a label of a thousand characters is left alone")
    func longLabel() {
        #expect(Punycode.encode(String(repeating: "ж", count: 1000)) == nil)
    }
}
