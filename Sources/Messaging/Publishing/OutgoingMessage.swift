/// A message to publish (SMP 6). Exactly the properties of SMP 6.1 go on the wire: `content_type`, `type`, `app_id`, `delivery_mode` 2
/// and `headers`; nothing is added.
public struct OutgoingMessage: Sendable, Equatable {
    public var exchange: String
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
    public var body: [UInt8]

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
    /// Nobody knows whether it arrived (connection lost, no confirm in time): keep it and publish it again.
    case unknown(MessagingError)

    public var isConfirmed: Bool { self == .confirmed }
}
