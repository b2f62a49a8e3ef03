import Logging
import SMPProtocol

/// Takes messages from a queue, in batches, with manual acknowledgements (SMP 10).
///
/// A thread of its own reads the connection, answers heartbeats and sends settlements, whatever the handlers do. When the connection is
/// lost, it connects again (`Configuration.reconnect`); the broker puts what was not settled back into the queue.
///
///     let consumer = BatchConsumer(.init(url: url, queue: "swpt_creditors", prefetchCount: 100), logger: logger)
///     try await consumer.start()
///     while let batch = try await consumer.nextBatch(limit: 1000) {
///         try await handle(batch)          // one transaction
///         consumer.acknowledge(batch)      // one `multiple` acknowledgement
///     }
///     await consumer.close()
///
/// Any number of tasks may take batches from one consumer.
public final class BatchConsumer: Sendable {
    /// What to take, and how much of it at once.
    public struct Configuration: Sendable {
        /// The broker.
        public var url: BrokerURL
        /// Must exist: a consumer declares nothing.
        public var queue: String
        /// How many messages may wait for their verdict at once. 0, "unlimited", is taken as 65,535, the largest that the protocol knows.
        public var prefetchCount: Int
        /// Bytes; RabbitMQ supports only 0.
        public var prefetchSize: Int
        /// SMP 10.8: let go of the queue now and then when it is idle, so that `delete_queue` can delete it.
        public var drains: Bool
        /// After a lost connection. The first connection, in `start`, is not repeated beyond what the URL says.
        public var reconnect: Backoff
        /// Of a longer body only the beginning is kept (``Delivery/isTooLarge``). By default what no message may exceed.
        public var maximumBodyBytes: Int
        /// About how much memory messages may take that have arrived and that no task has taken, whatever the prefetch count says. Beyond
        /// it the consumer leaves the rest on the connection, or in the broker.
        public var maximumBufferedBytes: Int
        /// What the broker shows as the connection's name.
        public var connectionName: String
        /// For tests that read streams: the arguments of the subscription.
        var arguments: [Field] = []
        /// For tests, which have no time for the real one.
        var drainingSchedule = DrainingSchedule()

        /// Negative numbers and limits of nothing are mistakes of the programmer.
        public init(
            url: BrokerURL, queue: String, prefetchCount: Int = 1, prefetchSize: Int = 0, drains: Bool = false,
            reconnect: Backoff = Backoff(), maximumBodyBytes: Int = JSONLimits.message.maximumBytes, maximumBufferedBytes: Int = 32 << 20,
            connectionName: String = "consumer"
        ) {
            precondition(prefetchCount >= 0 && prefetchSize >= 0 && maximumBodyBytes > 0 && maximumBufferedBytes > 0)
            self.url = url
            self.queue = queue
            self.prefetchCount = prefetchCount
            self.prefetchSize = prefetchSize
            self.drains = drains
            self.reconnect = reconnect
            self.maximumBodyBytes = maximumBodyBytes
            self.maximumBufferedBytes = maximumBufferedBytes
            self.connectionName = connectionName
        }
    }

    let mailbox: ConsumerMailbox
    private let loop: ConsumerLoop

    /// A consumer that has not begun (``start()``).
    public init(_ configuration: Configuration, logger: Logger) {
        mailbox = ConsumerMailbox(capacity: configuration.maximumBufferedBytes)
        loop = ConsumerLoop(configuration: configuration, mailbox: mailbox, logger: logger)
    }

    deinit {
        mailbox.stop(closing: true)
    }

    /// Connects and begins to consume. Call it once.
    /// - Throws: `unreachable`, `accessRefused`, `queueMissing`, …: the first attempt is final.
    public func start() async throws(MessagingError) {
        guard mailbox.begin() else { throw .closed }
        try await loop.connect()
        let loop = loop
        Task { await loop.run() }
    }

    /// Waits for a message, then returns it and what else is already here, at most `limit`, in order of arrival.
    ///
    /// - Returns: nil after `stop`. Never an empty batch.
    /// - Throws: `CancellationError`, or the `MessagingError` that ended the consumer for good: `queueMissing`, `accessRefused`, or the
    ///   last connection error once `Configuration.reconnect` has given up.
    public func nextBatch(limit: Int = .max) async throws -> [Delivery]? {
        precondition(limit > 0)
        return try await mailbox.nextBatch(limit: limit)
    }

    /// Tells the broker that the messages are done with. Call it after the commit. Returns at once, never fails: an acknowledgement that is
    /// lost means that the message comes again. A second verdict on the same delivery is ignored.
    public func acknowledge(_ deliveries: some Sequence<Delivery>) {
        mailbox.settle(deliveries.lazy.map(\.tag), .acknowledge)
    }

    /// The same for a single message.
    public func acknowledge(_ tag: DeliveryTag) {
        mailbox.settle(CollectionOfOne(tag), .acknowledge)
    }

    /// Gives the message to the queue's dead-letter exchange (`basic.reject` without requeueing).
    public func reject(_ tag: DeliveryTag) {
        mailbox.settle(CollectionOfOne(tag), .reject)
    }

    /// Puts messages back into the queue.
    public func requeue(_ tags: some Sequence<DeliveryTag>) {
        mailbox.settle(tags, .requeue)
    }

    /// Stops taking messages: cancels the subscription and puts what nobody has taken back into the queue. Waiting and later `nextBatch`
    /// return nil. Messages that have been taken can still be settled until `close`. May be called from anywhere, also from a signal's
    /// task; returns at once.
    public func stop() {
        mailbox.stop(closing: false)
    }

    /// Stops, sends the settlements that are still to be sent, closes the connection, and returns when that is done. What has not been
    /// settled goes back into the queue.
    ///
    /// What has been settled may come back as well: of settlements that a quorum queue has not written yet, RabbitMQ keeps up to 32, and
    /// forgets the others when the connection is closed (rabbitmq/rabbitmq-server#10327). A batch that is acknowledged as a whole counts
    /// as one.
    public func close() async {
        mailbox.stop(closing: true)
        await mailbox.waitUntilFinished()
    }
}
