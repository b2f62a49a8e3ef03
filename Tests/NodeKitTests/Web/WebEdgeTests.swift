import HTTPTypes
import Hummingbird
import HummingbirdTesting
import SMPProtocol
import Testing

@testable import NodeKit

@Suite("Web API behind the edge")
struct EdgeTests {
    private static let tokens = ScriptedIntrospector([
        "user": Introspection(isActive: true, subject: "mint:1", scope: "access disable_pin"),
        "reader": Introspection(isActive: true, subject: "mint:1", scope: "access.readonly"),
        "root": Introspection(isActive: true, subject: "mint-superuser", scope: "access activate deactivate"),
        "old": Introspection(isActive: false),
    ])
    private let api: some ApplicationProtocol = try! WebServer(makeMintAPI(.tokens(tokens))).application()

    private static let unauthorized =
        "{\"error\":{\"code\":401,\"status\":\"Unauthorized\",\"message\":\"Access credentials are invalid\"}}"

    @Test("who gets in")
    func tokens() async throws {
        try await api.test(.router) { (client) async throws in
            func answer(_ method: HTTPRequest.Method, _ path: String, _ token: String?, _ body: String? = nil) async throws -> Answer {
                try await client.answer(method, path, headers: token.map { [.authorization: "Bearer \($0)"] } ?? [:], body: body)
            }
            #expect(try await answer(.get, "/mint/1/", nil) == json(401, Self.unauthorized))
            #expect(try await answer(.get, "/mint/xyz", nil) == json(401, Self.unauthorized), "the edge comes before the routes")
            #expect(try await answer(.get, "/mint/1/", "old").body.contains("Access token is not active"))
            #expect(try await answer(.get, "/mint/1/", "unknown").status == 500)
            #expect(
                try await answer(.get, "/mint/1/", "user")
                    == json(200, "{\"uri\":\"/mint/1/?\",\"caller\":\"user(id: 1)\",\"pin\":false,\"id\":1}"))
            #expect(try await answer(.get, "/mint/1/", "reader").body.contains("\"pin\":true"))
            #expect(try await answer(.patch, "/mint/1/", "reader", "{\"amount\":1}").body.contains("Scope access was not granted"))
            #expect(try await answer(.patch, "/mint/1/", "user", "{\"amount\":1}").status == 200)
            #expect(try await answer(.post, "/mint/1/deactivate", "user", "{}").body.contains("Scope deactivate was not granted"))
            #expect(try await answer(.post, "/mint/1/deactivate", "root", "{}").status == 204)
            #expect(try await answer(.put, "/mint/1/deactivate", "root", "{}").body.contains("Requested url does not match any rules"))
            #expect(try await answer(.get, "/elsewhere", "root").body.contains("Requested url does not match any rules"))
            #expect(try await answer(.get, "/mint/xyz", "user") == json(404, "{\"code\":404,\"status\":\"Not Found\"}"))
        }
    }

    @Test("headers that name a user are ignored")
    func spoofing() async throws {
        try await api.test(.router) { (client) async throws in
            #expect(try await client.answer(.get, "/mint/1/", user: "mint-superuser").status == 401)
            let answer = try await client.answer(.get, "/mint/2/", user: "mint:2", headers: [.authorization: "Bearer user"])
            #expect(answer.status == 403)
        }
    }

    @Test(
        "what is public needs no token; what only looks public to the rules is unknown", arguments: ["x-public", "x.public", "%2Fpublic"])
    func publicPaths(_ note: String) async throws {
        try await api.test(.router) { (client) async throws in
            #expect(try await client.answer(.get, "/mint/1/documents/7/public").status == 200)
            #expect(try await client.answer(.get, "/mint/health/check/public").status == 200)
            #expect(try await client.answer(.get, "/mint/.docs/openapi.json").status == 200)
            #expect(try await client.answer(.get, "/mint/1/notes/\(note)").status == 404)
            #expect(try await client.answer(.get, "/mint/1/notes/private", headers: [.authorization: "Bearer user"]).body == "a secret")
        }
    }

    @Test("preflights touch nothing, other answers carry CORS headers, errors too")
    func cors() async throws {
        try await api.test(.router) { (client) async throws in
            let preflight = try await client.send(
                .options, "/anything", headers: [.origin: "https://a.example", .accessControlRequestMethod: "PATCH"])
            #expect(preflight.status == .noContent)
            #expect(preflight.headers[.accessControlAllowMethods] == "PATCH")
            let refused = try await client.send(.get, "/mint/1/", headers: [.origin: "https://a.example"])
            #expect(refused.status == .unauthorized)
            #expect(refused.headers[.accessControlAllowOrigin] == "*")
            #expect(refused.headers[.vary] == "Origin")
            let options = try await client.send(.options, "/mint/1/")
            #expect(options.status == .ok)
            #expect(options.headers[.allow] == "GET, HEAD, OPTIONS, PATCH")
            #expect(try await client.send(.options, "/mint/1001/").status == .notFound)
        }
    }

    @Test("the request's ID comes back in errors of the edge")
    func requestID() async throws {
        try await api.test(.router) { (client) async throws in
            let answer = try await client.answer(.get, "/mint/1/", headers: [HTTPField.Name("X-Request-ID")!: "r\"1"])
            #expect(answer.body.contains("\"request\":\"r\\\"1\""))
        }
    }
}

@Suite("Web server on a socket")
struct WebServerTests {
    @Test("several requests on one connection: HEAD, refused bodies, unread bodies")
    func keepAlive() async throws {
        let api = try WebServer(makeMintAPI(.trustedHeaders)).application()
        try await api.test(.live) { (client) async throws in
            for _ in 0..<2 {
                #expect(try await client.send(.get, "/mint/health/check/public").status == .ok)
                let head = try await client.send(.head, "/mint/health/check/public")
                #expect(head.headers[.contentLength] == "13")
                #expect(try await client.send(.patch, "/mint/1/", body: String(repeating: " ", count: 100_000)).status == .contentTooLarge)
                #expect(try await client.send(.get, "/mint/1/", body: "ignored").status == .ok)
                #expect(try await client.send(.patch, "/mint/1/", body: "{\"amount\":7}").status == .ok)
                let nothing = try await client.send(.post, "/mint/1/deactivate", body: "{}")
                #expect(nothing.status == .noContent)
                #expect(nothing.headers[.contentLength] == nil)
            }
        }
    }
}
