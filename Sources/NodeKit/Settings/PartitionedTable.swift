import Persistence
import SMPProtocol

/// A table whose rows are divided among the shards, and the column that says by what (OPS 3.11).
public struct PartitionedTable: Sendable {
    let name: String
    let column: String
    let isForeign: @Sendable (Row, ShardingRealm) throws -> Bool

    /// The key is an ID.
    public static func id(_ name: String, _ column: String) -> PartitionedTable {
        PartitionedTable(name: name, column: column) { row, realm in !realm.contains(CreditorID(rawValue: try row[0])) }
    }

    /// The key is a text, e.g. the locator of a document.
    public static func text(_ name: String, _ column: String) -> PartitionedTable {
        PartitionedTable(name: name, column: column) { row, realm in !realm.contains(text: try row[0]) }
    }

    /// Names of tables and columns are constants of the program.
    var statement: Statement { Statement("verify \(name)", "SELECT \(column) FROM \(name)") }
}
