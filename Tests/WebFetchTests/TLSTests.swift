import Foundation
import TestSupport
import Testing

@testable import WebFetch

@Suite(.timeLimit(.minutes(1))) struct TLSTests {
    private func server(address: String = "127.0.0.1") throws -> HTTPServer {
        try HTTPServer(address: address, certificate: .localhost) { _, connection in try connection.respond("200 OK", "safe") }
    }

    private func trusting<R>(_ body: (WebClient) async throws -> R) async throws -> R {
        let file = FileManager.default.temporaryDirectory.appending(path: "ca-\(UUID()).pem")
        try Data(TestCertificate.localhost.certificate.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        var configuration = WebClientConfiguration.local
        configuration.caBundlePath = file.path
        return try await body(WebClient(configuration: configuration))
    }

    @Test(arguments: ["127.0.0.1", "localhost"])
    func `a certificate that the bundle names is accepted`(host: String) async throws {
        let server = try server()
        let response = try await trusting { try await $0.send(WebRequest(url: server.url(host: host), schemes: .httpsOnly)) }
        #expect(response.body == Array("safe".utf8))
    }

    @Test func `an unknown certificate is refused, and says so`() async throws {
        let server = try server()
        let error = await #expect(throws: WebError.self) { try await WebClient(configuration: .local).send(WebRequest(url: server.url())) }
        guard case .tlsFailed(host: "127.0.0.1", let reason) = error else {
            Issue.record("unexpected: \(String(describing: error))")
            return
        }
        #expect(reason.contains("self-signed certificate"))
        #expect(server.received.all.isEmpty)
    }

    @Test func `a certificate for another host is refused`() async throws {
        let server = try server(address: "127.0.0.2")
        let error = await #expect(throws: WebError.self) {
            try await trusting { try await $0.send(WebRequest(url: server.url())) }
        }
        guard case .tlsFailed(host: "127.0.0.2", _) = error else {
            Issue.record("unexpected: \(String(describing: error))")
            return
        }
        #expect(server.received.all.isEmpty)
    }

    @Test func `without verification every certificate is accepted`() async throws {
        let server = try server(address: "127.0.0.2")
        var configuration = WebClientConfiguration.local
        configuration.verifiesCertificates = false
        #expect(try await WebClient(configuration: configuration).send(WebRequest(url: server.url())).status == 200)
    }

    @Test func `a server that does not speak TLS`() async throws {
        let server = try LocalServer { connection in
            _ = try connection.readSome()
            try connection.write("HTTP/1.1 400 Bad Request\r\n\r\n")
        }
        let error = await #expect(throws: WebError.self) {
            try await WebClient(configuration: .local).send(WebRequest(url: "https://127.0.0.1:\(server.port)/"))
        }
        guard case .tlsFailed = error else {
            Issue.record("unexpected: \(String(describing: error))")
            return
        }
    }
}
