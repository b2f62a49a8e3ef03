import Persistence

/// The statements that every table of a worker has: whole rows are loaded, inserted, updated and deleted by key, in sets.
///
/// New rows are inserted, not merged: should somebody else have inserted the same one meanwhile, the unique key says so, and the
/// transaction is repeated with what is there now (TW 4.1).
struct WorkerTable: Sendable {
    /// The columns, those of the key first: the order of `load`'s results and of the parameters of `insert` and `update`.
    let columns: String
    /// Parameters: arrays of the key's columns. Rows come in the order of their keys, locked.
    let lock: Statement
    /// Parameters: arrays of the key's columns. Rows come in any order.
    let read: Statement
    /// Parameters: arrays of all columns.
    let insert: Statement
    /// Parameters: arrays of all columns.
    let update: Statement
    /// Parameters: arrays of the key's columns.
    let delete: Statement

    /// - Parameters:
    ///   - key: names and types of the key's columns, like `creditor_id bigint`.
    ///   - values: likewise of all others; there is at least one.
    init(_ name: String, key: [String], values: [String]) {
        func part(_ column: String, _ index: Int) -> String { String(column.split(separator: " ", maxSplits: 1)[index]) }
        func arrays(_ columns: [String]) -> String {
            columns.enumerated().map { "$\($0.offset + 1)::\(part($0.element, 1))[]" }.joined(separator: ", ")
        }
        let keys = key.map { part($0, 0) }
        let others = values.map { part($0, 0) }
        let all = (keys + others).joined(separator: ", ")
        let keyList = keys.joined(separator: ", ")
        let match = keys.map { "t.\($0) = k.\($0)" }.joined(separator: " AND ")
        columns = (keys + others).map { "t.\($0)" }.joined(separator: ", ")
        let keyed = "FROM unnest(\(arrays(key))) AS k (\(keyList)) JOIN \(name) t ON \(match)"
        read = Statement("\(name).read", "SELECT \(columns) \(keyed)")
        lock = Statement(
            "\(name).lock", "SELECT \(columns) \(keyed) ORDER BY \(keys.map { "t.\($0)" }.joined(separator: ", ")) FOR UPDATE OF t")
        insert = Statement("\(name).insert", "INSERT INTO \(name) (\(all)) SELECT * FROM unnest(\(arrays(key + values)))")
        update = Statement(
            "\(name).update",
            """
            UPDATE \(name) t SET \(others.map { "\($0) = k.\($0)" }.joined(separator: ", "))
            FROM unnest(\(arrays(key + values))) AS k (\(all)) WHERE \(match)
            """)
        delete = Statement(
            "\(name).delete", "DELETE FROM \(name) t USING unnest(\(arrays(key))) AS k (\(keyList)) WHERE \(match)")
    }
}

/// A row says what no row can say: the database was changed by something else than a worker.
struct ImplausibleRow: Error, CustomStringConvertible {
    let table: String
    let reason: String

    var description: String { "a row of \(table) \(reason)" }
}

/// How entities of one kind are stored: by key, whole.
protocol WorkerRows {
    associatedtype Key: Hashable & Comparable & Sendable
    associatedtype Entity: Equatable & Sendable

    static func insert(_ entities: [Entity]) -> Query
    static func update(_ entities: [Entity]) -> Query
    static func delete(_ keys: [Key]) -> Query
}

extension WorkerRows {
    /// Queues what has changed between two states, in the order of the keys.
    static func enqueueChanges(from old: [Key: Entity], to new: [Key: Entity], in tx: Transaction) {
        let inserted = new.keys.filter { old[$0] == nil }.sorted().compactMap { new[$0] }
        let updated = new.keys.filter { old[$0] != nil && old[$0] != new[$0] }.sorted().compactMap { new[$0] }
        let deleted = old.keys.filter { new[$0] == nil }.sorted()
        if !deleted.isEmpty { tx.enqueue(delete(deleted)) }
        if !updated.isEmpty { tx.enqueue(update(updated)) }
        if !inserted.isEmpty { tx.enqueue(insert(inserted)) }
    }
}
