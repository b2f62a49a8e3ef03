import Foundation
import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Trade

@Suite("The command fetch_debtor_infos (TW 25.1)", .timeLimit(.minutes(10)))
struct FetchCommandTests {
    /// The command, running or at its end.
    private struct Run {
        let process: ChildProcess
        let path: String

        /// Exit status, and what was said.
        func end() async throws -> (status: Int32, text: String) {
            defer { try? FileManager.default.removeItem(atPath: path) }
            let status = await process.wait()
            return (status, try String(contentsOfFile: path, encoding: .utf8))
        }
    }

    /// A worker's database, and how the command is started on it.
    private func withWorker(
        _ body: (Database, _ start: (_ options: String, _ variables: [String: String]) throws -> Run) async throws -> Void
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
                let child = try ChildProcess(
                    ChildProcess.product("swpt-trade"), ["fetch_debtor_infos"] + options.split(separator: " ").map(String.init),
                    environment: ["WORKER_POSTGRES_URL": address, "SOLVER_POSTGRES_URL": address].merging(variables) { $1 },
                    outputPath: path)
                return Run(process: child, path: path)
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
        try await withWorker { database, start in
            try await schedule([base, named, other], in: database)
            let end = try await start(
                "--quit-early -p 1 -c 3 -t 20 -w 0 -f \(servers[0].certificateFile)",
                [
                    "BASE_DEBTOR_INFO_LOCATOR": base,
                    "HTTP_FETCH_ALLOWED_PRIVATE_HOSTS": "10.0.0.0/8, \(URLComponents(string: named)!.host!):\(servers[1].port) fd00::/8",
                ]
            ).end()
            #expect(end.status == 0, "\(end.text)")
            #expect(try await urls(of: "SELECT iri FROM debtor_info_fetch WHERE attempts_count = 1", database) == [other])
            #expect(try await urls(of: "SELECT iri FROM outbox_message ORDER BY iri", database) == [base, named].sorted())
            #expect(servers[2].asked.isEmpty)
        }
    }

    @Test("told to stop in the middle of requests, it ends at once, and leaves them to the next one")
    func stop() async throws {
        let gate = Gate()
        let server = try DocumentServer { request, connection in
            gate.wait()
            throw LocalConnection.Ended()
        }
        defer { server.close() }
        defer { gate.open() }
        try await withWorker { database, start in
            try await schedule((1...5).map { server.url("/\($0)") }, in: database)
            let child = try start("", ["BASE_DEBTOR_INFO_LOCATOR": server.url("/"), "APP_VERIFY_SSL_CERTS": "no"])
            while gate.waiting < 5 { try await Task.sleep(for: .milliseconds(5)) }
            child.process.send(SIGTERM)
            #expect(await child.process.wait() == 0)
            let due: Statement =
                "SELECT iri FROM debtor_info_fetch WHERE attempts_count = 0 AND next_attempt_at < now() + interval '30 seconds'"
            #expect(try await urls(of: due, database).count == 5)
        }
    }

    @Test(
        "what it is told has to make sense",
        arguments: ["-c -1", "-c 10001", "-t 0.0001", "-t 3601", "-p x", "-w -1"])
    func wrongOptions(options: String) async throws {
        try await withWorker { _, start in
            let end = try await start("--quit-early \(options)", [:]).end()
            #expect(end.status == 2, "\(end.text)")
        }
    }

    @Test(
        "a list of hosts with something else in it is a wrong configuration", arguments: ["10.0.0.0/33", "a, b:x", "https://example.com/"])
    func wrongHosts(list: String) async throws {
        try await withWorker { _, start in
            let end = try await start("--quit-early", ["HTTP_FETCH_ALLOWED_PRIVATE_HOSTS": list]).end()
            #expect(end.status == 78 && end.text.contains("HTTP_FETCH_ALLOWED_PRIVATE_HOSTS"), "\(end.text)")
        }
    }
}
