import Persistence
import TestSupport
import Testing

@Suite("migrations", .timeLimit(.minutes(2)))
struct MigratorTests {
    static let migrations = [
        Migration(
            number: 1, name: "initial",
            sql: "CREATE TABLE debtor (debtor_id bigint PRIMARY KEY);\nCREATE INDEX debtor_idx ON debtor (debtor_id);"),
        Migration(number: 2, name: "notes", sql: "ALTER TABLE debtor ADD COLUMN note text -- with a comment at the end"),
        Migration(number: 3, name: "more", sql: "CREATE TABLE more (id bigint); INSERT INTO more VALUES (1), (2)"),
    ]

    static func migrator(_ database: Database, _ count: Int = 3, service: String = "debtors") -> Migrator {
        Migrator(
            service: service, migrations: Array(migrations.prefix(count)), database: database, logger: TestDatabase.quietLogger)
    }

    @Test("migrations are applied once, in order, and are then a look of one transaction")
    func applies() async throws {
        try await TestDatabase.with { database in
            let status = try await Self.migrator(database).status()
            #expect(status == .behind(applied: 0, pending: 3))
            let first = try await Self.migrator(database, 1).migrate()
            #expect(first == 1)
            let between = try await Self.migrator(database).status()
            #expect(between == .behind(applied: 1, pending: 2))
            let second = try await Self.migrator(database).migrate()
            #expect(second == 2)
            let before = database.counters
            let third = try await Self.migrator(database).migrate()
            #expect(third == 0)
            #expect((database.counters - before).transactions == 1)
            let isNewest = try await Self.migrator(database).isNewest()
            #expect(isNewest)
            let rows: Int = try await database.query("SELECT count(*) FROM more")[0][0]
            #expect(rows == 2)
            let records = try await database.query("SELECT number, service, name FROM schema_migration ORDER BY number")
            #expect(try records.map { try $0.decode(2, as: String.self) } == ["initial", "notes", "more"])
        }
    }

    @Test("many processes that migrate at once apply each migration once")
    func concurrent() async throws {
        try await TestDatabase.with { database in
            let applied = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        let own = Database(
                            url: database.url, configuration: DatabaseConfiguration(maximumConnections: 1),
                            logger: TestDatabase.quietLogger)
                        let count = try await Self.migrator(own).migrate()
                        await own.close()
                        return count
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(applied == 3)
        }
    }

    @Test("a newer schema is refused and left as it is")
    func newer() async throws {
        try await TestDatabase.with { database in
            try await Self.migrator(database).migrate()
            let error = MigrationError.newerSchema(schema: "public", found: 3, known: 2)
            await #expect(throws: error) { try await Self.migrator(database, 2).migrate() }
            await #expect(throws: error) { try await Self.migrator(database, 2).isNewest() }
            #expect(error.description.contains("version 3"))
        }
    }

    @Test("a schema of the public implementation is refused")
    func foreign() async throws {
        try await TestDatabase.with { database in
            try await database.execute("CREATE TABLE alembic_version (version_num varchar(32))")
            let error = MigrationError.foreignSchema(schema: "public", evidence: "it has a table alembic_version")
            await #expect(throws: error) { try await Self.migrator(database).migrate() }
            await #expect(throws: error) { try await Self.migrator(database).status() }
        }
    }

    @Test("the schema of another of our services is refused")
    func otherService() async throws {
        try await TestDatabase.with { database in
            try await Self.migrator(database).migrate()
            await #expect(throws: MigrationError.otherService(schema: "public", service: "debtors", expected: "creditors")) {
                try await Self.migrator(database, service: "creditors").migrate()
            }
        }
    }

    @Test("an applied migration whose text has changed is named")
    func tampered() async throws {
        try await TestDatabase.with { database in
            try await Self.migrator(database).migrate()
            var changed = Self.migrations
            changed[1] = Migration(number: 2, name: "notes", sql: "ALTER TABLE debtor ADD COLUMN note varchar")
            let migrator = Migrator(
                service: "debtors", migrations: changed, database: database, logger: TestDatabase.quietLogger)
            await #expect(throws: MigrationError.changedMigration(schema: "public", number: 2, name: "notes")) {
                try await migrator.migrate()
            }
            try await database.execute("DELETE FROM schema_migration WHERE number = 2")
            await #expect(throws: MigrationError.missingMigration(schema: "public", number: 2)) {
                try await Self.migrator(database).migrate()
            }
        }
    }

    @Test("a migration that fails leaves nothing behind, and is named")
    func failing() async throws {
        try await TestDatabase.with { database in
            let broken = Migration(number: 2, name: "broken", sql: "CREATE TABLE half (id bigint); SELECT no_such_function();")
            let migrator = Migrator(
                service: "debtors", migrations: [Self.migrations[0], broken], database: database, logger: TestDatabase.quietLogger)
            let error = await #expect(throws: PostgresError.self) { try await migrator.migrate() }
            #expect(error?.statement == "migration 2 (broken)")
            let exists: Bool = try await database.query("SELECT to_regclass('half') IS NOT NULL")[0][0]
            #expect(!exists)
            let status = try await migrator.status()
            #expect(status == .behind(applied: 1, pending: 1))
        }
    }

    @Test("a migration that ends its transaction itself is refused", arguments: ["SELECT 1; COMMIT;", "ROLLBACK", "COMMIT; BEGIN"])
    func transactionControl(sql: String) async throws {
        try await TestDatabase.with { database in
            let migrator = Migrator(
                service: "debtors", migrations: [Migration(number: 1, name: "bad", sql: sql)], database: database,
                logger: TestDatabase.quietLogger)
            await #expect(throws: DatabaseError.self) { try await migrator.migrate() }
        }
    }

    @Test("two services live in one database in schemas of their own, beside the tables of operators and strangers")
    func severalSchemas() async throws {
        try await TestDatabase.with { database in
            // What others have in the public schema is none of our business, as long as ours comes first.
            try await database.execute("CREATE TABLE alembic_version (version_num varchar(32))")
            for (user, service) in [("one", "debtors"), ("two", "creditors")] {
                let name = "\(database.url.databaseName!)_\(user)"
                try await database.administer("CREATE SCHEMA \(name)")
                var configuration = DatabaseConfiguration(maximumConnections: 2)
                configuration.sessionSettings = ["search_path": "\(name), public"]
                let own = Database(url: database.url, configuration: configuration, logger: TestDatabase.quietLogger)
                try await own.execute("CREATE TABLE shard_split_guard (id smallint PRIMARY KEY, value text)")
                let applied = try await Self.migrator(own, service: service).migrate()
                #expect(applied == 3)
                let isNewest = try await Self.migrator(own, service: service).isNewest()
                #expect(isNewest)
                await own.close()
            }
            let tables: Int = try await database.query("SELECT count(*) FROM pg_tables WHERE tablename = 'schema_migration'")[0][0]
            #expect(tables == 2)
        }
    }

    @Test("a database without any schema for our tables is told so")
    func noSchema() async throws {
        try await TestDatabase.with { database in
            try await database.execute("DROP SCHEMA public")
            await #expect(throws: MigrationError.noSchema) { try await Self.migrator(database).migrate() }
        }
    }

    @Test("a server that hangs up is asked once: whoever migrates decides when to ask again")
    func asksOnce() async throws {
        let server = try LocalServer { _ in throw LocalConnection.Ended() }
        defer { server.close() }
        let url = try DatabaseURL("postgresql://mint@\(server.address):\(server.port)/mint?sslmode=disable")
        let database = Database(url: url, logger: TestDatabase.quietLogger)
        await #expect(throws: DatabaseError.self) { try await Self.migrator(database).migrate() }
        await #expect(throws: DatabaseError.self) { try await Self.migrator(database).status() }
        #expect(server.acceptedCount == 2)
        await database.close()
    }
}
