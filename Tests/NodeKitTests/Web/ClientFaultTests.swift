import Hummingbird
import HummingbirdTesting
import TestSupport
import Testing

@testable import NodeKit

@Suite("Clients that go away or do not speak HTTP", .timeLimit(.minutes(1)))
struct ClientFaultTests {
    private static let head = "POST /mint/1/documents/ HTTP/1.1\r\nHost: localhost\r\n"

    /// How a client ends the connection.
    enum Ending: CaseIterable {
        case close, reset
    }

    private static func makeAPI(_ log: RecordedLog) throws -> WebAPI {
        let routes: [Route] = [
            .post("/mint/<i64:id>/documents/", .owner("id"), body: .raw(maxBytes: 1000)) { request in .text("\(request.body.count) bytes") }
        ]
        var api = WebAPI(
            try MintConfiguration.loaded([:]).common, edge: .trustedHeaders, routes: routes, openAPI: [], isServed: { _ in true })
        api.logger = log.logger
        return api
    }

    @Test(
        "an upload that the client aborts, and a body that is not HTTP, are told at DEBUG only, and are no failure of ours",
        arguments: [
            head + "Content-Length: 100\r\n\r\nonly this", head + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
            head + "Transfer-Encoding: chunked\r\n\r\nzz\r\nhello",
        ], Ending.allCases)
    func aborted(request: String, ending: Ending) async throws {
        let log = RecordedLog()
        try await WebServer(Self.makeAPI(log)).application().test(.live) { client in
            let socket = try RawSocket(port: try #require(client.port))
            try socket.send(request)
            socket.end(resets: ending == .reset)
            // A reset may overtake the request, which then was none.
            if ending == .close { try await TestBroker.eventually("the server has noticed") { !log.lines.isEmpty } }
            // The next one is served.
            let response = try await client.execute(uri: "/mint/1/documents/", method: .post, body: ByteBuffer(string: "hello"))
            #expect(String(buffer: response.body) == "5 bytes")
        }
        #expect(log.lines.allSatisfy { $0.hasPrefix("debug A client") }, "\(log.lines)")
    }
}
