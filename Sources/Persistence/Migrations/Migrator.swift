public import Logging

/// Brings the schema of a service to the newest version, or tells that it is not.
///
/// What was applied is recorded in the table `schema_migration` of the *current* schema (the first one of the search path), so that
/// several services can live in one database in schemas of their own (OPS 1.2). Each migration is a transaction together with its
/// record, under an advisory lock of the schema, so any number of processes may migrate at once (OPS 3.4). Other tables are left
/// alone, except that the `alembic_version` table of the public implementation makes the schema a foreign one (OPS 5.3).
public struct Migrator: Sendable {
    /// "swpt": migrations, of a schema whose name gives the key.
    private static let lockSpace: Int32 = 0x7377_7074

    /// A server that is away is for the caller to wait for: `configure` and `await_migrations` have a rhythm of their own (OPS 3.4).
    private static let retry: RetryPolicy = {
        var policy = RetryPolicy.business
        policy.retriesConnections = false
        return policy
    }()

    /// Whose schema it is.
    public let service: String
    /// All steps that this program knows.
    public let migrations: [Migration]
    private let database: Database
    private let logger: Logger

    /// - Parameter migrations: numbered 1, 2, 3… in this order.
    public init(service: String, migrations: [Migration], database: Database, logger: Logger) {
        precondition(
            migrations.map(\.number) == migrations.indices.map { Int32($0) + 1 }, "migrations are numbered 1, 2, 3… in order")
        self.service = service
        self.migrations = migrations
        self.database = database
        self.logger = logger
    }

    /// Applies what is missing; a quick look when nothing is.
    ///
    /// - Throws: ``MigrationError`` when the schema cannot be migrated, ``PostgresError`` when a migration fails (it and the
    ///   later ones are not applied then), ``DatabaseError``.
    /// - Returns: how many migrations were applied.
    @discardableResult
    public func migrate() async throws -> Int {
        if try await isNewest() { return 0 }
        var applied = 0
        while let migration = try await database.transaction(retry: Self.retry, { tx in try applyNext(tx) }) {
            applied += 1
            logger.info(
                "migrated the database schema", metadata: ["number": "\(migration.number)", "name": "\(migration.name)"])
        }
        return applied
    }

    /// Whether the schema has exactly the migrations that are known here. Read-only, one transaction.
    /// - Throws: like ``status()``.
    public func isNewest() async throws -> Bool { try await status() == .newest }

    /// How the schema stands. Changes nothing, so that it works with a read-only user and a standby server.
    /// - Throws: ``MigrationError`` when it cannot be migrated, ``PostgresError``, ``DatabaseError``.
    public func status() async throws -> MigrationStatus {
        try await database.transaction(readOnly: true, retry: Self.retry) { tx in
            let schema = try currentSchema(tx)
            let applied = schema.hasRecords ? try checkedRecords(tx, schema.name) : 0
            return applied == migrations.count ? .newest : .behind(applied: applied, pending: migrations.count - applied)
        }
    }

    // MARK: Applying

    private func applyNext(_ tx: Transaction) throws -> Migration? {
        let schema = try currentSchema(tx)
        try tx.query("SELECT pg_advisory_xact_lock($1, hashtext($2))", Self.lockSpace, schema.name)
        // Another process may have made the table while this one waited.
        if try !currentSchema(tx).hasRecords { try createRecords(tx, schema.name) }
        let applied = try checkedRecords(tx, schema.name)
        guard applied < migrations.count else { return nil }
        let migration = migrations[applied]
        try tx.script("migration \(migration.number) (\(migration.name))", migration.sql)
        tx.enqueue(
            Statement(
                "schema_migration.insert",
                """
                INSERT INTO \(quotedIdentifier(schema.name)).schema_migration (number, service, name, checksum)
                VALUES ($1, $2, $3, sha256(convert_to($4, 'UTF8')))
                """), migration.number, service, migration.name, migration.sql)
        return migration
    }

    private func createRecords(_ tx: Transaction, _ schema: String) throws {
        try tx.script(
            "schema_migration.create",
            """
            CREATE TABLE \(quotedIdentifier(schema)).schema_migration (
                number integer PRIMARY KEY,
                service text NOT NULL,
                name text NOT NULL,
                checksum bytea NOT NULL,
                applied_at timestamp with time zone NOT NULL DEFAULT now()
            )
            """)
    }

    // MARK: Looking

    private struct Schema {
        let name: String
        let hasRecords: Bool
    }

    private func currentSchema(_ tx: Transaction) throws -> Schema {
        // Looked up in the catalogue like rows, because names that were looked up as names before are remembered for a while, even
        // when another process has made the table meanwhile.
        let row = try tx.query(
            Statement(
                "schema_migration.look",
                """
                SELECT current_schema()::text, coalesce(bool_or(c.relname = 'schema_migration'), false),
                    coalesce(bool_or(c.relname = 'alembic_version'), false)
                FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = current_schema() AND c.relname IN ('schema_migration', 'alembic_version')
                """))[0]
        guard let name: String = try row[0] else { throw MigrationError.noSchema }
        if try row[2] { throw MigrationError.foreignSchema(schema: name, evidence: "it has a table alembic_version") }
        return Schema(name: name, hasRecords: try row[1])
    }

    /// How many migrations were applied, when their records fit what is known here.
    private func checkedRecords(_ tx: Transaction, _ schema: String) throws -> Int {
        let rows = try tx.query(
            Statement(
                "schema_migration.load",
                """
                SELECT m.number, m.service, m.name, m.checksum = sha256(convert_to(k.sql, 'UTF8'))
                FROM \(quotedIdentifier(schema)).schema_migration m LEFT JOIN unnest($1, $2) AS k (number, sql) USING (number)
                ORDER BY m.number
                """), migrations.map(\.number), migrations.map(\.sql))
        for row in rows {
            let found: String = try row[1]
            guard found == service else {
                throw MigrationError.otherService(schema: schema, service: found, expected: service)
            }
        }
        if let newest: Int32 = try rows.last?[0], newest > migrations.count {
            throw MigrationError.newerSchema(schema: schema, found: newest, known: Int32(migrations.count))
        }
        for (index, row) in rows.enumerated() {
            let number: Int32 = try row[0]
            guard number == index + 1 else { throw MigrationError.missingMigration(schema: schema, number: Int32(index) + 1) }
            let isSame: Bool? = try row[3]
            guard isSame == true else {
                throw MigrationError.changedMigration(schema: schema, number: number, name: try row[2])
            }
        }
        return rows.count
    }
}
