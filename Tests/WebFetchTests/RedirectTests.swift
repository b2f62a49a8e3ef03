import TestSupport
import Testing

@testable import WebFetch

@Suite(.timeLimit(.minutes(1))) struct RedirectTests {
    /// Each path /n redirects to /n-1, /0 answers.
    private func countdown() throws -> HTTPServer {
        try HTTPServer { request, connection in
            let number = Int(request.target.dropFirst())!
            if number == 0 {
                try connection.respond("200 OK", headers: ["X-Last: yes"], "end")
            } else {
                try connection.respond("302 Found", headers: ["Location: /\(number - 1)", "X-Hop: \(number)"], "not the body")
            }
        }
    }

    @Test(arguments: [1, 3])
    func `as many redirects as allowed are followed`(count: Int) async throws {
        let server = try countdown()
        let limits = WebLimits(redirects: count)
        let response = try await WebClient(configuration: .local).send(WebRequest(url: server.url("/\(count)"), limits: limits))
        #expect(response.status == 200)
        #expect(response.body == Array("end".utf8))
        #expect(response.effectiveURL == server.url("/0"))
        #expect(response.headers["x-last"] == "yes" && response.headers["x-hop"] == nil)
        await #expect(throws: WebError.tooManyRedirects(limit: count)) {
            try await WebClient(configuration: .local).send(WebRequest(url: server.url("/\(count + 1)"), limits: limits))
        }
    }

    @Test func `without redirects in the limits a redirect is the response`() async throws {
        let server = try countdown()
        let response = try await WebClient(configuration: .local).send(WebRequest(url: server.url("/5")))
        #expect(response.status == 302)
        #expect(response.headers["location"] == "/4")
    }

    @Test(arguments: [302, 303, 307, 308])
    func `a POST is never repeated elsewhere`(status: Int) async throws {
        let server = try HTTPServer { _, connection in try connection.respond("\(status) X", headers: ["Location: /other"]) }
        let request = WebRequest(method: .post, url: server.url(), body: Array("token=secret".utf8), limits: WebLimits(redirects: 5))
        #expect(try await WebClient(configuration: .local).send(request).status == status)
        #expect(server.received.all.count == 1)
    }

    @Test(arguments: ["ftp://127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1:1/"])
    func `a redirect to another scheme is refused`(location: String) async throws {
        let server = try HTTPServer { _, connection in try connection.respond("302 X", headers: ["Location: \(location)"]) }
        let error = await #expect(throws: WebError.self) {
            try await WebClient(configuration: .local).send(WebRequest(url: server.url(), limits: WebLimits(redirects: 5)))
        }
        guard case .schemeRefused = error else {
            Issue.record("unexpected: \(String(describing: error))")
            return
        }
    }

    @Test func `a redirect from https to http is refused`() async throws {
        let plain = try HTTPServer { _, connection in try connection.respond() }
        let server = try HTTPServer(certificate: .localhost) { _, connection in
            try connection.respond("302 X", headers: ["Location: \(plain.url())"])
        }
        var configuration = WebClientConfiguration.local
        configuration.verifiesCertificates = false
        await #expect(throws: WebError.schemeRefused(host: "127.0.0.1")) {
            try await WebClient(configuration: configuration).send(
                WebRequest(url: server.url(), limits: WebLimits(redirects: 5), schemes: .httpsOnly))
        }
        #expect(plain.server.acceptedCount == 0)
    }

    @Test func `a redirect to a URL with a password is refused`() async throws {
        let server = try HTTPServer { _, connection in
            try connection.respond("302 X", headers: ["Location: http://user:pass@127.0.0.1:1/"])
        }
        await #expect(throws: WebError.invalidURL) {
            try await WebClient(configuration: .local).send(WebRequest(url: server.url(), limits: WebLimits(redirects: 5)))
        }
    }

    @Test func `the body of a redirect, however long, is no obstacle`() async throws {
        let server = try HTTPServer { request, connection in
            if request.target == "/end" { return try connection.respond("200 OK", "end") }
            try connection.write("HTTP/1.1 302 X\r\nLocation: end\r\n\r\n")
            while true { try connection.write([UInt8](repeating: 0, count: 10_000)) }
        }
        let response = try await WebClient(configuration: .local).send(
            WebRequest(url: server.url("/start"), limits: WebLimits(bodyBytes: 3, redirects: 1)))
        #expect(response.body == Array("end".utf8) && response.effectiveURL == server.url("/end"))
    }

    @Test func `a redirect waits for a place at its own host, and takes none at the first`() async throws {
        let gate = Gate()
        let target = try HTTPServer(address: "127.0.0.2") { _, connection in
            gate.wait()
            try connection.respond("200 OK", "target")
        }
        let server = try HTTPServer { request, connection in
            if request.target == "/away" {
                try connection.respond("302 X", headers: ["Location: \(target.url())"])
            } else {
                try connection.respond("200 OK", "here")
            }
        }
        var configuration = WebClientConfiguration.local
        configuration.connectionsPerHost = 1
        let client = WebClient(configuration: configuration)
        let limits = WebLimits(redirects: 1, totalSeconds: 50, waitSeconds: 50)
        let away = (0..<3).map { _ in Task { try await client.send(WebRequest(url: server.url("/away"), limits: limits)).body } }
        try await until { gate.waiting == 1 && server.received.all.count == 3 }
        #expect(try await client.send(WebRequest(url: server.url("/"), limits: limits)).body == Array("here".utf8))
        gate.open()
        for task in away { #expect(try await task.value == Array("target".utf8)) }
        #expect(gate.maximum == 1)
    }

    @Test func `an Authorization header does not follow to another host`() async throws {
        let target = try HTTPServer(address: "127.0.0.2") { _, connection in try connection.respond() }
        let server = try HTTPServer { _, connection in try connection.respond("302 X", headers: ["Location: \(target.url())"]) }
        _ = try await WebClient(configuration: .local).send(
            WebRequest(
                url: server.url(), headers: ["Authorization": "Bearer secret", "cookie": "a=b", "X-Other": "1"],
                limits: WebLimits(redirects: 1)))
        #expect(server.received.all.first?.header("authorization") == "Bearer secret")
        #expect(target.received.all.count == 1)
        #expect(target.received.all.first?.header("authorization") == nil && target.received.all.first?.header("cookie") == nil)
        #expect(target.received.all.first?.header("x-other") == "1")
    }
}

@Suite(.timeLimit(.minutes(1))) struct RefusedAddressTests {
    private var strict: WebClientConfiguration {
        WebClientConfiguration()
    }

    @Test(arguments: [
        "127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0x7f000001", "2130706433", "0177.0.0.1", "127.1", "0.0.0.0",
    ])
    func `loopback is refused, however it is written`(host: String) async throws {
        let server = try HTTPServer { _, connection in try connection.respond() }
        let error = await #expect(throws: WebError.self) {
            try await WebClient(configuration: strict).send(WebRequest(url: server.url(host: host)))
        }
        guard case .addressRefused = error else {
            Issue.record("unexpected: \(String(describing: error))")
            return
        }
        #expect(server.server.acceptedCount == 0)
    }

    @Test func `each redirect is checked again`() async throws {
        let inner = try HTTPServer(address: "127.0.0.2") { _, connection in try connection.respond("200 OK", "secret") }
        let outer = try HTTPServer { _, connection in try connection.respond("302 X", headers: ["Location: \(inner.url())"]) }
        let configuration = WebClientConfiguration(addresses: AddressPolicy { $0 == .v4([127, 0, 0, 1]) })
        await #expect(throws: WebError.addressRefused(host: "127.0.0.2")) {
            try await WebClient(configuration: configuration).send(WebRequest(url: outer.url(), limits: WebLimits(redirects: 3)))
        }
        #expect(outer.received.all.count == 1)
        #expect(inner.server.acceptedCount == 0)
    }

    @Test func `what the operator has named is allowed, and nothing beside it`() async throws {
        let server = try HTTPServer { _, connection in try connection.respond() }
        let other = try HTTPServer { _, connection in try connection.respond() }
        let exception = try #require(AddressPolicy.Exception(url: server.url("/path", host: "localhost")))
        let client = WebClient(configuration: WebClientConfiguration(addresses: .publicOnly(except: [exception])))
        #expect(try await client.send(WebRequest(url: server.url(host: "localhost"))).status == 200)
        for url in [server.url(), other.url(host: "localhost"), server.url(host: "[::1]")] {
            await #expect(throws: WebError.self, "\(url)") { try await client.send(WebRequest(url: url)) }
        }
        #expect(server.received.all.count == 1 && other.server.acceptedCount == 0)
    }

    @Test func `where every address is allowed loopback is a host like others`() async throws {
        let server = try HTTPServer { _, connection in try connection.respond() }
        #expect(try await WebClient(configuration: .local).send(WebRequest(url: server.url(host: "localhost"))).status == 200)
    }
}
