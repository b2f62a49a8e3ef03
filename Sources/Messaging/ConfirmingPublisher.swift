import Logging
import Threading

/// Publishes messages and waits until the broker has confirmed each of them (SMP 12).
///
/// It has a connection and a thread of its own. The connection is opened when it is first needed and kept; its heartbeats are answered also
/// when nothing is published.
public actor ConfirmingPublisher {
    public struct Configuration: Sendable {
        public var url: BrokerURL
        /// The limit for one batch, from its first byte to its last confirm (SMP 19.8).
        public var confirmTimeoutSeconds: Double
        /// What the broker shows as the connection's name.
        public var connectionName: String

        public init(url: BrokerURL, confirmTimeoutSeconds: Double = 60, connectionName: String = "publisher") {
            precondition(confirmTimeoutSeconds > 0)
            self.url = url
            self.confirmTimeoutSeconds = confirmTimeoutSeconds
            self.connectionName = connectionName
        }
    }

    private let executor: ThreadExecutor
    private let configuration: Configuration
    private let logger: Logger

    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    public init(_ configuration: Configuration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        executor = ThreadExecutor(name: "amqp-publisher")
    }

    /// Publishes a batch: all messages are written one after the other, then all confirms are awaited.
    ///
    /// A dead connection is replaced, and what it had not confirmed is published once more (SMP 12.2.5), at most once for each batch.
    ///
    /// - Returns: one outcome for each message, in order. Empty for an empty batch.
    /// - Throws: `MessagingError` when nothing of the batch has been published (no connection, access refused, a message that cannot be
    ///   put on the wire); `CancellationError`, in which case it is unknown what has arrived and the connection is closed.
    public func publish(_ messages: [OutgoingMessage]) async throws -> [PublishOutcome]

    /// Closes the connection. A later `publish` throws `MessagingError.closed`.
    public func close()
}
