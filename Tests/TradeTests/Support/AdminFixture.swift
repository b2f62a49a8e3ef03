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

    /// The part of the variables that the API is made from.
    private struct Settings: NodeConfiguration {
        let common: CommonConfiguration

        init(reader: inout ConfigurationReader) {
            let profile = NodeProfile(
                service: "swpt_trade", executable: "swpt-trade", pathPrefix: "trade", apiTitle: "Trade API",
                redocURL: "https://example.com/redoc.js", superuserName: "creditors-superuser", supervisorName: "creditors-supervisor",
                userSubjectVariable: "APP_CREDITOR_SUBJECT_REGEX", userSubjectPattern: "^creditors:([0-9]+)$")
            common = CommonConfiguration(reader: &reader, profile: profile)
        }
    }

    static func with(_ body: @escaping @Sendable (AdminFixture) async throws -> Void) async throws {
        try await SolverFixture.with { fixture in
            let settings = try Settings.load(from: ProcessEnvironment(["APP_ENABLE_CORS": "yes"]))
            let api = AdminAPI(
                store: AdminStore(database: fixture.database), collectors: fixture.settings.collectors, now: fixture.clock.now)
            let web = WebAPI(
                settings.common, edge: .trustedHeaders, routes: api.routes, openAPI: EmbeddedResource.at("trade/openapi.json").bytes,
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
