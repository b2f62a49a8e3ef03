import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import NodeKit
import Persistence
import SMPProtocol
import Synchronization
import TestSupport
import Testing

@testable import Creditors

/// A clock that moves by a millisecond with each look, and by more when it is told to.
final class TestClock: Sendable {
    private let moment = Mutex(Sample.now)

    @Sendable func now() -> Timestamp {
        moment.withLock {
            $0 = $0.adding(microseconds: 1000)
            return $0
        }
    }

    func advance(days: Double) { moment.withLock { $0 = $0.adding(microseconds: days.days) } }
}

/// The Web API, the inbox and the jobs of a node in this process, on a database of its own, with the settings of CA-API 17.
struct TestNode: Sendable {
    let database: Database
    let store: CreditorsStore
    let clock: TestClock
    let inbox: CreditorsInbox
    let configuration: CreditorsConfiguration
    let wakeUps: WakeUps
    private let client: any TestClientProtocol

    static let settings = [
        "POSTGRES_URL": "postgresql://unused/unused", "MIN_CREDITOR_ID": "4294967296", "MAX_CREDITOR_ID": "8589934591",
        "APP_CREDITORS_PER_PAGE": "2", "APP_LOG_ENTRIES_PER_PAGE": "2", "APP_ACCOUNTS_PER_PAGE": "2", "APP_TRANSFERS_PER_PAGE": "2",
        "APP_LEDGER_ENTRIES_PER_PAGE": "2", "APP_LOG_RETENTION_DAYS": "31", "APP_MAX_CREDITOR_ACCOUNTS": "32000",
        "APP_MAX_CREDITOR_TRANSFERS": "32000", "APP_MAX_CREDITOR_RECONFIGS": "32000", "APP_MAX_CREDITOR_INITIATIONS": "32000",
    ]

    /// - Parameter settings: environment variables, in addition to those of CA-API 17.
    static func with(
        _ settings: [String: String] = [:], _ body: @escaping @Sendable (TestNode) async throws -> Void
    ) async throws {
        let configuration = try CreditorsConfiguration.load(from: ProcessEnvironment(Self.settings.merging(settings) { $1 }))
        let clock = TestClock()
        let wakeUps = WakeUps(service: "test")
        try await TestDatabase.with(migrations: Resources.migrations) { database in
            let store = CreditorsStore(database: database, wakeUps: wakeUps, now: clock.now)
            let responsibility = configuration.responsibility
            let web = WebAPI(
                configuration.common, edge: .trustedHeaders, routes: CreditorsAPI(store: store, configuration).routes,
                openAPI: Resources.openAPI, isServed: { responsibility.includes(CreditorID($0)) })
            let rules = configuration.messageRules
            let inbox = CreditorsInbox(responsibility: responsibility) { try await store.handle($0, rules) }
            try await WebServer(web).application().test(.router) { client in
                try await body(
                    TestNode(
                        database: database, store: store, clock: clock, inbox: inbox, configuration: configuration, wakeUps: wakeUps,
                        client: client))
            }
        }
    }

    // MARK: Requests

    /// - Parameters:
    ///   - user: the value of `X-Swpt-User-Id`; nil: a superuser in PIN reset mode.
    ///   - pin: whether the PIN is asked for.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, as user: String? = nil, pin: Bool = false
    ) async throws -> Answer {
        var fields: HTTPFields = [:]
        if let user { fields[.init("X-Swpt-User-Id")!] = user }
        if pin { fields[.init("X-Swpt-Require-Pin")!] = "true" }
        if body != nil { fields[.contentType] = "application/json" }
        let response = try await client.execute(uri: path, method: method, headers: fields, body: body.map { ByteBuffer(string: $0) })
        return Answer(status: response.status.code, headers: response.headers, body: Array(response.body.readableBytesView))
    }

    func get(_ path: String, as user: String? = nil) async throws -> Answer { try await send(.get, path, as: user) }

    func post(_ path: String, _ body: String = "{}", as user: String? = nil, pin: Bool = false) async throws -> Answer {
        try await send(.post, path, body, as: user, pin: pin)
    }

    func patch(_ path: String, _ body: String, pin: Bool = false) async throws -> Answer { try await send(.patch, path, body, pin: pin) }

    /// An active creditor.
    func activate(_ id: CreditorID = Sample.creditorID) async throws {
        let answer = try await post("\(Path.creditor(id))activate")
        #expect(answer.status == 200, "\(answer.text)")
    }

    func createAccount(_ key: AccountKey = Sample.key) async throws {
        let answer = try await post("\(Path.creditor(key.creditor))accounts/", #"{"uri":"swpt:\#(key.debtor.unsigned)"}"#)
        #expect(answer.status == 201, "\(answer.text)")
    }

    /// An account whose configuration the accounting authority has confirmed.
    func confirmedAccount(_ key: AccountKey = Sample.key) async throws {
        try await createAccount(key)
        let data = try #require(try await store.accountData(key))
        try await inbox.handle([Sample.update(confirming: data)])
    }

    /// The statements by which all creditors are deleted and come back, with everything as it is now.
    static func comeBack(_ database: Database) async throws -> [Statement] {
        let tables = ["creditor", "pin", "account", "account_data"]
        for table in tables { try await database.execute(Statement(stringLiteral: "CREATE TABLE kept_\(table) AS SELECT * FROM \(table)")) }
        return ["DELETE FROM creditor"] + tables.map { Statement(stringLiteral: "INSERT INTO \($0) SELECT * FROM kept_\($0)") }
    }

    /// All entries of a creditor's log.
    func log(_ id: CreditorID = Sample.creditorID) async throws -> [LogEntry] {
        try #require(try await store.log(id, after: 0, limit: 1_000_000)).entries
    }

    /// The ledger of an account, oldest entry first.
    func ledger(_ key: AccountKey = Sample.key) async throws -> [LedgerEntry] {
        try await store.ledgerEntries(key, before: .max, stop: 0, limit: 1_000_000).reversed()
    }

    /// The names of the messages that wait to be sent, in order.
    func sent() async throws -> [String] {
        try await database.query("SELECT kind FROM outbox_message ORDER BY message_id").map { row in
            MessageKind(rawValue: try row[0])?.typeName ?? "?"
        }
    }
}

/// An answer of the Web API.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPFields
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    var location: String? { headers[.location] }

    func json() throws -> JSONValue { try JSONValue(json: body, limits: .document(maximumBytes: 1 << 22)) }
}

extension JSONValue {
    subscript(name: String) -> JSONValue? { if case .object(let object) = self { object[name] } else { nil } }
    var string: String? { if case .string(let text) = self { text } else { nil } }
    var number: Int64? { try? integer() }
    var items: [JSONValue] { if case .array(let elements)? = self["items"] { elements } else { [] } }
}
