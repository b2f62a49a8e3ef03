import Logging

/// What `subscribe`, `unsubscribe` and `delete_queue` do on a broker (SMP 9, OPS 3.10). Each call has a connection of its own, makes one
/// attempt, and is idempotent.
public struct BrokerCommands: Sendable {
    let url: BrokerURL
    let logger: Logger

    /// Commands for one broker; nothing is connected yet.
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

    /// Which version the broker says it has; nil when it says none.
    public func version() async throws(MessagingError) -> BrokerVersion? {
        try await session { session throws(MessagingError) in try await session.version() }
    }

    /// How many messages are ready and how many consumers there are; nil when the queue does not exist.
    public func status(ofQueue queue: String) async throws(MessagingError) -> QueueStatus? {
        try await session { session throws(MessagingError) in try await session.status(ofQueue: queue) }
    }

    /// Deletes a queue as soon as it has neither ready messages nor consumers, and only if it is unused (OPS 3.10); waits for that without
    /// limit. Together with consumers in draining mode nothing is lost. A queue that does not exist is a success. The dead-letter queue
    /// stays.
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

    /// Whether the broker can be reached, lets us in, and takes messages: one connection, made and closed again, and two messages for
    /// nobody, one after the other, as a broker in alarm (memory or disk) still takes the first of a connection.
    ///
    /// - Parameter seconds: the limit for the answer. Name resolution, which nobody can interrupt, may go on behind it for a while.
    /// - Throws: `unreachable`, also when the time is over; `accessRefused`; `confirmTimeout`, of a broker in alarm with its reason; …
    public func check(withinSeconds seconds: Double = 1) async throws(MessagingError) {
        var url = url
        url.options.connectionAttempts = 1
        url.options.socketTimeoutSeconds = min(url.options.socketTimeoutSeconds, seconds)
        url.options.stackTimeoutSeconds = min(url.options.stackTimeoutSeconds, seconds)
        let publisher = ConfirmingPublisher(
            .init(url: url, confirmTimeoutSeconds: seconds * 0.45, connectionName: "check"), logger: logger)
        let answer = FirstAnswer<Result<Void, MessagingError>>()
        Task {
            answer.give(await Self.result(of: publisher))
            await publisher.close()
        }
        let overdue = MessagingError.unreachable(broker: url.address, reason: "no answer within \(seconds) s")
        let timer = Task {
            try? await Task.sleep(for: .seconds(seconds))
            answer.give(.failure(overdue))
        }
        defer { timer.cancel() }
        try await answer.wait().get()
    }

    private static func result(of publisher: ConfirmingPublisher) async -> Result<Void, MessagingError> {
        let nobody = OutgoingMessage(
            exchange: "", routingKey: "swpt.nobody", isMandatory: false, type: "Check", appID: "swaptacular", headers: [], body: [])
        do {
            for _ in 0..<2 {
                // A refusal of the message is an answer, too.
                if case .unknown(let error)? = try await publisher.publish([nobody]).first { return .failure(error) }
            }
            return .success(())
        } catch {
            return .failure(error as? MessagingError ?? .closed)
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
    /// How many subscriptions to the queue there are.
    public var consumers: Int
}
