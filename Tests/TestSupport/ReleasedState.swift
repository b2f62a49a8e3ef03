import Foundation
import Persistence

/// The state of a service's database after one of its released migrations, filled by the service itself: what an upgrade starts from.
///
/// It is `services/NAME/migrations/NNNN-…/filled.sql` (`services/NAME/migrations/DATABASE/NNNN-…` where a service has several databases), a
/// dump as statements of SQL. `docs/how-to.md` says how it is made.
public struct ReleasedState: Sendable, CustomStringConvertible {
    /// The number of its newest migration.
    public let number: Int32
    private let file: URL

    /// All of a service, oldest first.
    ///
    /// - Parameter database: which of its databases, when it has several.
    public static func all(of service: String, database: String? = nil) throws -> [ReleasedState] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let place = "services/\(service)/migrations" + (database.map { "/" + $0 } ?? "")
        let migrations = root.appendingPathComponent(place)
        return try FileManager.default.contentsOfDirectory(atPath: migrations.path).sorted().compactMap { folder in
            let file = migrations.appendingPathComponent(folder).appendingPathComponent("filled.sql")
            guard let number = Int32(folder.prefix(4)), FileManager.default.fileExists(atPath: file.path) else { return nil }
            return ReleasedState(number: number, file: file)
        }
    }

    public var description: String { "after migration \(number)" }

    /// Makes the database what it was: everything that is in it is dropped before.
    public func restore(into database: Database) async throws {
        let dump = try String(contentsOf: file, encoding: .utf8)
        // On connections of their own, because dumps change settings of the session.
        let restoring = Database(
            url: database.url, configuration: DatabaseConfiguration(maximumConnections: 1), logger: TestDatabase.quietLogger)
        do {
            try await restoring.transaction { tx in
                try tx.script("restore", "DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n" + dump)
            }
            await restoring.close()
        } catch {
            await restoring.close()
            throw error
        }
    }
}

/// All that the catalogue says about a schema's tables, one line for each column, index, constraint, sequence, function and trigger.
/// Constraints are without parentheses: a dump has others than the statement that made it.
public struct SchemaPicture: Sendable {
    private let lines: Set<String>

    /// The current schema.
    public init(of database: Database) async throws {
        lines = Set(try await database.query(Self.look).map { row in try row.decode(0, as: String.self) })
    }

    /// What only one of both has, sorted.
    public func differences(from other: SchemaPicture) -> [String] {
        (lines.subtracting(other.lines).map { "only here: \($0)" } + other.lines.subtracting(lines).map { "only there: \($0)" }).sorted()
    }

    private static let look = Statement(
        "schema.picture",
        """
        WITH own AS (
            SELECT c.* FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace
        )
        SELECT format('relation %s: %s %s %s', relname, relkind, relpersistence, reloptions) FROM own
        UNION ALL
        SELECT format('column %s.%s: number %s, %s, not null %s, default %s, storage %s, statistics %s', c.relname, a.attname,
            row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum), format_type(a.atttypid, a.atttypmod), a.attnotnull,
            pg_get_expr(d.adbin, d.adrelid), a.attstorage, a.attstattarget)
        FROM own c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relkind IN ('r', 'p', 'v', 'm')
        UNION ALL
        SELECT 'index ' || pg_get_indexdef(oid) FROM own WHERE relkind IN ('i', 'I')
        UNION ALL
        SELECT format('constraint %s of %s: %s, valid %s', o.conname, c.relname, translate(pg_get_constraintdef(o.oid), '()', ''),
            o.convalidated)
        FROM own c JOIN pg_constraint o ON o.conrelid = c.oid
        UNION ALL
        SELECT format('sequence %s: %s from %s by %s, %s to %s, cycle %s, cache %s', c.relname, format_type(s.seqtypid, NULL), s.seqstart,
            s.seqincrement, s.seqmin, s.seqmax, s.seqcycle, s.seqcache)
        FROM own c JOIN pg_sequence s ON s.seqrelid = c.oid
        UNION ALL
        SELECT 'trigger ' || pg_get_triggerdef(t.oid) FROM own c JOIN pg_trigger t ON t.tgrelid = c.oid WHERE NOT t.tgisinternal
        UNION ALL
        SELECT 'function ' || pg_get_functiondef(p.oid) FROM pg_proc p
        WHERE p.pronamespace = current_schema()::regnamespace AND p.prokind IN ('f', 'p')
        """)
}
