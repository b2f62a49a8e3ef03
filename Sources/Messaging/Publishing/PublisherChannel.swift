import CRabbitMQ
import Logging

/// A connection in confirm mode.
final class PublisherChannel {
    /// Between two looks at what the broker sends, so that neither side's buffers fill up while both write.
    private static let messagesBetweenLooks = 16
    private static let bytesBetweenLooks = 32 << 10

    let connection: BrokerConnection
    private let bodyLimit: Int
    private let logger: Logger
    private let pool = FieldPool()
    /// The number that the broker gives to the next message; they begin at 1 on each channel.
    private var nextNumber: UInt64 = 1
    /// The broker's reason while it does not accept messages.
    private(set) var blockedBecause: String?

    init(connection: BrokerConnection, bodyLimit: Int = .max, logger: Logger) throws(MessagingError) {
        self.connection = connection
        self.bodyLimit = bodyLimit
        self.logger = logger
        try connection.request { amqp_confirm_select(connection.handle, BrokerConnection.channel) }
    }

    /// The state of one call of `publish`.
    struct Attempt {
        /// Where the messages of this attempt are in the batch, in the order of publishing.
        let indices: [Int]
        var window: ConfirmWindow
        var matcher = ReturnMatcher()
        let firstNumber: UInt64
        var publishedCount = 0
        let deadline: ContinuousClock.Instant
        let interruption: Interruption
    }

    /// Publishes what has no outcome yet, and waits for the confirms. Outcomes are filled in as they come, also when it fails.
    func publish(
        _ messages: [OutgoingMessage], outcomes: inout [PublishOutcome?], deadline: ContinuousClock.Instant, interruption: Interruption
    ) throws {
        let indices = messages.indices.filter { outcomes[$0] == nil }
        var attempt = Attempt(
            indices: indices, window: ConfirmWindow(count: indices.count), firstNumber: nextNumber, deadline: deadline,
            interruption: interruption)
        connection.setCork(true)
        try write(messages, &attempt, &outcomes)
        connection.setCork(false)
        while attempt.window.openCount > 0 {
            try receive(messages, &attempt, &outcomes)
            if attempt.window.openCount > 0 { try wait(attempt, toWrite: false) }
        }
    }

    private func write(_ messages: [OutgoingMessage], _ attempt: inout Attempt, _ outcomes: inout [PublishOutcome?]) throws {
        var messagesSinceLook = 0, bytesSinceLook = 0
        for index in attempt.indices {
            if messagesSinceLook >= Self.messagesBetweenLooks || bytesSinceLook >= Self.bytesBetweenLooks || attempt.publishedCount == 0 {
                repeat {
                    try receive(messages, &attempt, &outcomes)
                } while try !wait(attempt, toWrite: true)
                (messagesSinceLook, bytesSinceLook) = (0, 0)
            }
            try send(messages[index])
            attempt.publishedCount += 1
            nextNumber += 1
            messagesSinceLook += 1
            bytesSinceLook += messages[index].body.count
        }
    }

    /// Exactly the properties of SMP 6.1.
    private func send(_ message: OutgoingMessage) throws(MessagingError) {
        pool.reset()
        var properties = amqp_basic_properties_t()
        properties._flags =
            UInt32(AMQP_BASIC_CONTENT_TYPE_FLAG) | UInt32(AMQP_BASIC_HEADERS_FLAG) | UInt32(AMQP_BASIC_DELIVERY_MODE_FLAG)
            | UInt32(AMQP_BASIC_TYPE_FLAG) | UInt32(AMQP_BASIC_APP_ID_FLAG)
        properties.content_type = pool.bytes(message.contentType)
        properties.headers = pool.table(message.headers)
        properties.delivery_mode = UInt8(AMQP_DELIVERY_PERSISTENT.rawValue)
        properties.type = pool.bytes(message.type)
        properties.app_id = pool.bytes(message.appID)
        let exchange = pool.bytes(message.exchange), routingKey = pool.bytes(message.routingKey)
        let status = message.body.withUnsafeBytes { body in
            amqp_basic_publish(
                connection.handle, BrokerConnection.channel, exchange, routingKey, message.isMandatory ? 1 : 0, 0, &properties,
                amqp_bytes_t(len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress)))
        }
        try connection.check(status)
    }

    /// Takes in everything that has arrived.
    private func receive(_ messages: [OutgoingMessage], _ attempt: inout Attempt, _ outcomes: inout [PublishOutcome?]) throws(MessagingError) {
        let indices = attempt.indices
        while let event = try connection.readEvent(bodyLimit: bodyLimit) {
            switch event {
            case .confirmed(let number, let andBefore, let isPositive):
                guard number >= attempt.firstNumber, let offset = Int(exactly: number - attempt.firstNumber) else { break }
                guard offset < attempt.publishedCount else { break }
                attempt.window.settle(offset, andBefore: andBefore, isPositive: isPositive) { position, outcome in
                    outcomes[indices[position]] = outcome
                }
            case .returned(let code, let reason, let content):
                markReturned(content, code: code, reason: reason, messages, &attempt)
            default:
                note(event)
            }
        }
    }

    private func markReturned(
        _ content: ReceivedContent, code: UInt16, reason: String, _ messages: [OutgoingMessage], _ attempt: inout Attempt
    ) {
        let indices = attempt.indices
        var matcher = attempt.matcher
        let position = matcher.position(
            of: content, count: attempt.publishedCount, message: { messages[indices[$0]] },
            awaitsReturn: { attempt.window.awaitsReturn($0) })
        attempt.matcher = matcher
        if let position {
            attempt.window.markReturned(position, code: code, reason: reason)
            return
        }
        // Cannot happen with a broker that returns what it was given. Rather publish too often than lose: keep all that it may be.
        logger.error("The broker returns a message that is not in the batch; all mandatory messages of the batch are kept.")
        for position in 0..<attempt.publishedCount where messages[indices[position]].isMandatory {
            attempt.window.markReturned(position, code: code, reason: reason)
        }
    }

    /// Answers heartbeats, and takes in what comes between two batches.
    func service() throws(MessagingError) {
        while let event = try connection.readEvent(bodyLimit: bodyLimit) { note(event) }
    }

    private func note(_ event: BrokerEvent) {
        switch event {
        case .blocked(let reason):
            blockedBecause = reason
            logger.warning("The broker does not accept messages at the moment: \(reason)")
        case .unblocked:
            blockedBecause = nil
            logger.info("The broker accepts messages again.")
        case .confirmed, .returned, .delivery, .cancelled:
            break
        }
    }

    /// Waits until the broker sends something, or, when `toWrite`, until something can be written.
    /// - Returns: whether something can be written.
    @discardableResult
    private func wait(_ attempt: borrowing Attempt, toWrite: Bool) throws -> Bool {
        let milliseconds = attempt.deadline.secondsFromNow * 1000
        guard milliseconds > 0 else { throw Overdue() }
        if attempt.interruption.isRequested { throw CancellationError() }
        return connection.wait(
            for: attempt.interruption.wakeUp, milliseconds: Int(min(milliseconds.rounded(.up), Double(connection.serviceMilliseconds))),
            toWrite: toWrite)
    }

    /// The time for the batch is over.
    struct Overdue: Error {}
}
