import HTTPTypes
import Hummingbird
import HummingbirdTesting
import SMPProtocol
import Testing

@testable import NodeKit

@Suite("Web API in development mode")
struct WebAPITests {
    private let api: some ApplicationProtocol = try! WebServer(makeMintAPI(.trustedHeaders)).application()

    private func check(_ cases: [(HTTPRequest.Method, String, String?, String?, Answer)]) async throws {
        try await api.test(.router) { (client) async throws in
            for (method, path, user, body, expected) in cases {
                let answer = try await client.answer(method, path, user: user, body: body)
                #expect(answer == expected, "\(method) \(path) as \(user ?? "nobody"): \(answer)")
            }
        }
    }

    private static let forbidden = json(403, "{\"code\":403,\"status\":\"Forbidden\"}")
    private static let notFound = json(404, "{\"code\":404,\"status\":\"Not Found\"}")

    @Test("permissions: unknown subject, foreign shard, foreign ID, supervisor who changes something, in this order")
    func permissions() async throws {
        try await check([
            (.get, "/mint/1/", "mint:1", nil, json(200, "{\"uri\":\"/mint/1/?\",\"caller\":\"user(id: 1)\",\"pin\":false,\"id\":1}")),
            (.get, "/mint/1/?a=b", nil, nil, json(200, "{\"uri\":\"/mint/1/?a=b\",\"caller\":\"superuser\",\"pin\":false,\"id\":1}")),
            (
                .get, "/mint/1/", "mint-supervisor", nil,
                json(200, "{\"uri\":\"/mint/1/?\",\"caller\":\"supervisor\",\"pin\":false,\"id\":1}")
            ),
            (.get, "/mint/1/", "someone", nil, Self.forbidden), (.get, "/mint/1/", "", nil, Self.forbidden),
            (.get, "/mint/1001/", "someone", nil, Self.forbidden),
            (.get, "/mint/1001/", "mint:1", nil, Self.notFound), (.get, "/mint/1001/", "mint-superuser", nil, Self.notFound),
            (.get, "/mint/2/", "mint:1", nil, Self.forbidden), (.get, "/mint/1/", "mint:18446744073709551617", nil, Self.forbidden),
            (.patch, "/mint/1/", "mint-supervisor", "{\"amount\":1}", Self.forbidden),
            (.patch, "/mint/1/", "mint:2", "{\"amount\":1}", Self.forbidden),
            (.patch, "/mint/1/", "mint:1", "{\"amount\":1}", json(200, "{\"amount\":1}")),
            (.post, "/mint/1/deactivate", "mint:1", "{}", Self.forbidden),
            (.post, "/mint/1/deactivate", "mint-supervisor", "{}", Self.forbidden),
            (
                .post, "/mint/1/deactivate", "mint-supervisor", "{\"zzz\":1}",
                json(422, "{\"code\":422,\"status\":\"Unprocessable Entity\",\"errors\":{\"json\":{\"zzz\":[\"Unknown field.\"]}}}")
            ),
            (.post, "/mint/1001/deactivate", "mint-superuser", "{}", Self.notFound),
            (.post, "/mint/1/deactivate", nil, "{}", Answer(status: 204, type: nil, location: nil, body: "")),
            (.get, "/mint/.mint", "mint-superuser", nil, Answer(status: 204, type: nil, location: nil, body: "")),
            (.get, "/mint/.mint", "someone", nil, Self.forbidden),
            (
                .get, "/mint/1/documents/7/public", "someone", nil,
                Answer(status: 200, type: "text/plain", location: nil, body: "document 7")
            ),
        ])
    }

    @Test("routing errors come before all others")
    func routing() async throws {
        try await check([
            (.get, "/mint/x/", "someone", nil, Self.notFound),
            (.put, "/mint/1/", "someone", "{}", json(405, "{\"code\":405,\"status\":\"Method Not Allowed\"}")),
            (.get, "/other/", nil, nil, Self.notFound),
        ])
        try await api.test(.router) { (client) async throws in
            let redirect = try await client.answer(
                .get, "/mint/1?a=b&c", user: "someone",
                headers: [HTTPField.Name("X-Forwarded-Proto")!: "https", HTTPField.Name("X-Forwarded-Port")!: "44302"])
            #expect(redirect.status == 308)
            #expect(redirect.location == "https://localhost:44302/mint/1/?a=b&c")
            #expect(redirect.type == "text/html; charset=utf-8")
            #expect(redirect.body.contains("a=b&amp;c"))
            let own = try await client.answer(.get, "/mint/.mint", user: "mint:18446744073709551615")
            #expect(own.status == 303)
            #expect(own.location == "http://localhost/mint/18446744073709551615/")
        }
    }

    @Test("OPTIONS lists the methods, after the permissions")
    func options() async throws {
        try await api.test(.router) { (client) async throws in
            let response = try await client.send(.options, "/mint/1/", user: "mint:1")
            #expect(response.status == .ok)
            #expect(response.headers[.allow] == "GET, HEAD, OPTIONS, PATCH")
            #expect(response.headers[.contentType] == "text/html; charset=utf-8")
            #expect(response.body.readableBytes == 0)
            #expect(try await client.send(.options, "/mint/1/", user: "mint:2").status == .forbidden)
            #expect(try await client.send(.options, "/mint/1001/").status == .notFound)
        }
    }

    @Test("HEAD has the headers of GET and no body")
    func head() async throws {
        try await api.test(.router) { (client) async throws in
            for path in ["/mint/1/", "/mint/x/", "/mint/health/check/public"] {
                let get = try await client.send(.get, path)
                let head = try await client.send(.head, path)
                #expect(head.status == get.status)
                #expect(head.headers == get.headers)
                #expect(head.body.readableBytes == 0)
                #expect(head.headers[.contentLength] == String(get.body.readableBytes))
            }
        }
    }

    private static let missing =
        "{\"code\":422,\"status\":\"Unprocessable Entity\",\"errors\":{\"json\":{\"amount\":[\"Missing data for required field.\"]}}}"
    private static let invalid = "{\"code\":400,\"status\":\"Bad Request\",\"errors\":{\"json\":[\"Invalid JSON body.\"]}}"

    @Test(
        "bodies by media type",
        arguments: [
            ("application/json", "{\"amount\":1}", 200), ("application/JSON; charset=latin1", "{\"amount\":1}", 200),
            ("application/vnd.x+json", "{\"amount\":1}", 200),
            ("text/json", "{\"amount\":1}", 422), ("text/plain", "not json", 422), ("application/jsonx", "{\"amount\":1}", 422),
            ("application/json", "", 422),
            ("application/json", " ", 400), ("application/json", "{", 400), ("application/json", "{}x", 400),
            ("application/json", "\u{feff}{}", 400),
            ("application/json", "{\"amount\":01}", 400), ("application/json", "{\"amount\":1,}", 400), ("application/json", "[]", 422),
            ("application/json", "null", 422),
        ])
    func mediaTypes(_ type: String, _ body: String, _ status: Int) async throws {
        try await api.test(.router) { (client) async throws in
            let answer = try await client.answer(.patch, "/mint/1/", headers: [.contentType: type], body: body)
            #expect(answer.status == status)
            if status == 400 { #expect(answer.body == Self.invalid) }
            if status == 422, !["[]", "null"].contains(body) { #expect(answer.body == Self.missing) }
            if ["[]", "null"].contains(body) { #expect(answer.body.contains("{\"json\":{\"_schema\":[\"Invalid input type.\"]}}")) }
        }
    }

    @Test("the limit of bodies is exact, and looked at after the permissions")
    func bodyLimit() async throws {
        let tooLarge = json(413, "{\"code\":413,\"status\":\"Request Entity Too Large\"}")
        let longest = String(repeating: " ", count: 20468) + "{\"amount\":1}"
        #expect(longest.utf8.count == 20480)
        try await check([
            (.patch, "/mint/1/", nil, longest, json(200, "{\"amount\":1}")), (.patch, "/mint/1/", nil, " " + longest, tooLarge),
            (.patch, "/mint/1/", "someone", " " + longest, Self.forbidden),
        ])
        try await api.test(.router) { (client) async throws in
            let type: HTTPFields = [.contentType: "image/png"]
            let stored = try await client.answer(.post, "/mint/1/documents/", headers: type, body: "0123456789")
            #expect(
                stored == Answer(status: 201, type: "image/png", location: "http://localhost/mint/1/documents/5/public", body: "0123456789")
            )
            #expect(try await client.answer(.post, "/mint/1/documents/", headers: type, body: "0123456789x") == tooLarge)
        }
    }

    @Test("what a node refuses is answered with the refusal's own status and body")
    func refusals() async throws {
        let body = "{\"code\":422,\"status\":\"Unprocessable Entity\",\"errors\":{\"json\":{\"name\":[\"Taken.\"]}}}"
        try await check([(.get, "/mint/1/refuse", nil, nil, json(422, body))])
    }

    @Test("an error that nobody expected is a 500 without details")
    func unexpected() async throws {
        try await check([(.get, "/mint/1/crash", nil, nil, json(500, "{\"code\":500,\"status\":\"Internal Server Error\"}"))])
    }

    @Test("health and documentation")
    func health() async throws {
        try await check([
            (.get, "/mint/health/check/public", nil, nil, Answer(status: 200, type: "text/plain", location: nil, body: "I am healthy.")),
            (.get, "/mint/health/ready/public", nil, nil, Answer(status: 200, type: "text/plain", location: nil, body: "I am ready.")),
            (.get, "/mint/.docs/openapi.json", nil, nil, json(200, "{\"openapi\":\"3.0.2\"}")),
            (.get, "/mint/.docs/swagger-ui", nil, nil, Self.notFound),
            (.post, "/mint/health/check/public", nil, "{}", json(405, "{\"code\":405,\"status\":\"Method Not Allowed\"}")),
        ])
        try await api.test(.router) { (client) async throws in
            let page = try await client.answer(.get, "/mint/.docs/")
            #expect(page.type == "text/html; charset=utf-8")
            #expect(page.body.contains("spec-url=\"/mint/.docs/openapi.json\""))
            #expect(page.body.contains("src=\"https://example.com/redoc.js\""))
            #expect(try await client.answer(.get, "/mint/.docs").location == "http://localhost/mint/.docs/")
        }
    }

    @Test("Swagger UI, when there is a distribution for it")
    func swaggerUI() async throws {
        let environment = ["OPENAPI_SWAGGER_UI_URL": "https://cdn.example/ui"]
        let api = try WebServer(makeMintAPI(.trustedHeaders, environment: environment)).application()
        try await api.test(.router) { (client) async throws in
            let page = try await client.answer(.get, "/mint/.docs/swagger-ui")
            #expect(page.status == 200)
            #expect(page.body.contains("https://cdn.example/ui/swagger-ui-bundle.js"))
        }
    }

    @Test("the application's CORS is there only when it was asked for", arguments: [false, true])
    func cors(_ isEnabled: Bool) async throws {
        let api = try WebServer(makeMintAPI(.trustedHeaders, environment: ["APP_ENABLE_CORS": isEnabled ? "yes" : "no"])).application()
        try await api.test(.router) { (client) async throws in
            let response = try await client.send(.get, "/mint/x/", headers: [.origin: "https://a.example"])
            #expect(response.headers[.accessControlAllowOrigin] == (isEnabled ? "https://a.example" : nil))
        }
    }

    @Test(
        "the PIN header: absent or exactly false means no PIN",
        arguments: [(nil, false), ("false", false), ("true", true), ("False", true), ("", true)] as [(String?, Bool)])
    func pin(_ header: String?, _ requiresPIN: Bool) async throws {
        try await api.test(.router) { (client) async throws in
            var headers: HTTPFields = [:]
            headers[HTTPField.Name("X-Swpt-Require-Pin")!] = header
            for user in ["mint:1", nil] {
                #expect(try await client.answer(.get, "/mint/1/", user: user, headers: headers).body.contains("\"pin\":\(requiresPIN)"))
            }
        }
    }
}
