import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Debtors

/// The Web API and the inbox of a node in this process, on a database of its own, with the settings of DA 18.
struct TestNode: Sendable {
    let database: Database
    let store: DebtorsStore
    let clock: TestClock
    let inbox: DebtorsInbox
    fileprivate let client: any TestClientProtocol

    /// What absolute URLs begin with: the host that the test client names.
    static let base = "http://localhost"

    static let settings = [
        "POSTGRES_URL": "postgresql://unused/unused", "MIN_DEBTOR_ID": "4294967296", "MAX_DEBTOR_ID": "8589934591",
        "APP_DEBTORS_PER_PAGE": "2", "APP_TRANSFERS_FINALIZATION_APPROX_SECONDS": "10", "APP_MAX_TRANSFERS_PER_MONTH": "10",
        "APP_DOCUMENT_MAX_CONTENT_LENGTH": "100", "APP_DOCUMENT_MAX_SAVES_PER_YEAR": "2",
    ]

    /// - Parameters:
    ///   - settings: environment variables, in addition to those of DA 18.
    ///   - edge: without token checks unless something else is given.
    static func with(
        _ settings: [String: String] = [:], edge: Edge = .trustedHeaders, _ body: @escaping @Sendable (TestNode) async throws -> Void
    ) async throws {
        let configuration = try DebtorsConfiguration.load(
            from: ProcessEnvironment(Self.settings.merging(settings) { $1 }))
        let responsibility = configuration.responsibility
        let clock = TestClock()
        try await TestDatabase.with(migrations: Resources.migrations) { database in
            let store = DebtorsStore(database: database, wakeUps: WakeUps(service: "test"), now: clock.now)
            let api = DebtorsAPI(store: store, settings: configuration.api, responsibility: responsibility)
            let web = WebAPI(
                configuration.common, edge: edge, routes: api.routes, openAPI: Resources.openAPI,
                isServed: { responsibility.includes(DebtorID($0)) })
            let inbox = DebtorsInbox(responsibility: responsibility, logger: TestDatabase.quietLogger, change: store.handle)
            try await WebServer(web).application().test(.router) { client in
                try await body(TestNode(database: database, store: store, clock: clock, inbox: inbox, client: client))
            }
        }
    }
}

// MARK: Requests

/// An answer of the Web API.
struct Answer {
    let status: Int
    let headers: HTTPFields
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    var contentType: String? { headers[.contentType] }
    var location: String? { headers[.location] }

    /// The body as JSON; a test fails when it is none, or when the content type is not exactly `application/json`.
    func json(_ place: SourceLocation = #_sourceLocation) throws -> JSONValue {
        #expect(contentType == "application/json", sourceLocation: place)
        return try JSONValue(json: body, limits: .document(maximumBytes: 1 << 20))
    }
}

extension TestNode {
    /// - Parameters:
    ///   - body: a JSON document, unless a content type is given.
    ///   - user: the value of `X-Swpt-User-Id`; nil: a superuser.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, type: String? = "application/json",
        as user: String? = nil, headers: [String: String] = [:]
    ) async throws -> Answer {
        var fields: HTTPFields = [:]
        if let user { fields[.init("X-Swpt-User-Id")!] = user }
        if body != nil, let type { fields[.contentType] = type }
        for (name, value) in headers { fields[.init(name)!] = value }
        let response = try await client.execute(
            uri: path, method: method, headers: fields, body: body.map { ByteBuffer(string: $0) })
        return Answer(status: response.status.code, headers: response.headers, body: Array(response.body.readableBytesView))
    }

    func get(_ path: String, as user: String? = nil, headers: [String: String] = [:]) async throws -> Answer {
        try await send(.get, path, as: user, headers: headers)
    }

    func post(_ path: String, _ body: String? = "{}", as user: String? = nil) async throws -> Answer {
        try await send(.post, path, body, as: user)
    }

    func patch(_ path: String, _ body: String, as user: String? = nil) async throws -> Answer {
        try await send(.patch, path, body, as: user)
    }

    func delete(_ path: String, as user: String? = nil) async throws -> Answer {
        try await send(.delete, path, as: user)
    }

    /// An active debtor.
    @discardableResult
    func activate(_ id: DebtorID = Sample.debtorID) async throws -> Debtor {
        let answer = try await post("\(id.path)/activate")
        #expect(answer.status == 200)
        return try #require(try await store.debtor(id))
    }
}

/// `body` must be this JSON document, whatever the order of its members is.
func expect(
    _ answer: Answer, _ status: Int, _ body: String, sourceLocation place: SourceLocation = #_sourceLocation
) throws {
    #expect(answer.status == status, "\(answer.text)", sourceLocation: place)
    let expected = try JSONValue(document: body)
    let actual = try answer.json(place)
    #expect(actual == expected, "\(answer.text)", sourceLocation: place)
}

/// The answer must be a refusal with nothing but code and status.
func expect(_ answer: Answer, refusal code: Int, sourceLocation place: SourceLocation = #_sourceLocation) throws {
    let names = [
        400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 409: "Conflict", 410: "Gone",
        413: "Request Entity Too Large", 422: "Unprocessable Entity",
    ]
    try expect(answer, code, #"{"code":\#(code),"status":"\#(names[code]!)"}"#, sourceLocation: place)
}

/// The answer must be 422 with exactly these errors.
func expect(_ answer: Answer, errors: String, sourceLocation place: SourceLocation = #_sourceLocation) throws {
    try expect(
        answer, 422, #"{"code":422,"status":"Unprocessable Entity","errors":{"json":\#(errors)}}"#, sourceLocation: place)
}

// MARK: Messages

extension TestNode {
    /// Handles messages as one batch, as the queue would give them.
    func deliver(_ messages: any InboxMessage...) async throws {
        try await inbox.handle(messages)
    }

    /// The messages that wait to be sent, in order, and removes them.
    func takeSent() async throws -> [JSONValue] {
        let rows = try await database.query(
            "WITH sent AS (DELETE FROM outbox_message RETURNING message_id, body) SELECT body FROM sent ORDER BY message_id")
        return try rows.map { row in
            let body: [UInt8] = try row[0]
            return try JSONValue(json: body, limits: .message)
        }
    }
}

extension JSONValue {
    /// A document written down in a test.
    init(document text: String) throws { self = try JSONValue(json: Array(text.utf8), limits: .message) }

    subscript(name: String) -> JSONValue? {
        if case .object(let object) = self { object[name] } else { nil }
    }

    var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    var integer: Int64? { try? integer() }
}
