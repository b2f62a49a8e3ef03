import Persistence
import TestSupport
import Testing

/// Whether a process says that it can do its work (DA-API 20.5).
@Suite("Readiness", .controlsBroker, .timeLimit(.minutes(5)))
struct ReadinessTests {
    private static let path = "/debtors/health/ready/public"

    private func answer(_ node: LiveNode) async throws -> (status: Int, text: String) {
        let response = try await node.send(.get, Self.path)
        return (response.status, String(decoding: response.body, as: UTF8.self))
    }

    @Test("everything in one process is ready while the broker is there, and says that it is away; it comes back by itself")
    func everything() async throws {
        try await LiveNode.with { node async throws in
            try await node.running {
                try await TestBroker.eventually("ready") { try await answer(node).status == 200 }
                try await node.broker.control("stop")
                try await TestBroker.eventually("not ready") { try await answer(node).status == 503 }
                let away = try await answer(node)
                #expect(away.text.hasPrefix("I am not ready.\nbroker: cannot connect to the broker at "), "\(away)")
                #expect(try await node.send(.get, "/debtors/health/check/public").status == 200)
                try await node.broker.control("start")
                try await TestBroker.eventually("ready again") { try await answer(node).status == 200 }
            }
        }
    }

    /// Runs everything; `spoil` makes something unusable, and `mend` repairs it.
    private func expectUnreadiness(
        _ reason: String, spoil: @escaping @Sendable (LiveNode) async throws -> Void,
        mend: @escaping @Sendable (LiveNode) async throws -> Void
    ) async throws {
        try await LiveNode.with { node async throws in
            try await node.running {
                try await TestBroker.eventually("ready") { try await answer(node).status == 200 }
                try await spoil(node)
                let result = await Result {
                    try await TestBroker.eventually("not ready") { try await answer(node).status == 503 }
                    let text = try await answer(node).text
                    #expect(text.contains(reason), "\(text)")
                }
                try await mend(node)
                try result.get()
                try await TestBroker.eventually("ready again") { try await answer(node).status == 200 }
            }
        }
    }

    /// Changes a setting of the node's database, and makes its sessions begin again.
    private static func set(_ setting: String, of node: LiveNode) async throws {
        let administration = Database(url: try TestDatabase.serverURL, logger: TestDatabase.quietLogger)
        let name = try #require(node.url.databaseName)
        try await administration.administer("ALTER DATABASE \"\(name)\" \(setting)")
        try await administration.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
        await administration.close()
    }

    @Test(
        "a database that takes no changes, or has no room: not ready, and why",
        arguments: [
            ("default_transaction_read_only", "on", "read-only, or a standby"), ("temp_file_limit", "0", "temporary file size exceeds"),
        ])
    func database(name: String, value: String, reason: String) async throws {
        try await expectUnreadiness(
            reason, spoil: { try await Self.set("SET \(name) = \(value)", of: $0) },
            mend: { try await Self.set("RESET \(name)", of: $0) })
    }

    @Test("a database without the schema: not ready, and why")
    func schema() async throws {
        func rename(_ old: String, _ new: String) -> @Sendable (LiveNode) async throws -> Void {
            { node in
                let database = Database(url: node.url, logger: TestDatabase.quietLogger)
                try await database.execute(Statement(stringLiteral: "ALTER TABLE \(old) RENAME TO \(new)"))
                await database.close()
            }
        }
        try await expectUnreadiness(
            "database: the schema has version 0", spoil: rename("schema_migration", "hidden"),
            mend: rename("hidden", "schema_migration"))
    }

    @Test("a web server alone is ready without a broker")
    func webServer() async throws {
        try await LiveNode.with { node async throws in
            try await node.broker.control("stop")
            let result = await Result {
                try await node.program.running(["webserver"]) {
                    let alone = try await answer(node)
                    #expect(alone.status == 200 && alone.text == "I am ready.")
                }
            }
            try await node.broker.control("start")
            try result.get()
        }
    }
}

extension Result where Failure == any Error {
    /// The outcome of something asynchronous, to be looked at when everything is as it was.
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
