import Glibc
import SMPProtocol
import TestSupport
import Testing

@testable import Trade

@Suite("Hostile servers (TW 10.6, 30.8)", .timeLimit(.minutes(10)))
struct HostileServerTests {
    /// What becomes of a request for `path`.
    private func fetch(
        _ path: String = "/", timeoutSeconds: Double = 30, maxBytes: Int = 50_000, _ handler: @escaping DocumentServer.Handler
    ) async throws -> (outcome: FetchOutcome, asked: [String]) {
        let server = try DocumentServer(handler)
        defer { server.close() }
        let outcome = await server.fetcher(timeoutSeconds: timeoutSeconds, maxBytes: maxBytes).fetch(server.url(path))
        return (outcome, server.asked)
    }

    @Test("a good document is read, also after one redirect, and also without a Content-Length")
    func good() async throws {
        let document = LocatedCoinInfo.sample("https://example.com/", peg: ("https://example.com/101", 101))
        let result = try await fetch("/here") { request, connection in
            if request.target == "/here" { return try connection.respond("302 Found", headers: ["Location: /there"]) }
            try connection.write("HTTP/1.1 200 OK\r\nContent-Type: \(DocumentServer.mediaType)\r\n\r\n\(document.document)")
            throw LocalConnection.Ended()
        }
        #expect(result.outcome == .document(document) && result.asked == ["/here", "/there"])
    }

    @Test("a body of 50 MB is cut off", arguments: [true, false])
    func hugeBody(isAnnounced: Bool) async throws {
        let written = Mailbox<Int>()
        let result = try await fetch { _, connection in
            let length = isAnnounced ? "Content-Length: 50000000\r\n" : ""
            try connection.write("HTTP/1.1 200 OK\r\nContent-Type: \(DocumentServer.mediaType)\r\n\(length)\r\n{\"x\":\"")
            for _ in 0..<5000 {
                try connection.write([UInt8](repeating: UInt8(ascii: "x"), count: 10_000))
                written.append(10_000)
            }
        }
        #expect(result.outcome == .failure(errorCode: nil))
        #expect(written.all.count < 2000, "the rest was not wanted")
    }

    @Test("a document of the longest allowed length is read, one byte more is not")
    func longestBody() async throws {
        let document = LocatedCoinInfo.sample("https://example.com/")
        let length = document.document.utf8.count
        for (limit, expected) in [(length, FetchOutcome.document(document)), (length - 1, .failure(errorCode: nil))] {
            let result = try await fetch(maxBytes: limit) { try $1.respond(document: document.document) }
            #expect(result.outcome == expected)
        }
    }

    @Test("a server that sends a byte now and then runs into the time limit, in the headers and in the body", arguments: [true, false])
    func slowBytes(isInBody: Bool) async throws {
        let result = try await fetch(timeoutSeconds: 0.5) { _, connection in
            try connection.write("HTTP/1.1 200 OK\r\n")
            if isInBody { try connection.write("Content-Type: \(DocumentServer.mediaType)\r\nContent-Length: 100000\r\n\r\n") }
            while true {
                try connection.write("x")
                usleep(20_000)
            }
        }
        #expect(result.outcome == .failure(errorCode: nil))
    }

    @Test("redirects end with the second one")
    func redirects() async throws {
        let result = try await fetch("/0") { request, connection in
            let next = Int(request.target.dropFirst())! + 1
            try connection.respond("307 Temporary Redirect", headers: ["Location: /\(next)"])
        }
        #expect(result.outcome == .failure(errorCode: nil) && result.asked == ["/0", "/1"])
    }

    @Test("a redirect to another scheme, or to no URL, is final; nobody is asked there")
    func schemes() async throws {
        let plain = try HTTPServer { _, connection in try connection.respond() }
        defer { plain.server.close() }
        for target in [
            plain.url(), "http://localhost:\(plain.server.port)/", "ftp://example.com/", "file:///etc/passwd", "https://!q:2222hub.io/",
        ] {
            let result = try await fetch { _, connection in try connection.respond("301 Moved", headers: ["Location: \(target)"]) }
            #expect(result.outcome == .permanentFailure, "\(target)")
        }
        #expect(plain.server.acceptedCount == 0)
    }

    @Test("private addresses are not connected to, neither directly nor by a redirect: v4, v6, mapped, and names for them")
    func privateAddresses() async throws {
        let secret = try LocalServer(address: "127.0.0.2", certificate: .localhost) { _ in }
        defer { secret.close() }
        let (port, other) = (secret.port, try LocalServer(certificate: .localhost) { _ in })
        defer { other.close() }
        let targets =
            ["127.0.0.2", "[::ffff:127.0.0.2]", "[::ffff:7f00:2]", "2130706434", "0x7f.2"].map { "https://\($0):\(port)/" } + [
                "https://127.0.0.1:\(other.port)/", "https://localhost:\(other.port)/", "https://[::1]:\(other.port)/",
                "https://10.0.0.1/", "https://192.168.0.1/", "https://169.254.169.254/", "https://[fd00::1]/", "https://[fe80::1]/",
                "https://[::ffff:10.0.0.1]/", "https://0.0.0.0:\(other.port)/", "https://[::]:\(other.port)/",
            ]
        let redirecting = try DocumentServer { request, connection in
            try connection.respond("302 Found", headers: ["Location: \(targets[Int(request.target.dropFirst())!])"])
        }
        defer { redirecting.close() }
        let fetcher = redirecting.fetcher(timeoutSeconds: 2)
        for (index, target) in targets.enumerated() {
            #expect(await fetcher.fetch(target) == .failure(errorCode: nil), "\(target)")
            #expect(await fetcher.fetch(redirecting.url("/\(index)")) == .failure(errorCode: nil), "redirected to \(target)")
        }
        #expect(secret.acceptedCount == 0 && other.acceptedCount == 0)
    }

    @Test(
        "statuses: 410 is final, all others may change, and are remembered",
        arguments: [(204, 204), (304, 304), (400, 400), (404, 404), (410, nil), (429, 429), (500, 500), (503, 503), (599, 599)]
            as [(Int, Int16?)])
    func statuses(status: Int, code: Int16?) async throws {
        let result = try await fetch { _, connection in try connection.write("HTTP/1.1 \(status) X\r\nContent-Length: 0\r\n\r\n") }
        #expect(result.outcome == (code.map { .failure(errorCode: $0) } ?? .permanentFailure))
    }

    @Test(
        "what is no document may become one",
        arguments: [
            ("text/html", "<p>"), ("application/json", "{}"), (DocumentServer.mediaType, ""), (DocumentServer.mediaType, "{"),
            (DocumentServer.mediaType, "{}"), (DocumentServer.mediaType, "\u{0}"),
            (DocumentServer.mediaType, String(repeating: "[", count: 40_000)),
            (DocumentServer.mediaType, String(repeating: #"{"a":"#, count: 8_000)),
            (
                DocumentServer.mediaType,
                #"{"type":"CoinInfo","latestDebtorInfo":{"uri":"https://\u0000"},"#
                    + #""debtorIdentity":{"type":"DebtorIdentity","uri":"swpt:1"}}"#
            ),
            (
                DocumentServer.mediaType,
                #"{"type":"CoinInfo","latestDebtorInfo":{"uri":"https://\ud800"},"#
                    + #""debtorIdentity":{"type":"DebtorIdentity","uri":"swpt:1"}}"#
            ),
        ])
    func noDocuments(mediaType: String, body: String) async throws {
        let result = try await fetch { try $1.respond(document: body, mediaType: mediaType) }
        #expect(result.outcome == .failure(errorCode: nil))
    }

    @Test(
        "what is no https URL is final, and no server is asked",
        arguments: [
            "http://127.0.0.1/", "swpt:1", "HTTPS://127.0.0.1/", "invalid://", "https://!q:2222hub.io/", "", "https://", "https://a b/",
            "https://user:password@127.0.0.1/", "https://127.0.0.1:99999/", "file:///etc/passwd",
        ])
    func badURLs(url: String) async throws {
        let server = try DocumentServer { try $1.respond() }
        defer { server.close() }
        #expect(await server.fetcher().fetch(url) == .permanentFailure)
        #expect(server.asked.isEmpty)
    }

    @Test("a name that nobody knows, a server without TLS, with another's certificate, or with none at all: later, perhaps")
    func unreachable() async throws {
        let server = try DocumentServer { try $1.respond() }
        defer { server.close() }
        let plain = try LocalServer { connection in
            _ = try connection.readSome()
            try connection.write("HTTP/1.1 400 Bad Request\r\n\r\n")
        }
        let fetcher = DocumentFetcher(.init(timeoutSeconds: 5), addresses: .any)
        for url in ["https://unresolvable.invalid/", "https://127.0.0.1:\(plain.port)/", server.url("/")] {
            #expect(await fetcher.fetch(url) == .failure(errorCode: nil), "\(url)")
        }
        plain.close()
        #expect(await fetcher.fetch("https://127.0.0.1:\(plain.port)/") == .failure(errorCode: nil))
        #expect(server.asked.isEmpty)
    }
}
