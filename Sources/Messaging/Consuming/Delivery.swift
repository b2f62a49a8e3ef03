/// A message that the broker has handed to a consumer and that waits for its verdict.
public struct Delivery: Sendable {
    /// Identifies the delivery when it is settled.
    public let tag: DeliveryTag
    /// The broker has delivered the message before. A hint only (SMP 10.4).
    public let isRedelivered: Bool
    /// Where the message was published to.
    public let exchange: String
    /// With which key it was published.
    public let routingKey: String
    /// The `content_type` property; nil when it is not set.
    public let contentType: String?
    /// The `type` property; nil when it is not set.
    public let type: String?
    /// The `app_id` property; nil when it is not set.
    public let appID: String?
    /// The `headers` property; empty when it is not set. No verdict may depend on headers (SMP 10.4.1).
    public let headers: [Field]
    /// The document; only its beginning when it `isTooLarge`.
    public let body: [UInt8]
    /// Bytes of the whole body.
    public let bodySize: Int
    /// Whether the body is longer than the consumer's limit. The rest has been thrown away; the message must be rejected.
    public var isTooLarge: Bool { bodySize > body.count }
    /// About how much memory the delivery takes, rather too much: decoded headers take up to 24 times as much as on the wire.
    let memoryBytes: Int

    /// - Parameters:
    ///   - bodySize: nil: the body is whole.
    ///   - propertiesSize: bytes of the properties on the wire.
    public init(
        tag: DeliveryTag, isRedelivered: Bool = false, exchange: String = "", routingKey: String = "", contentType: String?, type: String?,
        appID: String? = nil, headers: [Field] = [], body: [UInt8], bodySize: Int? = nil, propertiesSize: Int = 0
    ) {
        precondition(bodySize ?? body.count >= body.count, "a part is not larger than the whole")
        self.tag = tag
        self.isRedelivered = isRedelivered
        self.exchange = exchange
        self.routingKey = routingKey
        self.contentType = contentType
        self.type = type
        self.appID = appID
        self.headers = headers
        self.body = body
        self.bodySize = bodySize ?? body.count
        memoryBytes = 512 + body.count + 24 * propertiesSize
    }
}

/// The number of a delivery on the connection that delivered it. A settlement that arrives after that connection has been lost is ignored:
/// the broker has already put the message back in its queue.
public struct DeliveryTag: Sendable, Hashable {
    /// Counts the connections of the consumer.
    let connection: UInt32
    let number: UInt64

    /// - Parameters:
    ///   - connection: counts from 1; others are ignored.
    ///   - number: counts the deliveries of the connection from 1.
    public init(connection: UInt32, number: UInt64) {
        self.connection = connection
        self.number = number
    }
}

extension DeliveryTag: CustomStringConvertible {
    public var description: String { "\(connection):\(number)" }
}
