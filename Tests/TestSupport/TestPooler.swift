import Foundation
import Persistence

/// A PgBouncer in transaction mode, on loopback, before the server of `TEST_POSTGRES_URL`.
public struct TestPooler: Sendable {
    private let port: Int

    /// Starts it, runs the body, and ends it.
    ///
    /// - Parameter serverConnections: how many connections to the server all clients of a database share.
    public static func with<R>(serverConnections: Int, _ body: (TestPooler) async throws -> R) async throws -> R {
        let folder = NSTemporaryDirectory() + "pgbouncer-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let port = try LocalServer.freePort()
        let file = folder + "/pgbouncer.ini"
        try settings(port, serverConnections: serverConnections).write(toFile: file, atomically: true, encoding: .utf8)
        let process = try ChildProcess(program, [file], environment: [:], outputPath: folder + "/log")
        let pooler = TestPooler(port: port)
        do {
            try await pooler.awaitStart()
            let result = try await body(pooler)
            process.send(SIGTERM)
            _ = await process.wait()
            return result
        } catch {
            process.send(SIGTERM)
            _ = await process.wait()
            throw error
        }
    }

    /// Debian's place, where a user who is not root has no path to.
    private static let program = "/usr/sbin/pgbouncer"

    /// Whoever comes is let in as the user of the server's URL. It refuses to run as root.
    private static func settings(_ port: Int, serverConnections: Int) throws -> String {
        let server = try TestDatabase.serverURL
        let account = "user=\(server.user ?? "postgres") password=\(TestDatabase.serverPassword ?? "")"
        return """
            [databases]
            * = host=\(server.host) port=\(server.port) \(account)
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = \(port)
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = \(serverConnections)
            max_client_conn = 200
            \(getuid() == 0 ? "user = postgres" : "")

            """
    }

    private func awaitStart() async throws {
        try await TestBroker.eventually("PgBouncer answers") {
            let database = Database(url: try url(of: TestDatabase.serverURL), logger: TestDatabase.quietLogger)
            let answer = try? await database.query("SELECT 1")
            await database.close()
            return answer != nil
        }
    }

    /// The text of the URL that leads to a database through the pooler.
    ///
    /// - Parameter query: parameters, `name=value`.
    public func urlText(of database: DatabaseURL, query: String = "") -> String {
        "postgresql://somebody@127.0.0.1:\(port)/\(database.databaseName ?? "")" + (query.isEmpty ? "" : "?" + query)
    }

    /// The URL that leads to a database through the pooler.
    public func url(of database: DatabaseURL, query: String = "") throws -> DatabaseURL {
        try DatabaseURL(urlText(of: database, query: query))
    }
}
