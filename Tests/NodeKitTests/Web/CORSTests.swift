import HTTPTypes
import Testing

@testable import NodeKit

@Suite("CORS")
struct CORSTests {
    private func preflight(_ method: String?, _ headers: String? = nil, origin: String? = "https://wallet.example") -> HTTPFields? {
        var request: HTTPFields = [:]
        request[.origin] = origin
        request[.accessControlRequestMethod] = method
        request[.accessControlRequestHeaders] = headers
        return CORS.edgePreflight(.options, request)?.headers
    }

    @Test("a permitted preflight", arguments: ["POST", "GET", "PUT", "PATCH", "DELETE"])
    func permitted(_ method: String) throws {
        let headers = try #require(preflight(method, "authorization, Content-Type,x-requested-with"))
        #expect(headers[.accessControlAllowOrigin] == "*")
        #expect(headers[.accessControlAllowMethods] == method)
        #expect(headers[.accessControlAllowHeaders] == "authorization, Content-Type,x-requested-with")
        #expect(headers[.accessControlMaxAge] == "86400")
        #expect(headers[.vary] == "Origin, Access-Control-Request-Method, Access-Control-Request-Headers")
        #expect(headers[.accessControlAllowCredentials] == nil)
    }

    @Test(
        "other preflights get no permission",
        arguments: [("TRACE", nil, "https://a.example"), ("GET", "X-Swpt-User-Id", "https://a.example"), ("GET", nil, nil)]
            as [(String, String?, String?)])
    func refused(_ method: String, _ requested: String?, _ origin: String?) throws {
        let headers = try #require(preflight(method, requested, origin: origin))
        #expect(headers.count == 1)
        #expect(headers[.vary] != nil)
    }

    @Test("OPTIONS without a requested method, and other methods, are no preflights")
    func noPreflight() {
        #expect(preflight(nil) == nil)
        #expect(preflight("") == nil)
        #expect(CORS.edgePreflight(.get, [.origin: "https://a.example", .accessControlRequestMethod: "GET"]) == nil)
    }

    @Test("other answers", arguments: [(HTTPRequest.Method.get, true), (.post, true), (.delete, true), (.head, false), (.options, false)])
    func answers(_ method: HTTPRequest.Method, _ isExposed: Bool) {
        var headers: HTTPFields = [:]
        CORS.addEdgeHeaders(method, [.origin: "https://a.example"], to: &headers)
        #expect(headers[.vary] == "Origin")
        #expect(headers[.accessControlAllowOrigin] == (isExposed ? "*" : nil))
        #expect(headers[.accessControlExposeHeaders] == (isExposed ? "Content-Type, Location" : nil))
        headers = [:]
        CORS.addEdgeHeaders(method, [:], to: &headers)
        #expect(headers.count == 1)
    }

    @Test("the application's own CORS")
    func application() {
        var headers: HTTPFields = [:]
        CORS.addApplicationHeaders(.get, [:], to: &headers)
        #expect(headers[.accessControlAllowOrigin] == "*")
        #expect(headers[.accessControlExposeHeaders] == "Location")
        CORS.addApplicationHeaders(
            .options, [.origin: "https://a.example", .accessControlRequestMethod: "PATCH", .accessControlRequestHeaders: "x"], to: &headers)
        #expect(headers[.accessControlAllowOrigin] == "https://a.example")
        #expect(headers[.accessControlAllowMethods] == "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT")
        #expect(headers[.accessControlAllowHeaders] == "x")
        #expect(headers[.vary] == nil)
    }
}
