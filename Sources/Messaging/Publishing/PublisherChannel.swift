import CRabbitMQ
import Logging

/// A connection in confirm mode.
final class PublisherChannel {
    /// Between two looks at what the broker sends, so that neither side's buffers fill up while both write.
    private static let messagesBetweenLooks = 16
    private static let bytesBetweenLooks = 32 << 10

    let connection: BrokerConnection
    private let logger: Logger
    private let pool = FieldPool()
    /// The number that the broker gives to the next message; they begin at 1 on each channel.
    private var nextNumber: UInt64 = 1

    init(connection: BrokerConnection, logger: Logger) throws(MessagingError) {
        self.connection = connection
        self.logger = logger
        // After a refusal the broker has closed the channel, and only that.
        try connection.openChannel()
        try connection.request { amqp_confirm_select(connection.handle, BrokerConnection.channel) }
    }

    /// The state of one call of `publish`.
    struct Attempt {
        /// Where the messages of the piece are in the batch, in the order of publishing.
        let piece: [Int]
        var window: ConfirmWindow
        var matcher = ReturnMatcher()
        let firstNumber: UInt64
        var publishedCount = 0
        let deadline: ContinuousClock.Instant
        let interruption: Interruption
    }

    /// Publishes a piece of a batch, and waits for the confirms. Outcomes are filled in as they come, also when it fails.
    func publish(
        _ piece: [Int], of batch: inout PublishBatch, deadline: ContinuousClock.Instant, interruption: Interruption
    ) throws {
        var attempt = Attempt(
            piece: piece, window: ConfirmWindow(count: piece.count), firstNumber: nextNumber, deadline: deadline, interruption: interruption
        )
        do {
            connection.setCork(true)
            defer { connection.setCork(false) }
            try write(&batch, &attempt)
        }
        while attempt.window.openCount > 0 {
            try receive(&batch, &attempt)
            if attempt.window.openCount > 0 { try wait(attempt, toWrite: false) }
        }
    }

    private func write(_ batch: inout PublishBatch, _ attempt: inout Attempt) throws {
        var messagesSinceLook = 0
        var bytesSinceLook = 0
        for position in attempt.piece {
            if messagesSinceLook >= Self.messagesBetweenLooks || bytesSinceLook >= Self.bytesBetweenLooks || attempt.publishedCount == 0 {
                repeat {
                    try receive(&batch, &attempt)
                } while try !wait(attempt, toWrite: true)
                (messagesSinceLook, bytesSinceLook) = (0, 0)
            }
            try send(batch.messages[position])
            attempt.publishedCount += 1
            nextNumber += 1
            messagesSinceLook += 1
            bytesSinceLook += batch.messages[position].body.count
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
        let exchange = pool.bytes(message.exchange)
        let routingKey = pool.bytes(message.routingKey)
        let status = message.body.withUnsafeBytes { body in
            amqp_basic_publish(
                connection.handle, BrokerConnection.channel, exchange, routingKey, message.isMandatory ? 1 : 0, 0, &properties,
                amqp_bytes_t(len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress)))
        }
        try connection.check(status)
    }

    /// Takes in everything that has arrived.
    private func receive(_ batch: inout PublishBatch, _ attempt: inout Attempt) throws(MessagingError) {
        let piece = attempt.piece
        while let event = try connection.readEvent(bodyLimit: .max) {
            switch event {
            case .confirmed(let number, let andBefore, let isPositive):
                guard number >= attempt.firstNumber, let offset = Int(exactly: number - attempt.firstNumber) else { break }
                guard offset < attempt.publishedCount else { break }
                attempt.window.settle(offset, andBefore: andBefore, isPositive: isPositive) { offset, outcome in
                    batch.settle(piece[offset], outcome)
                }
            case .returned(let code, let reason, let content):
                markReturned(content, code: code, reason: reason, batch.messages, &attempt)
            default:
                note(event)
            }
        }
    }

    private func markReturned(
        _ content: ReceivedContent, code: UInt16, reason: String, _ messages: [OutgoingMessage], _ attempt: inout Attempt
    ) {
        let piece = attempt.piece
        var matcher = attempt.matcher
        let found = matcher.position(
            of: content, count: attempt.publishedCount, message: { messages[piece[$0]] },
            awaitsReturn: { attempt.window.awaitsReturn($0) })
        attempt.matcher = matcher
        if let found {
            attempt.window.markReturned(found, code: code, reason: reason)
            return
        }
        // Cannot happen with a broker that returns what it was given. Rather publish too often than lose: keep all that it may be.
        logger.error("The broker returns a message that is not in the batch; all mandatory messages of the batch are kept.")
        for offset in 0..<attempt.publishedCount where messages[piece[offset]].isMandatory {
            attempt.window.markReturned(offset, code: code, reason: reason)
        }
    }

    /// Answers heartbeats, and takes in what comes between two batches.
    func service() throws(MessagingError) {
        while let event = try connection.readEvent(bodyLimit: .max) { note(event) }
    }

    private func note(_ event: BrokerEvent) {
        switch event {
        case .blocked(let reason):
            logger.warning("The broker does not accept messages at the moment: \(reason)")
        case .unblocked:
            logger.info("The broker accepts messages again.")
        case .confirmed, .returned, .delivery, .cancelled, .unsubscribed:
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
