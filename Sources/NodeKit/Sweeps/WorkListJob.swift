/// A pass over a list of work that is kept in the database: chunk after chunk in the order of keys, each chunk in groups, some of which
/// run at once. What is left of a group after a transaction is taken up again at once.
public struct WorkListJob<Key: Sendable>: Sendable {
    private let chunk: Int
    private let groupSize: Int
    private let threads: Int
    private let first: Key
    private let list: @Sendable (_ after: Key, _ limit: Int) async throws -> [Key]
    private let advance: @Sendable ([Key]) async throws -> [Key]

    /// - Parameters:
    ///   - chunk: how many keys are read at once.
    ///   - groupSize: how many keys one transaction works on.
    ///   - threads: how many transactions run at once.
    ///   - first: a key before all others.
    ///   - list: keys with work, ascending, after a key.
    ///   - advance: works on some keys in one transaction; returns those that still have work.
    public init(
        chunk: Int, groupSize: Int, threads: Int, from first: Key, list: @escaping @Sendable (Key, Int) async throws -> [Key],
        advance: @escaping @Sendable ([Key]) async throws -> [Key]
    ) {
        precondition(chunk > 0 && groupSize > 0 && threads > 0)
        self.chunk = chunk
        self.groupSize = groupSize
        self.threads = threads
        self.first = first
        self.list = list
        self.advance = advance
    }

    /// One pass. What gets work behind it meanwhile waits for the next one.
    @Sendable public func pass() async throws {
        var last = first
        while !Pause.isStopping {
            Pulse.beat()
            let keys = try await list(last, chunk)
            guard let end = keys.last else { return }
            try await process(keys)
            guard keys.count == chunk else { return }
            last = end
        }
    }

    private func process(_ keys: [Key]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            var running = 0
            for start in stride(from: 0, to: keys.count, by: groupSize) {
                let group = Array(keys[start..<min(start + groupSize, keys.count)])
                if running == threads { try await tasks.next() } else { running += 1 }
                tasks.addTask { try await finish(group) }
            }
            try await tasks.waitForAll()
        }
    }

    private func finish(_ keys: [Key]) async throws {
        var rest = keys
        do {
            while !rest.isEmpty && !Pause.isStopping {
                Pulse.beat()
                rest = try await advance(rest)
            }
        } catch let error where error.blame == .lock {
            // Somebody else holds rows of one of them, which stays for the next pass.
            guard rest.count > 1 else { return }
            for key in rest { try await finish([key]) }
        }
    }
}
