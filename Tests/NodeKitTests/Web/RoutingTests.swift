import HTTPTypes
import Testing

@testable import NodeKit

@Suite("Routing")
struct RoutingTests {
    private static let none: Route.Handler = { _ in .noContent }
    private let table = RouteTable([
        .get("/mint/<i64:id>/", .open, handler: none), .get("/mint/.list", .open, handler: none),
        .get("/mint/<i64:id>/config", .open, handler: none), .patch("/mint/<i64:id>/config", .open, handler: none),
        .get("/mint/<i64:id>/transfers/", .open, handler: none), .post("/mint/<i64:id>/transfers/", .open, handler: none),
        .get("/mint/<i64:id>/transfers/<uuid:uuid>", .open, handler: none),
        .post("/mint/<i64:id>/transfers/<uuid:uuid>", .open, handler: none),
        .delete("/mint/<i64:id>/transfers/<uuid:uuid>", .open, handler: none), .post("/mint/<i64:id>/documents/", .open, handler: none),
        .get("/mint/<i64:id>/notes/<any:note>", .open, handler: none),
    ])

    private func outcome(_ method: HTTPRequest.Method, _ path: String) -> String {
        switch table.match(method, RequestTarget(path: path, query: nil)) {
        case .route(let route, let parameters, let allowed):
            let values = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            return method == .options ? allowed.joined(separator: ",") : ([route.method.rawValue] + values).joined(separator: " ")
        case .redirect(let path): return "308 \(path)"
        case .methodNotAllowed: return "405"
        case .notFound: return "404"
        }
    }

    @Test(
        "routes",
        arguments: [
            (.get, "/mint/1/", "GET id=1"), (.head, "/mint/1/", "GET id=1"),
            (.get, "/mint/18446744073709551615/", "GET id=18446744073709551615"),
            (.get, "/mint/.list", "GET"), (.get, "/mint/1/con%66ig", "GET id=1"), (.patch, "/mint/0/config", "PATCH id=0"),
            (.delete, "/mint/1/transfers/5D2f1c1e-7a3b-4f53-9a3c-000000000001", "DELETE id=1 uuid=5D2f1c1e-7a3b-4f53-9a3c-000000000001"),
            (.get, "/mint/1/notes/a%20b", "GET id=1 note=a b"),
            // IDs outside of the grammar
            (.get, "/mint/18446744073709551616/", "404"), (.get, "/mint/01/", "404"), (.get, "/mint/-1/", "404"),
            (.get, "/mint/+1/", "404"),
            (.get, "/mint/abc/", "404"), (.get, "/mint/1 /", "404"), (.get, "/mint/%31%00/", "404"),
            (.get, "/mint/1/transfers/5d2f1c1e7a3b4f539a3c000000000001", "404"), (.get, "/mint/1/transfers/x", "404"),
            // paths that do not exist
            (.get, "/mint/", "404"), (.get, "/mint", "404"), (.get, "/mint/xyz", "404"), (.get, "/mint/1/config/", "404"),
            (.get, "/mint/.list/", "404"),
            (.get, "/mint/1/config;a=b", "404"), (.get, "/mint/1/%zz", "404"), (.get, "/mint/1%2F", "404"), (.get, "/mint/1/notes/", "404"),
            (.get, "/mint/1/notes/a%2Fb", "404"), (.get, "/mint/1/transfers/5d2f1c1e-7a3b-4f53-9a3c-000000000001/", "404"),
            (.get, "*", "404"), (.get, "", "404"),
            // a mark behind a slash makes no other character of it
            (.get, "/mint/1/notes/\u{301}", "GET id=1 note=\u{301}"), (.get, "/mint/1\u{301}/", "404"),
            // methods
            (.delete, "/mint/1/", "405"), (.put, "/mint/1/config", "405"), (.post, "/mint/.list", "405"),
            (.get, "/mint/1/documents/", "405"),
            (.head, "/mint/1/documents/", "405"),
            // final slashes
            (.get, "/mint/1", "308 /mint/1/"), (.head, "/mint/1", "308 /mint/1/"), (.options, "/mint/1", "308 /mint/1/"),
            (.post, "/mint/1/transfers", "308 /mint/1/transfers/"), (.patch, "/mint/1/transfers", "404"),
            (.get, "/mint/1/documents", "404"),
            // runs of slashes
            (.get, "/mint/1//", "308 /mint/1/"), (.get, "/mint//1//config", "308 /mint/1/config"), (.get, "//mint/1", "308 /mint/1/"),
            (.get, "/mint//xyz", "404"), (.delete, "/mint/1//config", "405"),
            // OPTIONS
            (.options, "/mint/1/", "GET,HEAD,OPTIONS"), (.options, "/mint/1/documents/", "OPTIONS,POST"),
            (.options, "/mint/1/config", "GET,HEAD,OPTIONS,PATCH"),
            (.options, "/mint/1/transfers/5d2f1c1e-7a3b-4f53-9a3c-000000000001", "DELETE,GET,HEAD,OPTIONS,POST"),
            (.options, "/mint/xyz", "404"),
        ] as [(HTTPRequest.Method, String, String)])
    func routes(_ method: HTTPRequest.Method, _ path: String, _ expected: String) {
        #expect(outcome(method, path) == expected)
    }

    @Test(
        "absolute URLs begin as the client sees the server",
        arguments: [
            ("example.org", [:], "http://example.org"), ("example.org:81", [:], "http://example.org:81"),
            ("example.org:80", ["X-Forwarded-Proto": "http"], "http://example.org"),
            ("example.org", ["X-Forwarded-Proto": "https", "X-Forwarded-Port": "44302"], "https://example.org:44302"),
            ("example.org", ["X-Forwarded-Proto": "https", "X-Forwarded-Port": "443"], "https://example.org"),
            ("example.org:80", ["X-Forwarded-Proto": "https"], "https://example.org:80"),
            ("example.org", ["X-Forwarded-Proto": "http, https", "X-Forwarded-Port": "1, 8443"], "https://example.org:8443"),
            ("example.org", ["X-Forwarded-Host": "other.example"], "http://example.org"),
            ("example.org", ["X-Forwarded-Proto": "javascript", "X-Forwarded-Port": "x"], "http://example.org"),
            ("[::1]:8080", [:], "http://[::1]:8080"), ("[::1]", [:], "http://[::1]"), ("evil\r\n", [:], "http://localhost"),
            ("a/b", [:], "http://localhost"),
            (nil, [:], "http://localhost"),
        ] as [(String?, [String: String], String)])
    func externalBase(_ authority: String?, _ headers: [String: String], _ expected: String) {
        var fields: HTTPFields = [:]
        for (name, value) in headers { fields[HTTPField.Name(name)!] = value }
        #expect(ExternalBase(authority: authority, headers: fields).text == expected)
    }

    @Test("a path with a parameter that does not exist is a different path", arguments: ["/a/<i64:x>", "/a/<uuid:x>", "/a/<any:x>"])
    func patterns(_ path: String) {
        #expect(PathPattern(path).match(["a", ""]) == nil)
        #expect(PathPattern(path).match(["b", "1"]) == nil)
        #expect(PathPattern(path).match(["a"]) == nil)
    }
}
