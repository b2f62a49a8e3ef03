/// A message to publish (SMP 6). Exactly the properties of SMP 6.1 go on the wire: `content_type`, `type`, `app_id`, `delivery_mode` 2
/// and `headers`; nothing is added.
public struct OutgoingMessage: Sendable, Equatable {
    /// Empty: the default exchange, which takes a queue's name as the routing key.
    public var exchange: String
    /// At most 255 bytes.
    public var routingKey: String
    /// Whether the message must come back when no queue takes it (SMP 6.3).
    public var isMandatory: Bool
    /// The `type` property.
    public var type: String
    /// The `app_id` property, e.g. `swpt_creditors`.
    public var appID: String
    /// The `content_type` property.
    public var contentType: String
    /// The `headers` property (SMP 6.2), in this order.
    public var headers: [Field]
    /// The document.
    public var body: [UInt8]

    /// What cannot be put on the wire is told by its ``PublishOutcome``.
    public init(
        exchange: String, routingKey: String, isMandatory: Bool, type: String, appID: String, contentType: String = "application/json",
        headers: [Field], body: [UInt8]
    ) {
        self.exchange = exchange
        self.routingKey = routingKey
        self.isMandatory = isMandatory
        self.type = type
        self.appID = appID
        self.contentType = contentType
        self.headers = headers
        self.body = body
    }
}

/// What became of one published message.
public enum PublishOutcome: Sendable, Equatable {
    /// The broker has taken responsibility; forget the message.
    case confirmed
    /// Mandatory, and no queue takes it (e.g. 312 `NO_ROUTE`). The broker does not have it: keep it, and try again later.
    case returned(code: UInt16, reason: String)
    /// The broker refused it (a full queue, an internal error): keep it, and try again later.
    case nacked
    /// Its exchange does not exist: keep it. Somebody must run `subscribe`.
    case exchangeMissing
    /// The broker refuses this very message (403: we may not publish there; 406: it is too large for the broker…), and closes the channel
    /// because of it: keep it, and let others go first. Somebody must change something.
    case refused(code: UInt16, reason: String)
    /// It cannot be put on the wire: a short text of more than 255 bytes, or headers that do not fit in a frame. Trying again is useless.
    case invalid(reason: String)
    /// Nobody knows whether it arrived (connection lost, no confirm in time): keep it and publish it again.
    case unknown(MessagingError)

    /// Whether the message may be forgotten.
    public var isConfirmed: Bool { self == .confirmed }

    /// Whether it is this message that cannot be delivered at present, while others can: it should wait and stand in nobody's way.
    public var isUndeliverable: Bool {
        switch self {
        case .returned, .exchangeMissing, .refused, .invalid: true
        case .confirmed, .nacked, .unknown: false
        }
    }
}
