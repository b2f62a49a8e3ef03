/// Which statements are prepared on a connection. At most `capacity` of them; the one not used for longest makes room.
///
/// Their names are of this connection alone: should the server's session turn out to be shared with others, a name never means another
/// statement, which would be worse than any error.
struct StatementCache {
    /// The same text with other parameter types is another statement.
    struct Key: Hashable {
        let sql: String
        let types: [PostgresType]
    }

    private struct Entry {
        let name: String
        var lastUse: UInt64
    }

    private let capacity: Int
    private let prefix = "s" + String(UInt64.random(in: .min ... .max), radix: 36) + "_"
    private var entries: [Key: Entry] = [:]
    private var clock: UInt64 = 0
    private var nextNumber = 0
    /// Names that the server still holds but nobody will use again.
    private(set) var garbage: [String] = []

    init(capacity: Int) {
        precondition(capacity >= 1)
        self.capacity = capacity
    }

    var count: Int { entries.count }

    /// The name under which the statement is prepared, and whether it has yet to be.
    mutating func name(for key: Key) -> (name: String, isNew: Bool) {
        clock += 1
        if let index = entries.index(forKey: key) {
            entries.values[index].lastUse = clock
            return (entries.values[index].name, false)
        }
        if entries.count >= capacity { evictOldest() }
        nextNumber += 1
        let entry = Entry(name: prefix + "\(nextNumber)", lastUse: clock)
        entries[key] = entry
        return (entry.name, true)
    }

    /// The statement could not be prepared.
    mutating func forget(_ key: Key) { entries[key] = nil }

    /// The server has forgotten these.
    mutating func collected(_ names: [String]) { garbage.removeAll { names.contains($0) } }

    /// Linear in the capacity, and rare: only when more statements are in use than fit.
    private mutating func evictOldest() {
        guard let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return }
        garbage.append(oldest.value.name)
        entries[oldest.key] = nil
    }
}
