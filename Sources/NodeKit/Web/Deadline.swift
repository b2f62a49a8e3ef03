/// A limit for the time that something may take.
enum Deadline {
    struct Exceeded: Error {}

    /// Runs the body; when it takes longer, cancels it and throws ``Exceeded`` as soon as it has ended.
    static func run<R: Sendable>(_ limit: Duration, _ body: @escaping @Sendable () async throws -> R) async throws -> R {
        try await withThrowingTaskGroup(of: R?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            guard let result = try await group.next() ?? nil else { throw Exceeded() }
            return result
        }
    }
}
