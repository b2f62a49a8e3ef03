import Logging
import Threading

/// Publishes messages and waits until the broker has confirmed each of them (SMP 12).
///
/// It has a connection and a thread of its own. The connection is opened when it is first needed and kept; its heartbeats are answered also
/// when nothing is published.
public actor ConfirmingPublisher {
    /// Where to publish, and how patient to be.
    public struct Configuration: Sendable {
        /// The broker.
        public var url: BrokerURL
        /// The limit for one batch, from its first byte to its last confirm (SMP 19.8).
        public var confirmTimeoutSeconds: Double
        /// What the broker shows as the connection's name.
        public var connectionName: String

        /// - Parameter confirmTimeoutSeconds: more than 0.
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
    private var connection: BrokerConnection?
    private var channel: PublisherChannel?
    private var caretaker: Task<Void, Never>?
    private var isClosed = false

    /// The publisher's own thread, on which the library may block.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// A publisher that connects when it has something to publish.
    public init(_ configuration: Configuration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    deinit {
        caretaker?.cancel()
    }

    /// Publishes a batch: all messages are written one after the other, then all confirms are awaited.
    ///
    /// A dead connection is replaced, and what it had not confirmed is published once more (SMP 12.2.5), at most once for each batch. When
    /// the broker closes the channel because of a message, that message is found out, has its outcome, and the others are published.
    ///
    /// - Returns: one outcome for each message, in order. Empty for an empty batch.
    /// - Throws: `MessagingError` when nothing of the batch has been published (no connection, no access to the virtual host);
    ///   `CancellationError`, in which case it is unknown what has arrived and the connection is closed.
    public func publish(_ messages: [OutgoingMessage]) async throws -> [PublishOutcome] {
        guard !messages.isEmpty else { return [] }
        guard !isClosed else { throw MessagingError.closed }
        wakeUp.clear()
        let interruption = Interruption(wakeUp: wakeUp)
        return try await withTaskCancellationHandler {
            try publishBlocking(messages, interruption)
        } onCancel: {
            interruption.request()
        }
    }

    private func publishBlocking(_ messages: [OutgoingMessage], _ interruption: Interruption) throws -> [PublishOutcome] {
        let deadline = ContinuousClock.now + .seconds(timeLimitSeconds)
        var batch = PublishBatch(messages)
        while case let piece = batch.nextPiece(), !piece.isEmpty {
            if interruption.isRequested { throw CancellationError() }
            guard let channel = try openChannel(for: &batch, interruption) else { break }
            do {
                channel.connection.socket.setDeadline(deadline + .seconds(1))
                defer { channel.connection.socket.setDeadline(nil) }
                batch.begin()
                try channel.publish(piece, of: &batch, deadline: deadline, interruption: interruption)
                batch.notePublished()
            } catch {
                leave(channel)
                if error is CancellationError || interruption.isRequested {
                    disconnect()
                    throw CancellationError()
                }
                note(error, on: piece, of: &batch, deadline: deadline, blockedBecause: channel.connection.blockedBecause)
            }
        }
        return batch.outcomes.map { $0! }
    }

    /// Decides what a failed attempt means.
    private func note(
        _ error: any Error, on piece: [Int], of batch: inout PublishBatch, deadline: ContinuousClock.Instant, blockedBecause: String?
    ) {
        // A write that blocks for too long is ended by cutting the connection.
        guard let error = error as? MessagingError, error.isRefusal || deadline > .now else {
            return batch.giveUp(.confirmTimeout(seconds: timeLimitSeconds, blockedBecause: blockedBecause))
        }
        batch.note(error, on: piece)
    }

    private var timeLimitSeconds: Double {
        min(configuration.confirmTimeoutSeconds, configuration.url.options.blockedConnectionTimeoutSeconds ?? .infinity)
    }

    // MARK: Connection

    /// - Returns: nil when there is no connection any more and something has been published on an earlier one: the batch is given up then.
    /// - Throws: when nothing has been published.
    private func openChannel(for batch: inout PublishBatch, _ interruption: Interruption) throws -> PublisherChannel? {
        do throws(MessagingError) {
            return try openChannel(interruption)
        } catch {
            disconnect()
            if interruption.isRequested { throw CancellationError() }
            guard batch.hasBegun else { throw error }
            batch.giveUp(error)
            return nil
        }
    }

    private func openChannel(_ interruption: Interruption) throws(MessagingError) -> PublisherChannel {
        if let channel { return channel }
        if let connection {
            do throws(MessagingError) {
                return try openChannel(on: connection)
            } catch {
                // It was lost while it rested. Nothing of the batch is on it.
                guard case .connectionLost = error else { throw error }
                disconnect()
            }
        }
        return try openChannel(on: try connect(interruption))
    }

    private func openChannel(on connection: BrokerConnection) throws(MessagingError) -> PublisherChannel {
        let channel = try PublisherChannel(connection: connection, logger: logger)
        self.channel = channel
        return channel
    }

    private func connect(_ interruption: Interruption) throws(MessagingError) -> BrokerConnection {
        if caretaker == nil { for warning in configuration.url.warnings { logger.warning("\(warning)") } }
        let connection = try BrokerConnection.open(configuration.url, name: configuration.connectionName) { seconds in
            interruption.wakeUp.wait(milliseconds: Int(seconds * 1000)) == false
        }
        self.connection = connection
        takeCare(of: connection)
        return connection
    }

    /// A channel that has failed is of no further use; its connection is when the broker has closed nothing but the channel. On one that is
    /// still open confirms of what was given up may yet arrive.
    private func leave(_ channel: PublisherChannel) {
        self.channel = nil
        if !channel.connection.isUsable || channel.connection.isChannelOpen { disconnect() }
    }

    private func disconnect() {
        connection?.close()
        connection = nil
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
        // A batch that ended with a refusal has left none.
        guard let channel else { return disconnect() }
        do throws(MessagingError) {
            try channel.service()
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
