import HTTPTypes
import Hummingbird
import HummingbirdTesting
import SMPProtocol
import Testing

@testable import NodeKit

/// A small node: IDs up to 1000 are served.
func makeMintAPI(_ edge: Edge, environment: [String: String] = [:]) throws -> WebAPI {
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
        ], openAPI: Array("{\"openapi\":\"3.0.2\"}".utf8), readiness: Readiness(), isServed: { (0...1000).contains($0) })
}

/// What the rules of the small node refuse.
enum MintRefusal: APIRefusal {
    case taken

    var answer: APIError { .invalid(FieldErrors("Taken.", at: "name")) }
}

/// What a client sees of a response.
struct Answer: Equatable, CustomStringConvertible {
    let status: Int
    let type: String?
    let location: String?
    let body: String

    var description: String { "\(status) \(type ?? "-") \(location ?? "-") \(body)" }
}

/// An answer with a JSON body.
func json(_ status: Int, _ body: String) -> Answer {
    Answer(status: status, type: "application/json", location: nil, body: body)
}

extension TestClientProtocol {
    func send(
        _ method: HTTPRequest.Method, _ path: String, user: String? = nil, headers: HTTPFields = [:], body: String? = nil
    ) async throws -> TestResponse {
        var headers = headers
        if let user { headers[HTTPField.Name("X-Swpt-User-Id")!] = user }
        if body != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
        return try await executeRequest(uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
    }

    func answer(
        _ method: HTTPRequest.Method, _ path: String, user: String? = nil, headers: HTTPFields = [:], body: String? = nil
    ) async throws -> Answer {
        let response = try await send(method, path, user: user, headers: headers, body: body)
        return Answer(
            status: response.status.code, type: response.headers[.contentType], location: response.headers[.location],
            body: String(buffer: response.body))
    }
}
