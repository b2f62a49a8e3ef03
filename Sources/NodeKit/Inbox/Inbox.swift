import Logging
import Messaging
import ServiceLifecycle

/// The queue of a node, from the broker into the database: `consume_messages` (OPS 3.5, SMP 10).
///
/// Every worker has a connection of its own. It takes what has arrived, at most the prefetch count, lets the handler do the whole batch in
/// one transaction, and acknowledges it after the commit. So a node that is behind handles more messages per transaction, and an idle one
/// handles each at once. A message that cannot be handled does not take its batch down (``InboxPolicy``).
///
/// Nothing here is lost or done twice without notice: a message that was handled but not acknowledged comes again, and handlers are
/// idempotent.
public struct Inbox<Handler: InboxHandler>: NodeRole {
    /// Where the messages come from, and how they are handled.
    public struct Configuration: Sendable {
        /// Whom to consume from. Its `prefetchCount` is that of each worker, and bounds the batches.
        public var consumer: BatchConsumer.Configuration
        /// How many workers handle messages at once: processes × threads. 0 = none, idle until the end (OPS 3.5.1).
        public var workers: Int
        /// What to do when that fails.
        public var policy: InboxPolicy

        /// - Parameter workers: how many workers handle messages at once; 0 = none.
        public init(consumer: BatchConsumer.Configuration, workers: Int, policy: InboxPolicy = InboxPolicy()) {
            precondition(workers >= 0)
            self.consumer = consumer
            self.workers = workers
            self.policy = policy
        }
    }

    /// The largest batch, when the prefetch count does not say less: a transaction should end within the time that people wait.
    public static var maximumBatchSize: Int { 1000 }

    /// The name in logs.
    public let name: String
    private let configuration: Configuration
    private let handler: Handler
    private let evidence: InboxEvidence
    private let keep: (@Sendable ([RejectedMessage]) async throws -> Void)?
    private let logger: Logger

    /// - Parameters:
    ///   - name: the name in logs: `consume_messages`, or `consume_internal_messages`.
    ///   - probe: tries whether the handler's database works, without any message (``Outbox/probe(_:)``); throws when it does not. Without
    ///     it, only messages that are handled prove that.
    ///   - keep: commits copies of what is rejected (``RejectedMessages``), before it is.
    ///   - logger: of the node's actors, e.g. `swpt_debtors.actors` (SMP 10.4).
    public init(
        name: String = "consume_messages", _ configuration: Configuration, handler: Handler,
        probe: (@Sendable () async throws -> Void)? = nil, keep: (@Sendable ([RejectedMessage]) async throws -> Void)? = nil,
        logger: Logger
    ) {
        self.name = name
        self.configuration = configuration
        self.handler = handler
        evidence = InboxEvidence(suspectsInARow: configuration.policy.suspectsInARow, probe: probe)
        self.keep = keep
        self.logger = logger
    }

    /// Handles messages until the process is to stop: then it takes no more, finishes the batches at hand, and puts the rest back.
    ///
    /// - Throws: `MessagingError` when the broker cannot be used, `InboxError` when a message or an outage ends it. When one worker fails,
    ///   all end.
    public func run() async throws {
        try await Workers.run(configuration.workers) { number in try await runWorker(number) }
    }

    private func runWorker(_ number: Int) async throws {
        var logger = logger
        logger[metadataKey: "worker"] = "\(number)"
        let consumer = BatchConsumer(configuration.consumer, logger: logger)
        try await consumer.start()
        let prefetch = configuration.consumer.prefetchCount
        let desk = RejectionDesk(
            queue: configuration.consumer.queue, consumer: consumer, policy: configuration.policy, keep: keep, logger: logger)
        let worker = InboxWorker(
            consumer: consumer, handler: handler, policy: configuration.policy, evidence: evidence, desk: desk,
            maximumBatchSize: prefetch == 0 ? Self.maximumBatchSize : min(prefetch, Self.maximumBatchSize), logger: logger)
        logger.info("Worker started processing messages.")
        let result: Result<Void, any Error>
        do {
            try await withGracefulShutdownHandler {
                try await worker.run()
            } onGracefulShutdown: {
                consumer.stop()
            }
            result = .success(())
        } catch is CancellationError where Pause.isStopping {
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await consumer.close()
        logger.info("Worker stopped processing messages.")
        try result.get()
    }
}
