import NIOHTTP1
import Testing

@testable import NodeKit

@Suite("What the head of a request means for its connection")
struct RequestHeadTests {
    private func head(_ fields: [(String, String)], _ version: HTTPVersion = .http1_1) -> HTTPRequestHead {
        HTTPRequestHead(version: version, method: .GET, uri: "/", headers: HTTPHeaders(fields))
    }

    @Test(
        "HTTP/1.1 has exactly one Host, and it is one",
        arguments: [
            (["localhost"], nil), (["localhost:8080"], nil), (["[::1]:80"], nil), ([""], nil), (["a_b.example"], nil), (["h:"], nil),
            ([], .badRequest), (["a", "a"], .badRequest), (["a,b/c"], .badRequest), (["a b"], .badRequest), (["a:80x"], .badRequest),
            (["[::1"], .badRequest), (["user@host"], .badRequest), (["a:1:2"], .badRequest), (["\u{e9}"], .badRequest),
        ] as [([String], HTTPResponseStatus?)])
    func host(_ hosts: [String], _ refusal: HTTPResponseStatus?) {
        #expect(RequestHead.refusal(of: head(hosts.map { ("Host", $0) })) == refusal)
    }

    @Test("HTTP/1.0 may do without, but not have two; other versions are not spoken")
    func versions() {
        #expect(RequestHead.refusal(of: head([], .http1_0)) == nil)
        #expect(RequestHead.refusal(of: head([("Host", "a"), ("host", "a")], .http1_0)) == .badRequest)
        #expect(RequestHead.refusal(of: head([("Host", "a")], HTTPVersion(major: 2, minor: 0))) == .httpVersionNotSupported)
        #expect(RequestHead.refusal(of: head([("Host", "a")], HTTPVersion(major: 0, minor: 9))) == .httpVersionNotSupported)
    }

    @Test("a body has one way of saying how long it is")
    func framing() {
        func refusal(_ fields: [(String, String)], _ version: HTTPVersion = .http1_1) -> HTTPResponseStatus? {
            RequestHead.refusal(of: head([("Host", "a")] + fields, version))
        }
        #expect(refusal([("Content-Length", "5")]) == nil)
        #expect(refusal([("Transfer-Encoding", "Chunked")]) == nil)
        #expect(refusal([("Transfer-Encoding", "chunked"), ("Content-Length", "5")]) == .badRequest)
        #expect(refusal([("Transfer-Encoding", "chunked")], .http1_0) == .badRequest)
        #expect(refusal([("Transfer-Encoding", "gzip, chunked")]) == .notImplemented)
        #expect(refusal([("Transfer-Encoding", "chunked"), ("Transfer-Encoding", "chunked")]) == .notImplemented)
    }

    @Test("who wants the connection to stay")
    func persistence() {
        #expect(RequestHead.persists(head([])))
        #expect(!RequestHead.persists(head([("Connection", "x, Close")])))
        #expect(!RequestHead.persists(head([], .http1_0)))
        #expect(RequestHead.persists(head([("Connection", "Keep-Alive")], .http1_0)))
        #expect(!RequestHead.persists(head([("Connection", "keep-alive"), ("Connection", "close")], .http1_0)))
    }

    @Test("who waits for 100 Continue")
    func continuing() {
        #expect(RequestHead.awaitsContinue(head([("Expect", "100-Continue")])))
        #expect(!RequestHead.awaitsContinue(head([("Expect", "100-continue")], .http1_0)))
        #expect(!RequestHead.awaitsContinue(head([])))
    }

    @Test("the date is that of RFC 9110")
    func date() {
        #expect(HTTPDate.text(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
    }

    @Test("an address is one, and IPv6 is used where there is some")
    func addresses() {
        #expect(ListenAddress.effective("::", hasIPv6: true) == "::")
        #expect(ListenAddress.effective("::", hasIPv6: false) == "0.0.0.0")
        #expect(ListenAddress.effective("127.0.0.1", hasIPv6: false) == "127.0.0.1")
        #expect(ListenAddress.plain("::ffff:127.0.0.1") == "127.0.0.1")
        #expect(ListenAddress.plain("::ffff:1") == "::ffff:1")
        #expect(ValueType.address.parse("::1") == "::1" && ValueType.address.parse("localhost") == nil)
    }
}
