import Testing

@testable import WebFetch

@Suite struct WebTargetTests {
    @Test(arguments: [
        ("http://example.com", "http://example.com/", "http://example.com:80"),
        ("HTTPS://Example.COM:8443/a?b#c", "https://Example.COM:8443/a?b#c", "https://example.com:8443"),
        ("https://[::1]/", "https://[::1]/", "https://[::1]:443"),
        ("https://example.com/é ü?ß", "https://example.com/%c3%a9%20%c3%bc?%c3%9f", "https://example.com:443"),
    ])
    func `a URL becomes a target`(text: String, url: String, origin: String) throws {
        let target = try WebTarget(text, schemes: .httpAndHTTPS)
        #expect(target.url == url)
        #expect(target.origin == origin)
    }

    @Test(arguments: [
        "", "example.com/a", "/a", "http://", "mailto:a@b", "http://user@example.com/",
        "http://user:secret@example.com/",
        "http://exa mple.com/", "http://example.com:0x50/", "http://example.com:99999/", "http://example.com/\0", "http://a\r\nb/",
        "http://example.com/" + String(repeating: "x", count: 8000),
    ])
    func `what is no absolute URL without a user is refused`(text: String) {
        #expect(throws: WebError.invalidURL) { try WebTarget(text, schemes: .httpAndHTTPS) }
    }

    @Test(arguments: [
        ("ftp://example.com/", "example.com"), ("gopher://example.com/", "example.com"), ("x://example.com/", "example.com"),
        ("file:///etc/passwd", ""),
    ])
    func `other schemes are refused`(text: String, host: String) {
        #expect(throws: WebError.schemeRefused(host: host)) { try WebTarget(text, schemes: .httpAndHTTPS) }
    }

    @Test func `http is refused where only https is allowed`() throws {
        #expect(throws: WebError.schemeRefused(host: "example.com")) { try WebTarget("http://example.com/", schemes: .httpsOnly) }
        _ = try WebTarget("https://example.com/", schemes: .httpsOnly)
    }
}

@Suite struct WebHeadersTests {
    @Test func `names are compared without regard to case, and the first value is taken`() {
        var headers: WebHeaders = ["Content-Type": "a"]
        headers.append(name: "content-TYPE", value: "b")
        headers.append(name: "Content_Type", value: "c")
        #expect(headers["CONTENT-TYPE"] == "a")
        #expect(headers.all("content-type") == ["a", "b"])
        #expect(headers["Content"] == nil)
    }

    @Test(arguments: [
        ("Name:value", "Name", "value"), ("Name: \t a b \t", "Name", "a b"), ("Name:", "Name", ""), ("N::", "N", ":"),
    ])
    func `a line that a server sent is taken apart`(line: String, name: String, value: String) {
        #expect(WebHeaders.Field(line: Array(line.utf8)) == .init(name: name, value: value))
    }

    @Test(arguments: ["", ":", "no colon", ": value"])
    func `a line without a name is dropped`(line: String) {
        #expect(WebHeaders.Field(line: Array(line.utf8)) == nil)
    }

    @Test(arguments: [
        ("A", "b\r\nX: y"), ("A", "b\nX: y"), ("A", "\u{0}"), ("A", "\u{7f}"), ("A\r\nX", "b"), ("A B", "b"), ("", "b"), ("A:", "b"),
        ("Ä", "b"),
    ])
    func `a field that could be read as something else has no line`(name: String, value: String) {
        #expect(WebHeaders.Field(name: name, value: value).line == nil)
    }
}
