import CRabbitMQ

/// A batch on its way: what is known about each message, and whether another attempt makes sense.
struct PublishBatch {
    let messages: [OutgoingMessage]
    let deadline: ContinuousClock.Instant
    /// nil where nothing is known yet.
    var outcomes: [PublishOutcome?]
    /// Whether the broker may have got something of the batch.
    var hasBegun = false
    /// The broker has closed the channel with 404: one of the exchanges does not exist, but it does not say whose message it was.
    private(set) var mustLookForExchanges = false
    private var hasLostConnection = false

    init(_ messages: [OutgoingMessage], deadline: ContinuousClock.Instant) {
        self.messages = messages
        self.deadline = deadline
        outcomes = Array(repeating: nil, count: messages.count)
    }

    var isComplete: Bool { outcomes.allSatisfy { $0 != nil } }

    /// Decides what a failed attempt means: another attempt (after return, when messages are still without outcome), or the end.
    /// - Throws: the error, when nothing has been published.
    mutating func note(_ error: any Error, limitSeconds: Double, blockedBecause: String?) throws(MessagingError) {
        guard let error = error as? MessagingError else {
            precondition(error is PublisherChannel.Overdue, "publishing throws \(error)")
            return giveUp(.confirmTimeout(seconds: limitSeconds, blockedBecause: blockedBecause))
        }
        // A write that blocks for too long is ended by cutting the connection.
        if case .connectionLost = error, deadline <= .now, hasBegun {
            return giveUp(.confirmTimeout(seconds: limitSeconds, blockedBecause: blockedBecause))
        }
        try note(error)
    }

    private mutating func note(_ error: MessagingError) throws(MessagingError) {
        guard hasBegun else { throw error }
        switch error {
        case .refused(code: 404, _) where !mustLookForExchanges:
            mustLookForExchanges = true
        case .connectionLost where !hasLostConnection:
            hasLostConnection = true
        default:
            giveUp(error)
        }
    }

    private mutating func giveUp(_ error: MessagingError) {
        for index in outcomes.indices where outcomes[index] == nil { outcomes[index] = .unknown(error) }
    }

    /// Asks the broker for each exchange of the messages without outcome. The messages of those that do not exist are done with; a later
    /// 404 may start another search.
    mutating func lookForExchanges(_ connection: BrokerConnection) throws(MessagingError) {
        mustLookForExchanges = false
        var names: Set<String> = []
        for index in outcomes.indices where outcomes[index] == nil && !messages[index].exchange.isEmpty {
            names.insert(messages[index].exchange)
        }
        var missing: Set<String> = []
        let pool = FieldPool()
        for name in names.sorted() {
            do throws(MessagingError) {
                try connection.openChannel()
                try connection.request {
                    amqp_exchange_declare(
                        connection.handle, BrokerConnection.channel, pool.bytes(name), pool.bytes("topic"), 1, 1, 0, 0, amqp_empty_table)
                }
            } catch .refused(404, _) {
                missing.insert(name)
            }
        }
        for index in outcomes.indices where outcomes[index] == nil && missing.contains(messages[index].exchange) {
            outcomes[index] = .exchangeMissing
        }
        try connection.openChannel()
    }
}

extension OutgoingMessage {
    /// Headers and the other properties must fit in the smallest frame that AMQP allows, 4096 bytes.
    private static let headersLimit = 2048

    func validate() throws(MessagingError) {
        for (name, text) in [
            ("exchange", exchange), ("routing key", routingKey), ("type", type), ("app_id", appID), ("content type", contentType),
        ] where text.utf8.count > 255 {
            throw .invalidMessage(reason: "the \(name) is longer than 255 bytes")
        }
        var size = 0
        for header in headers {
            guard header.name.utf8.count <= 128 else { throw .invalidMessage(reason: "the name of a header is longer than 128 bytes") }
            size += 1 + header.name.utf8.count + header.value.encodedSize
        }
        guard size <= Self.headersLimit else {
            throw .invalidMessage(reason: "the headers take \(size) bytes, more than \(Self.headersLimit)")
        }
    }
}

extension FieldValue {
    /// With its type byte.
    var encodedSize: Int {
        switch self {
        case .void: 1
        case .bool: 2
        case .decimal: 6
        case .int, .double, .timestamp: 9
        case .string(let text): 5 + text.utf8.count
        case .bytes(let bytes): 5 + bytes.count
        case .array(let values): 5 + values.reduce(0) { $0 + $1.encodedSize }
        case .table(let fields): 5 + fields.reduce(0) { $0 + 1 + $1.name.utf8.count + $1.value.encodedSize }
        }
    }
}
