/// A batch on its way: what is known about each message, and what is to be published next. Pure.
///
/// The broker closes the channel because of one message (its exchange is missing, or forbidden to us; its body is too large…) and does not
/// say which one. When its words name an exchange, the messages of that exchange are to blame; else ever smaller pieces are published,
/// until one message alone is refused. The others go on.
struct PublishBatch {
    let messages: [OutgoingMessage]
    /// Nil where nothing is known yet.
    private(set) var outcomes: [PublishOutcome?]
    /// Whether the broker may have got something of the batch.
    private(set) var hasBegun = false
    /// The largest piece that is published before its confirms are awaited.
    private(set) var pieceLimit: Int
    /// Everything before it has an outcome.
    private var lowestOpen = 0
    private var hasLostConnection = false

    /// Messages that cannot be put on the wire have their outcome at once.
    init(_ messages: [OutgoingMessage]) {
        self.messages = messages
        outcomes = messages.map { $0.defect.map(PublishOutcome.invalid) }
        pieceLimit = max(1, messages.count)
    }

    /// Positions of messages without outcome, in order, as many as may be published at once; empty when the batch is done.
    mutating func nextPiece() -> [Int] {
        while lowestOpen < outcomes.count, outcomes[lowestOpen] != nil { lowestOpen += 1 }
        var piece: [Int] = []
        for position in lowestOpen..<outcomes.count where piece.count < pieceLimit && outcomes[position] == nil { piece.append(position) }
        return piece
    }

    /// From now on the broker may have got something.
    mutating func begin() { hasBegun = true }

    /// What became of one message.
    mutating func settle(_ position: Int, _ outcome: PublishOutcome) { outcomes[position] = outcome }

    /// All messages of a piece have their outcomes: the next piece may be larger.
    mutating func notePublished() { pieceLimit = min(2 * pieceLimit, max(1, messages.count)) }

    /// A piece ended with an error: another attempt (what is still without outcome is in the next pieces), or the end.
    mutating func note(_ error: MessagingError, on piece: [Int]) {
        let open = piece.filter { outcomes[$0] == nil }
        switch error {
        case .refused(let code, let reason): blame(Refusal(code: code, reason: reason), on: open)
        case .accessRefused(let reason): blame(Refusal(code: 403, reason: reason), on: open)
        case .connectionLost where !hasLostConnection: hasLostConnection = true
        default: giveUp(error)
        }
    }

    /// Nothing more is to be learned about what has no outcome.
    mutating func giveUp(_ error: MessagingError) {
        for position in outcomes.indices where outcomes[position] == nil { outcomes[position] = .unknown(error) }
    }

    private mutating func blame(_ refusal: Refusal, on open: [Int]) {
        if open.count <= 1 {
            for position in open { outcomes[position] = refusal.outcome }
            return
        }
        if open.contains(where: { refusal.names(messages[$0]) }) {
            for position in outcomes.indices where outcomes[position] == nil && refusal.names(messages[position]) {
                outcomes[position] = refusal.outcome
            }
            return
        }
        pieceLimit = open.count / 2
    }
}

/// Why the broker has closed the channel while messages were published.
struct Refusal: Equatable {
    let code: UInt16
    let reason: String

    /// Of the messages to blame.
    var outcome: PublishOutcome { code == 404 ? .exchangeMissing : .refused(code: code, reason: reason) }

    /// Whether RabbitMQ's words mean this message for sure: `… exchange 'NAME' …`, and with permissions for topics `… topic 'KEY' in
    /// exchange 'NAME' …`.
    func names(_ message: OutgoingMessage) -> Bool {
        guard let exchange = reason.quoted(after: "exchange "), exchange == message.exchange else { return false }
        guard let topic = reason.quoted(after: "topic ") else { return true }
        return topic == message.routingKey
    }
}

extension OutgoingMessage {
    /// Headers and the other properties must fit in the smallest frame that AMQP allows, 4096 bytes.
    private static let headersLimit = 2048

    /// Why the message cannot be put on the wire; nil when it can.
    var defect: String? {
        for (name, text) in [
            ("exchange", exchange), ("routing key", routingKey), ("type", type), ("app_id", appID), ("content type", contentType),
        ] where text.utf8.count > 255 {
            return "the \(name) is longer than 255 bytes"
        }
        var size = 0
        for header in headers {
            guard header.name.utf8.count <= 128 else { return "the name of a header is longer than 128 bytes" }
            size += 1 + header.name.utf8.count + header.value.encodedSize
        }
        return size <= Self.headersLimit ? nil : "the headers take \(size) bytes, more than \(Self.headersLimit)"
    }
}
