import HTTPTypes

/// Cross-origin requests (CA-API 3.8, DA-API 1.6). Pure.
enum CORS {
    private static let methods = ["POST", "GET", "PUT", "PATCH", "DELETE"]
    private static let headers: Set<String> = [
        "authorization", "content-type", "x-requested-with",
        // Always permitted by browsers, which therefore need not ask.
        "accept", "accept-language", "content-language", "origin",
    ]

    /// The edge's answer to a preflight request, or nil when the request is none.
    static func edgePreflight(_ method: HTTPRequest.Method, _ request: HTTPFields) -> APIResponse? {
        guard let requested = preflightMethod(method, request) else { return nil }
        var fields: HTTPFields = [.vary: "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"]
        let requestedHeaders = request[.accessControlRequestHeaders] ?? ""
        if request[.origin] != nil, (methods + ["OPTIONS"]).contains(requested.uppercased()), arePermitted(requestedHeaders) {
            fields[.accessControlAllowOrigin] = "*"
            fields[.accessControlAllowMethods] = requested.uppercased()
            if !requestedHeaders.isEmpty { fields[.accessControlAllowHeaders] = requestedHeaders }
            fields[.accessControlMaxAge] = "86400"
        }
        return APIResponse(status: .noContent, headers: fields)
    }

    /// What the edge adds to every other response.
    static func addEdgeHeaders(_ method: HTTPRequest.Method, _ request: HTTPFields, to response: inout HTTPFields) {
        response[.vary] = "Origin"
        guard request[.origin] != nil, methods.contains(method.rawValue) else { return }
        response[.accessControlAllowOrigin] = "*"
        response[.accessControlExposeHeaders] = "Content-Type, Location"
    }

    /// What the application itself adds to every response (`APP_ENABLE_CORS`), for use without the edge.
    static func addApplicationHeaders(_ method: HTTPRequest.Method, _ request: HTTPFields, to response: inout HTTPFields) {
        response[.accessControlAllowOrigin] = request[.origin] ?? "*"
        response[.accessControlExposeHeaders] = "Location"
        guard preflightMethod(method, request) != nil else { return }
        response[.accessControlAllowMethods] = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"
        if let requested = request[.accessControlRequestHeaders] { response[.accessControlAllowHeaders] = requested }
        response[.accessControlMaxAge] = "86400"
    }

    private static func preflightMethod(_ method: HTTPRequest.Method, _ request: HTTPFields) -> String? {
        guard method == .options, let requested = request[.accessControlRequestMethod], !requested.isEmpty else { return nil }
        return requested
    }

    private static func arePermitted(_ requestedHeaders: String) -> Bool {
        requestedHeaders.split(separator: ",").allSatisfy { name in
            headers.contains(name.filter { $0 != " " }.lowercased())
        }
    }
}
