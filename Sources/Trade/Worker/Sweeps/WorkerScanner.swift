import NodeKit
import Persistence
import SMPProtocol

/// A table of a worker, as its scanner sees it: which rows may be thrown away, and how (TW-24).
struct ScannedTable<Key: Hashable & Comparable & Sendable, Entity: Sendable>: Sendable {
    /// What decides to which shard a row belongs.
    enum Subject: Sendable {
        case id(Int64)
        case text(String)
        /// Rows are never of another shard.
        case nobodys
    }

    let swept: SweptTable<Entity>
    let key: @Sendable (Entity) -> Key
    let subject: @Sendable (Key) -> Subject
    /// Rows as they are now, locked.
    let lock: @Sendable (Set<Key>) -> Query
    let decode: @Sendable (Row) throws -> Entity
    let delete: @Sendable ([Key]) -> Query
    /// Whatever its shard is; by default nothing is.
    let isExpendable: @Sendable (Entity, WorkerRules, Timestamp) -> Bool
    /// What is to be done for somebody else before a row is forgotten.
    let discard: @Sendable (Entity, Timestamp, inout Effects) -> Void

    /// - Parameters:
    ///   - name: the table's; its columns have the alias `t`.
    ///   - columns: what `decode` reads.
    init(
        _ name: String, columns: String, decode: @escaping @Sendable (Row) throws -> Entity, key: @escaping @Sendable (Entity) -> Key,
        subject: @escaping @Sendable (Key) -> Subject, lock: @escaping @Sendable (Set<Key>) -> Query,
        delete: @escaping @Sendable ([Key]) -> Query,
        isExpendable: @escaping @Sendable (Entity, WorkerRules, Timestamp) -> Bool = { _, _, _ in false },
        discard: @escaping @Sendable (Entity, Timestamp, inout Effects) -> Void = { _, _, _ in }
    ) {
        swept = SweptTable("\(name) t", columns: columns, decode: decode)
        self.decode = decode
        self.key = key
        self.subject = subject
        self.lock = lock
        self.delete = delete
        self.isExpendable = isExpendable
        self.discard = discard
    }
}

/// Throws away what nobody needs any more: rows whose time is over, and, after a split, rows of the sibling shard.
struct WorkerScanner<Key: Hashable & Comparable & Sendable, Entity: Sendable>: Sendable {
    let table: ScannedTable<Key, Entity>
    let context: WorkerContext

    func role(_ scan: Scan) -> some NodeRole {
        Sweep(scan, table: table.swept, database: context.database, process: process)
    }

    /// Decides on the copies, and again, for the few that are to go, on the locked rows.
    @Sendable func process(_ rows: [Entity]) async throws {
        let copyTime = context.now()
        let candidates = Set(rows.filter { isToGo($0, copyTime) }.map(table.key))
        guard !candidates.isEmpty else { return }
        try await context.store.transaction { tx, effects in
            let now = context.now()
            let locked = try tx.query(table.lock(candidates)).map(table.decode).filter { isToGo($0, now) }
            guard !locked.isEmpty else { return }
            for row in locked where !isLeftOver(table.key(row)) { table.discard(row, now, &effects) }
            tx.enqueue(table.delete(Set(locked.map(table.key)).sorted()))
        }
    }

    private func isToGo(_ row: Entity, _ now: Timestamp) -> Bool {
        isLeftOver(table.key(row)) || table.isExpendable(row, context.rules, now)
    }

    private func isLeftOver(_ key: Key) -> Bool {
        let (shard, realm) = (context.shard, context.realm)
        guard shard.deletesParentRecords else { return false }
        switch table.subject(key) {
        case .id(let id): return !realm.contains(CreditorID(id)) && realm.parentContains(CreditorID(id))
        case .text(let text): return !realm.contains(text: text) && realm.parentContains(text: text)
        case .nobodys: return false
        }
    }
}
