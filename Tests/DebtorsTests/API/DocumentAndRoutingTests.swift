import HTTPTypes
import NodeKit
import SMPProtocol
import Testing

@testable import Debtors

@Suite("Public documents (DA-API 6.17, DA 18.1.13)", .timeLimit(.minutes(10)))
struct DocumentTests {
    private var path: String { "/debtors/4294967296/documents/" }

    @Test("documents come back exactly as they were sent, for ever, under a new address each")
    func documents() async throws {
        try await TestNode.with { node async throws in
            try expect(try await node.send(.post, path, "x", type: "text/plain"), refusal: 404)
            try await node.activate()
            let content = String(repeating: "é", count: 50)
            let type = "application/vnd.swaptacular.coin-info+json; x=\"1\""
            var locations: Set<String> = []
            for _ in 1...2 {
                let saved = try await node.send(.post, path, content, type: type, as: "debtors:4294967296")
                #expect(saved.status == 201)
                #expect(saved.text == content)
                #expect(saved.contentType == type)
                let location = try #require(saved.location)
                #expect(location.wholeMatch(of: #/http://localhost/debtors/4294967296/documents/[0-9]+/public/#) != nil)
                locations.insert(location)
                let fetched = try await node.get(String(location.dropFirst(TestNode.base.count)), as: "nobody")
                #expect(fetched.status == 200)
                #expect(fetched.text == content)
                #expect(fetched.contentType == type)
                #expect(fetched.headers[.cacheControl] == "max-age=31536000")
                #expect(fetched.headers[.xContentTypeOptions] == "nosniff")
                try expect(
                    try await node.get(location.replacing("\(TestNode.base)/debtors/4294967296", with: "/debtors/4294967297")), refusal: 404
                )
            }
            #expect(locations.count == 2)
            try expect(try await node.send(.post, path, "third", type: "text/plain"), refusal: 403)
            #expect(try await node.takeSent().count == 1)
        }
    }

    @Test("size, permissions, media type")
    func limits() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            try expect(try await node.send(.post, path, String(repeating: "x", count: 101), type: "text/plain"), refusal: 413)
            try expect(try await node.send(.post, path, "x", type: "text/plain", as: "debtors-supervisor"), refusal: 403)
            try expect(try await node.send(.post, path, "x", type: "text/plain", as: "debtors:4294967297"), refusal: 403)
            let saved = try await node.send(.post, path, String(repeating: "x", count: 100), type: nil)
            #expect(saved.status == 201)
            #expect(saved.contentType == "text/html; charset=utf-8")
            let empty = try await node.send(.post, path, "", type: "text/css")
            #expect(empty.status == 201)
            #expect(empty.body.isEmpty)
            let fetched = try await node.get(String(empty.location!.dropFirst(TestNode.base.count)))
            #expect(fetched.status == 200 && fetched.contentType == "text/css" && fetched.body.isEmpty)
        }
    }

    @Test("the general limit holds for documents too")
    func generalLimit() async throws {
        try await TestNode.with(["APP_DOCUMENT_MAX_CONTENT_LENGTH": "50000"]) { node async throws in
            try await node.activate()
            #expect(try await node.send(.post, path, String(repeating: "x", count: 20480), type: "text/plain").status == 201)
            try expect(try await node.send(.post, path, String(repeating: "x", count: 20481), type: "text/plain"), refusal: 413)
        }
    }

    static let absentCases: [String] = ["0", "9223372036854775807", "18446744073709551615", "18446744073709551616", "01", "x"]

    @Test("documents that are not there")
    func absent() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            for id in Self.absentCases {
                try expect(try await node.get("\(path)\(id)/public"), refusal: 404)
                try expect(try await node.get("/debtors/1/documents/1/public"), refusal: 404)
            }
        }
    }
}

@Suite("Routing, documentation and health (DA-API 3.1, 6.18, DA 18.1.14)", .timeLimit(.minutes(10)))
struct RoutingAPITests {
    @Test("health is a constant")
    func health() async throws {
        try await TestNode.with { node async throws in
            let answer = try await node.get("/debtors/health/check/public")
            #expect(answer.status == 200 && answer.contentType == "text/plain" && answer.text == "I am healthy.")
        }
    }

    @Test("the documentation is there")
    func documentation() async throws {
        try await TestNode.with { node async throws in
            let page = try await node.get("/debtors/.docs/")
            #expect(page.status == 200)
            #expect(page.text.contains("/debtors/.docs/openapi.json"))
            #expect(page.text.contains("https://swaptacular.github.io/public/docs/swpt_debtors/redoc.standalone.js"))
            let document = try await node.get("/debtors/.docs/openapi.json").json()
            #expect(document["openapi"]?.text == "3.0.2")
            #expect(try await node.get("/debtors/.docs").location == "\(TestNode.base)/debtors/.docs/")
            try expect(try await node.get("/debtors/.docs/swagger-ui"), refusal: 404)
        }
        try await TestNode.with(["OPENAPI_SWAGGER_UI_URL": "https://cdn.example.com/swagger-ui-dist/"]) { node async throws in
            #expect(try await node.get("/debtors/.docs/swagger-ui").text.contains("https://cdn.example.com/swagger-ui-dist/"))
        }
    }

    @Test("a missing final slash is added where there is such a resource")
    func slashes() async throws {
        try await TestNode.with { node async throws in
            for path in ["/debtors/4294967296", "/debtors/4294967296/transfers", "/debtors/4294967296//config", "/debtors/4294967296//"] {
                let answer = try await node.get(path)
                #expect(answer.status == 308, "\(path)")
            }
            #expect(try await node.post("/debtors/4294967296/documents").status == 308)
            for path in [
                "/debtors/4294967296/documents", "/debtors/4294967296/config/", "/debtors/.debtor/", "/debtors/04294967296/",
                "/debtors/-1/", "/debtors/18446744073709551616/", "/debtors/",
            ] {
                try expect(try await node.get(path), refusal: 404)
            }
            try expect(try await node.patch("/debtors/4294967296/transfers", "{}"), refusal: 404)
        }
    }

    static let forwardedCases: [(String, String, String)] = [
        ("https", "44302", "https://localhost:44302"), ("https", "443", "https://localhost"), ("http", "80", "http://localhost"),
    ]

    @Test("absolute URLs follow the forwarded scheme and port")
    func forwarded() async throws {
        try await TestNode.with { node async throws in
            for (scheme, port, base) in Self.forwardedCases {
                let answer = try await node.get(
                    "/debtors/.debtor", as: "debtors:2", headers: ["X-Forwarded-Proto": scheme, "X-Forwarded-Port": port])
                #expect(answer.location == "\(base)/debtors/2/")
            }
        }
    }

    static let allowedMethods: [(String, String)] = [
        ("/debtors/4294967296/", "GET, HEAD, OPTIONS"), ("/debtors/4294967296/config", "GET, HEAD, OPTIONS, PATCH"),
        ("/debtors/4294967296/transfers/", "GET, HEAD, OPTIONS, POST"), (TransferAPITests.path, "DELETE, GET, HEAD, OPTIONS, POST"),
        ("/debtors/4294967296/documents/", "OPTIONS, POST"), ("/debtors/4294967296/documents/1/public", "GET, HEAD, OPTIONS"),
        ("/debtors/4294967296/public", "GET, HEAD, OPTIONS"), ("/debtors/4294967296/reserve", "OPTIONS, POST"),
        ("/debtors/4294967296/activate", "OPTIONS, POST"), ("/debtors/4294967296/deactivate", "OPTIONS, POST"),
        ("/debtors/4294967296/restrict", "OPTIONS, POST"), ("/debtors/4294967296/enumerate", "GET, HEAD, OPTIONS"),
        ("/debtors/.debtor", "GET, HEAD, OPTIONS"), ("/debtors/.list", "GET, HEAD, OPTIONS"), ("/debtors/.debtor-reserve", "OPTIONS, POST"),
        ("/debtors/health/check/public", "GET, HEAD, OPTIONS"),
    ]

    @Test("every path has its methods and no others")
    func methods() async throws {
        try await TestNode.with { node async throws in
            for (path, allowed) in Self.allowedMethods {
                let options = try await node.send(.options, path)
                #expect(options.status == 200)
                #expect(options.headers[.allow] == allowed)
                for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] where !allowed.contains(method) {
                    try expect(try await node.send(.init(method)!, path), refusal: 405)
                }
                if allowed.contains("GET") {
                    let head = try await node.send(.head, path)
                    let get = try await node.get(path)
                    #expect(head.status == get.status)
                    #expect(head.body.isEmpty)
                }
            }
        }
    }

    @Test("the description of the API has exactly the paths and methods that there are")
    func openAPI() throws {
        let document = try JSONValue(json: Resources.openAPI, limits: .document(maximumBytes: 1 << 20))
        let paths = try #require(document["paths"]).object()
        var described: [String: String] = [:]
        for member in paths.members {
            guard case .object(let item) = member.value else { continue }
            var methods = item.members.map(\.name).filter { $0 != "parameters" }.map { $0.uppercased() } + ["OPTIONS"]
            if methods.contains("GET") { methods.append("HEAD") }
            let path = member.name.replacing("{debtorId}", with: "4294967296").replacing("{documentId}", with: "1")
                .replacing("{transferUuid}", with: TransferAPITests.uuid)
            described[path] = methods.sorted().joined(separator: ", ")
        }
        #expect(described == Dictionary(uniqueKeysWithValues: Self.allowedMethods))
    }
}
