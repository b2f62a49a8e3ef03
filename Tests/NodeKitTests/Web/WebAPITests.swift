import HTTPTypes
import Hummingbird
import HummingbirdTesting
import SMPProtocol
import Testing

@testable import NodeKit

/// A small node: IDs up to 1000 are served.
private func makeAPI(_ edge: Edge, environment: [String: String] = [:]) throws -> WebAPI {
    let common = try MintConfiguration.loaded(environment).common
    return WebAPI(
        common, edge: edge,
        routes: [
            .get("/mint/<i64:id>/", .owner("id")) { request in
                .json { json in
                    json.beginObject()
                    json.member("uri", request.pageURI)
                    json.member("caller", "\(request.caller)")
                    json.member("pin", request.requiresPIN)
                    json.member("id", request.id("id", as: DebtorID.self))
                    json.endObject()
                }
            },
            .patch("/mint/<i64:id>/", .owner("id")) { request in
                let amount = try request.decode { $0.integer("amount", in: 0...10) }
                return .json(Array("{\"amount\":\(amount)}".utf8))
            },
            .post("/mint/<i64:id>/documents/", .owner("id"), body: .raw(maxBytes: 10)) { request in
                APIResponse(
                    status: .created, contentType: request.headers[.contentType] ?? "text/html; charset=utf-8",
                    location: .path("/mint/1/documents/5/public"), body: request.body)
            },
            .get("/mint/<i64:id>/documents/<i64:document>/public", .open) { request in .text("document \(request.parameter("document"))") },
            .get("/mint/<i64:id>/notes/<any:note>", .owner("id")) { _ in .text("a secret") },
            .post("/mint/<i64:id>/deactivate", .admin) { request in
                try request.decode { $0.type("MintDeactivationRequest") }
                try request.requireServed(request.id("id", as: DebtorID.self))
                try request.requireSuperuser()
                return .noContent
            },
            .get("/mint/.mint", .anyUser) { request in
                if case .user(let id) = request.caller { return .seeOther("/mint/\(DebtorID(id).unsigned)/") }
                return .noContent
            },
            .get("/mint/<i64:id>/refuse", .admin) { _ in throw MintRefusal.taken },
            .get("/mint/<i64:id>/crash", .admin) { _ in
                struct Unexpected: Error {}
                throw Unexpected()
            },
        ], openAPI: Array("{\"openapi\":\"3.0.2\"}".utf8), readiness: [], isServed: { (0...1000).contains($0) })
}

/// What the rules of the small node refuse.
private enum MintRefusal: APIRefusal {
    case taken

    var answer: APIError { .invalid(FieldErrors("Taken.", at: "name")) }
}

private struct Answer: Equatable, CustomStringConvertible {
    let status: Int
    let type: String?
    let location: String?
    let body: String

    var description: String { "\(status) \(type ?? "-") \(location ?? "-") \(body)" }
}

private func json(_ status: Int, _ body: String) -> Answer {
    Answer(status: status, type: "application/json", location: nil, body: body)
}

extension TestClientProtocol {
    fileprivate func send(
        _ method: HTTPRequest.Method, _ path: String, user: String? = nil, headers: HTTPFields = [:], body: String? = nil
    ) async throws -> TestResponse {
        var headers = headers
        if let user { headers[HTTPField.Name("X-Swpt-User-Id")!] = user }
        if body != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
        return try await executeRequest(uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
    }

    fileprivate func answer(
        _ method: HTTPRequest.Method, _ path: String, user: String? = nil, headers: HTTPFields = [:], body: String? = nil
    ) async throws -> Answer {
        let response = try await send(method, path, user: user, headers: headers, body: body)
        return Answer(
            status: response.status.code, type: response.headers[.contentType], location: response.headers[.location],
            body: String(buffer: response.body))
    }
}

@Suite("Web API in development mode")
struct WebAPITests {
    private let api: some ApplicationProtocol = try! WebServer(makeAPI(.trustedHeaders)).application()

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
            (.get, "/mint/1/", "mint-supervisor", nil, json(200, "{\"uri\":\"/mint/1/?\",\"caller\":\"supervisor\",\"pin\":false,\"id\":1}")),
            (.get, "/mint/1/", "someone", nil, Self.forbidden), (.get, "/mint/1/", "", nil, Self.forbidden), (.get, "/mint/1001/", "someone", nil, Self.forbidden),
            (.get, "/mint/1001/", "mint:1", nil, Self.notFound), (.get, "/mint/1001/", "mint-superuser", nil, Self.notFound),
            (.get, "/mint/2/", "mint:1", nil, Self.forbidden), (.get, "/mint/1/", "mint:18446744073709551617", nil, Self.forbidden),
            (.patch, "/mint/1/", "mint-supervisor", "{\"amount\":1}", Self.forbidden), (.patch, "/mint/1/", "mint:2", "{\"amount\":1}", Self.forbidden),
            (.patch, "/mint/1/", "mint:1", "{\"amount\":1}", json(200, "{\"amount\":1}")),
            (.post, "/mint/1/deactivate", "mint:1", "{}", Self.forbidden), (.post, "/mint/1/deactivate", "mint-supervisor", "{}", Self.forbidden),
            (.post, "/mint/1/deactivate", "mint-supervisor", "{\"zzz\":1}", json(422, "{\"code\":422,\"status\":\"Unprocessable Entity\",\"errors\":{\"json\":{\"zzz\":[\"Unknown field.\"]}}}")),
            (.post, "/mint/1001/deactivate", "mint-superuser", "{}", Self.notFound),
            (.post, "/mint/1/deactivate", nil, "{}", Answer(status: 204, type: nil, location: nil, body: "")),
            (.get, "/mint/.mint", "mint-superuser", nil, Answer(status: 204, type: nil, location: nil, body: "")),
            (.get, "/mint/.mint", "someone", nil, Self.forbidden),
            (.get, "/mint/1/documents/7/public", "someone", nil, Answer(status: 200, type: "text/plain", location: nil, body: "document 7")),
        ])
    }

    @Test("routing errors come before all others")
    func routing() async throws {
        try await check([
            (.get, "/mint/x/", "someone", nil, Self.notFound), (.put, "/mint/1/", "someone", "{}", json(405, "{\"code\":405,\"status\":\"Method Not Allowed\"}")),
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

    private static let missing = "{\"code\":422,\"status\":\"Unprocessable Entity\",\"errors\":{\"json\":{\"amount\":[\"Missing data for required field.\"]}}}"
    private static let invalid = "{\"code\":400,\"status\":\"Bad Request\",\"errors\":{\"json\":[\"Invalid JSON body.\"]}}"

    @Test(
        "bodies by media type",
        arguments: [
            ("application/json", "{\"amount\":1}", 200), ("application/JSON; charset=latin1", "{\"amount\":1}", 200), ("application/vnd.x+json", "{\"amount\":1}", 200),
            ("text/json", "{\"amount\":1}", 422), ("text/plain", "not json", 422), ("application/jsonx", "{\"amount\":1}", 422), ("application/json", "", 422),
            ("application/json", " ", 400), ("application/json", "{", 400), ("application/json", "{}x", 400), ("application/json", "\u{feff}{}", 400),
            ("application/json", "{\"amount\":01}", 400), ("application/json", "{\"amount\":1,}", 400), ("application/json", "[]", 422), ("application/json", "null", 422),
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
            #expect(stored == Answer(status: 201, type: "image/png", location: "http://localhost/mint/1/documents/5/public", body: "0123456789"))
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
            (.get, "/mint/.docs/openapi.json", nil, nil, json(200, "{\"openapi\":\"3.0.2\"}")), (.get, "/mint/.docs/swagger-ui", nil, nil, Self.notFound),
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
        let api = try WebServer(makeAPI(.trustedHeaders, environment: ["OPENAPI_SWAGGER_UI_URL": "https://cdn.example/ui"])).application()
        try await api.test(.router) { (client) async throws in
            let page = try await client.answer(.get, "/mint/.docs/swagger-ui")
            #expect(page.status == 200)
            #expect(page.body.contains("https://cdn.example/ui/swagger-ui-bundle.js"))
        }
    }

    @Test("the application's CORS is there only when it was asked for", arguments: [false, true])
    func cors(_ isEnabled: Bool) async throws {
        let api = try WebServer(makeAPI(.trustedHeaders, environment: ["APP_ENABLE_CORS": isEnabled ? "yes" : "no"])).application()
        try await api.test(.router) { (client) async throws in
            let response = try await client.send(.get, "/mint/x/", headers: [.origin: "https://a.example"])
            #expect(response.headers[.accessControlAllowOrigin] == (isEnabled ? "https://a.example" : nil))
        }
    }

    @Test("the PIN header: absent or exactly false means no PIN", arguments: [(nil, false), ("false", false), ("true", true), ("False", true), ("", true)] as [(String?, Bool)])
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

@Suite("Web API behind the edge")
struct EdgeTests {
    private static let tokens = ScriptedIntrospector([
        "user": Introspection(isActive: true, subject: "mint:1", scope: "access disable_pin"),
        "reader": Introspection(isActive: true, subject: "mint:1", scope: "access.readonly"),
        "root": Introspection(isActive: true, subject: "mint-superuser", scope: "access activate deactivate"),
        "old": Introspection(isActive: false),
    ])
    private let api: some ApplicationProtocol = try! WebServer(makeAPI(.tokens(tokens))).application()

    private static let unauthorized = "{\"error\":{\"code\":401,\"status\":\"Unauthorized\",\"message\":\"Access credentials are invalid\"}}"

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
            #expect(try await answer(.get, "/mint/1/", "user") == json(200, "{\"uri\":\"/mint/1/?\",\"caller\":\"user(id: 1)\",\"pin\":false,\"id\":1}"))
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

    @Test("what is public needs no token; what only looks public to the rules is unknown", arguments: ["x-public", "x.public", "%2Fpublic"])
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
        let api = try WebServer(makeAPI(.trustedHeaders)).application()
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
