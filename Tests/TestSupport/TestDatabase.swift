import Foundation
import Logging
import Persistence

/// A database with a random name on the server of `TEST_POSTGRES_URL`, which is there for one test and is dropped after it.
///
///     try await TestDatabase.with { database in … }
public struct TestDatabase: Sendable {
    /// An environment variable that tests need is not set.
    public struct MissingVariable: Error, CustomStringConvertible {
        /// The variable that is not set.
        public let name: String
        /// Names the variable.
        public init(_ name: String) { self.name = name }
        public var description: String { "the environment variable \(name) is not set; scripts/test sets it" }
    }

    /// The server of `TEST_POSTGRES_URL`, with the right to create databases.
    public static var serverURL: DatabaseURL {
        get throws {
            guard let text = ProcessInfo.processInfo.environment["TEST_POSTGRES_URL"] else {
                throw MissingVariable("TEST_POSTGRES_URL")
            }
            return try DatabaseURL(text)
        }
    }

    /// The password of the server's URL as it is written there, for tests that need a URL of their own.
    public static var serverPassword: String? {
        guard let text = ProcessInfo.processInfo.environment["TEST_POSTGRES_URL"],
            let credentials = text.firstRange(of: "://").map({ text[$0.upperBound...].prefix { $0 != "@" } })
        else { return nil }
        return credentials.firstIndex(of: ":").map { String(credentials[credentials.index(after: $0)...]) } ?? ""
    }

    /// Where the database is.
    public let url: DatabaseURL
    private let administration: Database

    private init(url: DatabaseURL, administration: Database) {
        self.url = url
        self.administration = administration
    }

    /// Creates a database, runs the body with it, and drops it.
    public static func with<R: Sendable>(
        migrations: [Migration] = [], configuration: DatabaseConfiguration = DatabaseConfiguration(maximumConnections: 8),
        logger: Logger = TestDatabase.quietLogger, _ body: (Database) async throws -> R
    ) async throws -> R {
        try await withURL { url in
            let database = Database(url: url, configuration: configuration, logger: logger)
            do {
                if !migrations.isEmpty {
                    try await Migrator(service: "test", migrations: migrations, database: database, logger: logger).migrate()
                }
                let result = try await body(database)
                await database.close()
                return result
            } catch {
                await database.close()
                throw error
            }
        }
    }

    /// Creates a database, runs the body with its URL, and drops it.
    public static func withURL<R: Sendable>(_ body: (DatabaseURL) async throws -> R) async throws -> R {
        try await ServerAccess.postgres.shared { try await withOwnURL(body) }
    }

    /// The same for a test that has the server for itself (``ServerAccess/exclusive(_:)``).
    public static func withOwnURL<R: Sendable>(_ body: (DatabaseURL) async throws -> R) async throws -> R {
        let test = try await create()
        do {
            let result = try await body(test.url)
            try await test.drop()
            return result
        } catch {
            // The test's own failure is the one to tell.
            try? await test.drop()
            throw error
        }
    }

    private static func create() async throws -> TestDatabase {
        let server = try serverURL
        let name = "test_" + String(UInt64.random(in: .min ... .max), radix: 36)
        let administration = Database(
            url: server, configuration: DatabaseConfiguration(maximumConnections: 1), logger: quietLogger)
        try await administration.administer("CREATE DATABASE \(name)")
        return TestDatabase(url: server.withDatabase(name), administration: administration)
    }

    private func drop() async throws {
        try await administration.administer("DROP DATABASE IF EXISTS \(url.databaseName!) WITH (FORCE)")
        await administration.close()
    }

    /// Says only what is wrong.
    public static let quietLogger: Logger = {
        var logger = Logger(label: "test")
        logger.logLevel = .error
        return logger
    }()
}
