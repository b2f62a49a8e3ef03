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
    private func onEntrance(
        _ host: String = "::", _ handler: @escaping LocalServer.Handler, _ body: (_ url: String) async throws -> Void
    ) async throws {
        let server = try LocalServer(handler: handler)
        defer { server.close() }
        let free = try LocalServer { _ in }
        free.close()
        let entrance = SecureEntrance(outer: Entrance(host, Int(free.port)), inner: Entrance("127.0.0.1", Int(server.port)))
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
            let silent = try #require(Entrance("127.0.0.1", port).connect())
            let rude = try #require(Entrance("127.0.0.1", port).connect())
            defer {
                close(silent)
                close(rude)
            }
            #expect(send(rude, "GET / HTTP/1.1\r\n\r\n", 18, Int32(MSG_NOSIGNAL)) == 18)
            #expect(try await get(url).status == 204)
        }
    }

    @Test("it listens where the web server does: everywhere, or on one address alone", arguments: ["::", "0.0.0.0", "127.0.0.1"])
    func address(host: String) async throws {
        try await onEntrance(host) { connection in
            while try !connection.readLine().isEmpty {}
            try connection.write("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        } _: { url in
            try await TestBroker.eventually("listening") { (try? await get(url).status) == 204 }
            // Another address of every machine.
            let elsewhere = url.replacing("127.0.0.1", with: "127.0.0.2")
            #expect((try? await get(elsewhere).status) == (host == "127.0.0.1" ? nil : 204), "\(elsewhere)")
        }
    }

    @Test("the web server of all addresses is reached on loopback, one of a single address there")
    func fromHere() {
        #expect(Entrance("::", 80).fromHere == Entrance("127.0.0.1", 80))
        #expect(Entrance("0.0.0.0", 80).fromHere == Entrance("127.0.0.1", 80))
        #expect(Entrance("192.0.2.1", 80).fromHere == Entrance("192.0.2.1", 80))
    }

    @Test("a port that is taken ends the role with an error")
    func takenPort() async throws {
        let other = try LocalServer { _ in }
        defer { other.close() }
        await #expect(throws: SecureEntrance.Failure.self) {
            try await SecureEntrance(outer: Entrance("127.0.0.1", Int(other.port)), inner: Entrance("127.0.0.1", 1)).run()
        }
    }
}
