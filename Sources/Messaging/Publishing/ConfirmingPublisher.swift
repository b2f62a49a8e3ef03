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

    private let executor = ThreadExecutor(name: "amqp-publisher", stackBytes: BrokerConnection.stackBytes)
    private let configuration: Configuration
    private let logger: Logger
    private let wakeUp = PollWakeUp()
    private var channel: PublisherChannel?
    private var caretaker: Task<Void, Never>?
    private var isClosed = false

    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    public init(_ configuration: Configuration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    deinit {
        caretaker?.cancel()
    }

    /// Publishes a batch: all messages are written one after the other, then all confirms are awaited.
    ///
    /// A dead connection is replaced, and what it had not confirmed is published once more (SMP 12.2.5), at most once for each batch.
    ///
    /// - Returns: one outcome for each message, in order. Empty for an empty batch.
    /// - Throws: `MessagingError` when nothing of the batch has been published (no connection, access refused, a message that cannot be
    ///   put on the wire); `CancellationError`, in which case it is unknown what has arrived and the connection is closed.
    public func publish(_ messages: [OutgoingMessage]) async throws -> [PublishOutcome] {
        guard !messages.isEmpty else { return [] }
        guard !isClosed else { throw MessagingError.closed }
        for message in messages { try message.validate() }
        wakeUp.clear()
        let interruption = Interruption(wakeUp: wakeUp)
        return try await withTaskCancellationHandler {
            try publishBlocking(messages, interruption)
        } onCancel: {
            interruption.request()
        }
    }

    private func publishBlocking(_ messages: [OutgoingMessage], _ interruption: Interruption) throws -> [PublishOutcome] {
        var batch = PublishBatch(messages, deadline: .now + .seconds(timeLimitSeconds))
        while !batch.isComplete {
            if interruption.isRequested { throw CancellationError() }
            do {
                let channel = try openChannel(&batch, interruption)
                channel.connection.socket.setDeadline(batch.deadline + .seconds(1))
                defer { channel.connection.socket.setDeadline(nil) }
                batch.hasBegun = true
                try channel.publish(messages, outcomes: &batch.outcomes, deadline: batch.deadline, interruption: interruption)
            } catch {
                let blockedBecause = channel?.blockedBecause
                disconnect()
                if error is CancellationError || interruption.isRequested { throw CancellationError() }
                try batch.note(error, limitSeconds: timeLimitSeconds, blockedBecause: blockedBecause)
            }
        }
        return batch.outcomes.map { $0! }
    }

    private var timeLimitSeconds: Double {
        min(configuration.confirmTimeoutSeconds, configuration.url.options.blockedConnectionTimeoutSeconds ?? .infinity)
    }

    // MARK: Connection

    private func openChannel(_ batch: inout PublishBatch, _ interruption: Interruption) throws(MessagingError) -> PublisherChannel {
        if let channel { return channel }
        if caretaker == nil { for warning in configuration.url.warnings { logger.warning("\(warning)") } }
        let connection = try BrokerConnection.open(configuration.url, name: configuration.connectionName) { seconds in
            interruption.wakeUp.wait(milliseconds: Int(seconds * 1000)) == false
        }
        if batch.mustLookForExchanges { try batch.lookForExchanges(connection) }
        let channel = try PublisherChannel(connection: connection, logger: logger)
        self.channel = channel
        takeCare(of: connection)
        return channel
    }

    private func disconnect() {
        channel?.connection.close()
        channel = nil
        caretaker?.cancel()
    }

    /// Answers heartbeats while nothing is published, and ends a write that blocks for too long.
    private func takeCare(of connection: BrokerConnection) {
        let period = Duration.milliseconds(connection.serviceMilliseconds)
        let socket = connection.socket
        caretaker = Task { [weak self] in
            while (try? await Task.sleep(for: period)) != nil {
                socket.shutDownIfOverdue()
                if socket.isBusy { continue }
                guard let publisher = self else { return }
                // Not awaited: it may have to wait behind a batch, which must not keep this loop from its watch.
                Task { await publisher.service() }
            }
        }
    }

    private func service() {
        do throws(MessagingError) {
            try channel?.service()
        } catch {
            logger.info("The idle connection of the publisher is gone and will be replaced when it is needed: \(error)")
            disconnect()
        }
    }

    /// Closes the connection. A later `publish` throws `MessagingError.closed`.
    public func close() {
        isClosed = true
        disconnect()
    }
}
