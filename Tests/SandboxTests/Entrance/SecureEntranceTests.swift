import Foundation
import TestSupport
import Testing
import WebFetch

@testable import Sandbox

/// HTTPS in front of the web server.
@Suite("The sandbox over HTTPS", .timeLimit(.minutes(1)))
struct SecureEntranceTests {
    private let client: WebClient = {
        var configuration = WebClientConfiguration(addresses: .any)
        configuration.verifiesCertificates = false
        return WebClient(configuration: configuration)
    }()

    /// Runs an entrance in front of a server while the body runs.
    private func onEntrance(_ handler: @escaping LocalServer.Handler, _ body: (String) async throws -> Void) async throws {
        let server = try LocalServer(handler: handler)
        defer { server.close() }
        let free = try LocalServer { _ in }
        free.close()
        let entrance = SecureEntrance(port: Int(free.port), innerPort: Int(server.port))
        let running = Task { try await entrance.run() }
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body("https://127.0.0.1:\(free.port)"))
        } catch {
            outcome = .failure(error)
        }
        running.cancel()
        _ = await running.result
        try outcome.get()
    }

    private func get(_ url: String) async throws -> WebResponse {
        try await client.send(WebRequest(method: .get, url: url, limits: WebLimits(bodyBytes: 4 << 20, totalSeconds: 20)))
    }

    @Test("what the web server answers arrives unchanged, also when it is long, for many at once")
    func documents() async throws {
        let body = String(repeating: "0123456789abcdef", count: 100_000)
        try await onEntrance { connection in
            while try !connection.readLine().isEmpty {}
            try connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        } _: { url in
            try await TestBroker.eventually("listening") { (try? await get(url + "/documents/a").status) == 200 }
            try await withThrowingTaskGroup(of: WebResponse.self) { group in
                for number in 0..<20 { group.addTask { try await get(url + "/documents/\(number)") } }
                for try await response in group {
                    #expect(response.status == 200)
                    #expect(response.body == Array(body.utf8))
                }
            }
        }
    }

    @Test("who does not speak TLS, or says nothing, is in nobody's way")
    func strangers() async throws {
        try await onEntrance { connection in
            while try !connection.readLine().isEmpty {}
            try connection.write("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        } _: { url in
            try await TestBroker.eventually("listening") { (try? await get(url).status) == 204 }
            let port = try #require(URL(string: url)?.port)
            let silent = try #require(SocketAddress.connect(port: port))
            let rude = try #require(SocketAddress.connect(port: port))
            defer {
                close(silent)
                close(rude)
            }
            #expect(send(rude, "GET / HTTP/1.1\r\n\r\n", 18, Int32(MSG_NOSIGNAL)) == 18)
            #expect(try await get(url).status == 204)
        }
    }

    @Test("a port that is taken ends the role with an error")
    func takenPort() async throws {
        let other = try LocalServer { _ in }
        defer { other.close() }
        await #expect(throws: SecureEntrance.Failure.self) {
            try await SecureEntrance(port: Int(other.port), innerPort: 1).run()
        }
    }
}
