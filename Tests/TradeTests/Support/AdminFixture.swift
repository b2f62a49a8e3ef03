import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import NodeKit
import SMPProtocol
import TestSupport
import Testing

@testable import Trade

/// The admin API in this process, on a solver database of its own.
struct AdminFixture: Sendable {
    let solver: SolverFixture
    fileprivate let client: any TestClientProtocol

    static func with(_ body: @escaping @Sendable (AdminFixture) async throws -> Void) async throws {
        try await SolverFixture.with { fixture in
            let settings = try TradeConfiguration.load(
                from: ProcessEnvironment(["APP_ENABLE_CORS": "yes", "OWNER_CREDITOR_ID": "12345"]))
            let api = AdminAPI(
                store: AdminStore(database: fixture.database), collectors: fixture.settings.collectors, now: fixture.clock.now)
            let web = WebAPI(
                settings.common, edge: .trustedHeaders, routes: api.routes, openAPI: Resources.openAPI,
                isServed: AdminAPI.isServed)
            try await WebServer(web).application().test(.router) { client in
                try await body(AdminFixture(solver: fixture, client: client))
            }
        }
    }

    /// - Parameter user: the value of `X-Swpt-User-Id`; nil: a superuser.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, type: String? = "application/json", as user: String? = nil
    ) async throws -> (status: Int, headers: HTTPFields, text: String) {
        var fields: HTTPFields = [:]
        if let user { fields[.init("X-Swpt-User-Id")!] = user }
        if body != nil, let type { fields[.contentType] = type }
        let response = try await client.execute(
            uri: path, method: method, headers: fields, body: body.map { ByteBuffer(string: $0) })
        return (response.status.code, response.headers, String(decoding: response.body.readableBytesView, as: UTF8.self))
    }

    func json(_ path: String) async throws -> JSONValue {
        let answer = try await send(.get, path)
        #expect(answer.status == 200 && answer.headers[.contentType] == "application/json", "\(path): \(answer.text)")
        return try JSONValue(json: Array(answer.text.utf8), limits: .document(maximumBytes: 1 << 20))
    }
}

extension JSONValue {
    subscript(name: String) -> JSONValue? {
        if case .object(let object) = self { object[name] } else { nil }
    }

    var list: [JSONValue] {
        if case .array(let list) = self { list } else { [] }
    }

    var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    var whole: Int64? { try? integer() }
}
