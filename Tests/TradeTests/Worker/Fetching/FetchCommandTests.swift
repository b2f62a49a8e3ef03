import Foundation
import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Trade

@Suite("The command fetch_debtor_infos (TW 25.1)", .timeLimit(.minutes(3)))
struct FetchCommandTests {
    /// A worker's database, and what a run of the command on it says.
    private func withWorker(
        _ body: (Database, _ run: (_ options: String, _ variables: [String: String]) async throws -> (status: Int32, text: String))
            async throws
            -> Void
    ) async throws {
        try await TestDatabase.withURL { url in
            let database = Database(url: url, configuration: DatabaseConfiguration(maximumConnections: 2), logger: TestDatabase.quietLogger)
            try await Migrator(
                service: "test", migrations: Resources.workerMigrations, database: database, logger: TestDatabase.quietLogger
            )
            .migrate()
            var server = try #require(ProcessInfo.processInfo.environment["TEST_POSTGRES_URL"].flatMap { URLComponents(string: $0) })
            server.path = "/" + (url.databaseName ?? "")
            // It has no business with the solver's database, which may be the same.
            let address = try #require(server.string)
            try await body(database) { options, variables in
                let path = NSTemporaryDirectory() + "fetch-\(UUID().uuidString).log"
                defer { try? FileManager.default.removeItem(atPath: path) }
                let child = try ChildProcess(
                    ChildProcess.product("swpt-trade"), ["fetch_debtor_infos"] + options.split(separator: " ").map(String.init),
                    environment: ["WORKER_POSTGRES_URL": address, "SOLVER_POSTGRES_URL": address].merging(variables) { $1 },
                    outputPath: path)
                let status = await child.wait()
                return (status, try String(contentsOfFile: path, encoding: .utf8))
            }
            await database.close()
        }
    }

    private func schedule(_ urls: [String], in database: Database) async throws {
        let store = WorkerStore(
            database: database, wakeUps: WakeUps(service: "test"), rules: Sample.rules, logger: TestDatabase.quietLogger,
            now: { Sample.now })
        try await store.handle(urls.map { FetchDebtorInfo.locator($0, 1, ts: Sample.now) })
    }

    private func urls(of statement: Statement, _ database: Database) async throws -> [String] {
        try await database.query(statement).map { try $0[0] }
    }

    @Test("it fetches what is due from the base currency's host and those that are named, from no other private ones, and ends")
    func fetches() async throws {
        let servers = try (1...3).map { _ in
            try DocumentServer { request, connection in
                try connection.respond(document: LocatedCoinInfo.sample("https://" + request.header("Host")! + request.target).document)
            }
        }
        defer { for server in servers { server.close() } }
        let (base, named, other) = (servers[0].url("/base"), servers[1].url("/named", host: "localhost"), servers[2].url("/other"))
        try await withWorker { database, run in
            try await schedule([base, named, other], in: database)
            let end = try await run(
                "--quit-early -p 1 -c 3 -t 20 -w 0 -f \(servers[0].certificateFile)",
                [
                    "BASE_DEBTOR_INFO_LOCATOR": base,
                    "HTTP_FETCH_ALLOWED_PRIVATE_HOSTS": "10.0.0.0/8, \(URLComponents(string: named)!.host!):\(servers[1].port) fd00::/8",
                ])
            #expect(end.status == 0, "\(end.text)")
            #expect(try await urls(of: "SELECT iri FROM debtor_info_fetch WHERE attempts_count = 1", database) == [other])
            #expect(try await urls(of: "SELECT iri FROM outbox_message ORDER BY iri", database) == [base, named].sorted())
            #expect(servers[2].asked.isEmpty)
        }
    }

    @Test(
        "what it is told has to make sense",
        arguments: ["-c -1", "-c 10001", "-t 0.0001", "-t 3601", "-p x", "-w -1"])
    func wrongOptions(options: String) async throws {
        try await withWorker { _, run in
            let end = try await run("--quit-early \(options)", [:])
            #expect(end.status == 2, "\(end.text)")
        }
    }

    @Test(
        "a list of hosts with something else in it is a wrong configuration", arguments: ["10.0.0.0/33", "a, b:x", "https://example.com/"])
    func wrongHosts(list: String) async throws {
        try await withWorker { _, run in
            let end = try await run("--quit-early", ["HTTP_FETCH_ALLOWED_PRIVATE_HOSTS": list])
            #expect(end.status == 78 && end.text.contains("HTTP_FETCH_ALLOWED_PRIVATE_HOSTS"), "\(end.text)")
        }
    }
}
