/// One step of a schema: a numbered SQL text. Once it has been released it must never change.
public struct Migration: Hashable, Sendable {
    /// 1, 2, 3…, without gaps.
    public let number: Int32
    /// What people call it.
    public let name: String
    /// Statements of SQL, without BEGIN and COMMIT. Unqualified names belong to the service's own schema.
    public let sql: String

    /// One step.
    public init(number: Int32, name: String, sql: String) {
        self.number = number
        self.name = name
        self.sql = sql
    }
}

/// How a schema stands to the migrations that a program knows.
public enum MigrationStatus: Hashable, Sendable {
    case newest
    /// So many migrations have yet to be applied; 0 applied ones mean an empty schema.
    case behind(applied: Int, pending: Int)
}

/// Why a schema can be neither used nor migrated. None of these goes away by itself.
public enum MigrationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No schema of the search path exists.
    case noSchema
    /// The schema holds the tables of another program.
    case foreignSchema(schema: String, evidence: String)
    /// The schema belongs to another of our services.
    case otherService(schema: String, service: String, expected: String)
    /// A newer program has migrated the schema.
    case newerSchema(schema: String, found: Int32, known: Int32)
    /// The text of an applied migration has changed since.
    case changedMigration(schema: String, number: Int32, name: String)
    /// A migration was applied although one before it was not.
    case missingMigration(schema: String, number: Int32)

    public var description: String {
        switch self {
        case .noSchema:
            "the database has no schema for our tables: none of the search path exists (create one with the user's name, or \"public\")"
        case .foreignSchema(let schema, let evidence):
            "schema \"\(schema)\" belongs to another program (\(evidence)); it cannot be adopted, use an empty schema or database"
        case .otherService(let schema, let service, let expected):
            "schema \"\(schema)\" belongs to the service \(service), not to \(expected); check the database URL"
        case .newerSchema(let schema, let found, let known):
            "schema \"\(schema)\" has version \(found), but this program knows only versions up to \(known); "
                + "use a newer program, schemas are never downgraded"
        case .changedMigration(let schema, let number, let name):
            "migration \(number) (\(name)) was applied to schema \"\(schema)\" with another text than this program has; "
                + "it is not the same release"
        case .missingMigration(let schema, let number):
            "migration \(number) is missing in schema \"\(schema)\" although later ones were applied"
        }
    }
}
