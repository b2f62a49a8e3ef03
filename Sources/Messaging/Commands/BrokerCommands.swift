import Logging

/// What `subscribe`, `unsubscribe` and `delete_queue` do on a broker (SMP 9, OPS 3.10). Each call has a connection of its own, makes one attempt,
/// and is idempotent.
public struct BrokerCommands: Sendable {
    let url: BrokerURL
    let logger: Logger

    public init(url: BrokerURL, logger: Logger) {
        self.url = url
        self.logger = logger
    }

    /// Declares everything, in the order of `Topology`. What exists with the same arguments stays as it is.
    /// - Throws: `preconditionFailed`, which says which object and which argument differ; `accessRefused`; `unreachable`; …
    public func declare(_ topology: Topology) async throws(MessagingError) {
        try await session { session throws(MessagingError) in try await session.declare(topology) }
    }

    /// Removes bindings, in this order. One that does not exist (also because its queue or exchange does not) is no error.
    public func remove(_ bindings: [Topology.QueueBinding]) async throws(MessagingError) {
        try await session { session throws(MessagingError) in
            for binding in bindings { try await session.remove(binding) }
        }
    }

    /// How many messages are ready and how many consumers there are; nil when the queue does not exist.
    public func status(ofQueue queue: String) async throws(MessagingError) -> QueueStatus? {
        try await session { session throws(MessagingError) in try await session.status(ofQueue: queue) }
    }

    /// Deletes a queue as soon as it has neither ready messages nor consumers, and only if it is unused (OPS 3.10); waits for that without limit.
    /// Together with consumers in draining mode nothing is lost. A queue that does not exist is a success. The dead-letter queue stays.
    /// - Parameter pollSeconds: the pause between two looks.
    /// - Throws: `MessagingError`, or `CancellationError`.
    public func deleteQueue(_ queue: String, pollSeconds: Double = 3) async throws {
        while true {
            let attempt = try await session { session throws(MessagingError) in try await session.deleteIfIdle(queue: queue) }
            switch attempt {
            case .missing:
                logger.info("Queue \"\(queue)\" does not exist.")
                return
            case .deleted:
                logger.info("Queue \"\(queue)\" has been deleted.")
                return
            case .busy(let status):
                logger.debug("Queue \"\(queue)\" has \(status.readyMessages) ready messages and \(status.consumers) consumers.")
                try await Task.sleep(for: .seconds(pollSeconds))
            }
        }
    }

    private func session<R: Sendable>(
        _ body: @Sendable (CommandSession) async throws(MessagingError) -> R
    ) async throws(MessagingError) -> R {
        let session = CommandSession(url: url, logger: logger)
        let result: Result<R, MessagingError>
        do throws(MessagingError) { result = .success(try await body(session)) } catch { result = .failure(error) }
        await session.close()
        return try result.get()
    }
}

/// What a passive declaration tells about a queue.
public struct QueueStatus: Sendable, Equatable {
    /// Without those that wait for an acknowledgement.
    public var readyMessages: Int
    public var consumers: Int
}
