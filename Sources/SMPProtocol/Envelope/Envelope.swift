/// Everything around the body of a message that we publish (SMP 6). Properties that are not here are not set.
public struct Envelope: Hashable, Sendable {
    /// The only content type of the protocol, compared exactly (SMP 10.4).
    public static let contentType = "application/json"
    /// Persistent.
    public static let deliveryMode: UInt8 = 2

    /// To which exchange it is published.
    public let exchange: String
    /// By which the exchange chooses queues.
    public let routingKey: String
    /// Whether the broker sends it back when no queue takes it.
    public let isMandatory: Bool
    /// At which broker.
    public let broker: PublishingRoute.Broker
    /// The `type` property.
    public let type: String
    /// The `app_id` property.
    public let appID: String
    /// In the order of SMP 6.2.
    public let headers: [Header]

    /// An envelope with these parts.
    public init(
        exchange: String, routingKey: String, isMandatory: Bool, broker: PublishingRoute.Broker = .network, type: String, appID: String,
        headers: [Header]
    ) {
        self.exchange = exchange
        self.routingKey = routingKey
        self.isMandatory = isMandatory
        self.broker = broker
        self.type = type
        self.appID = appID
        self.headers = headers
    }

    /// The envelope of a message of this type and address from this node. The node must publish such messages (SMP 6.3).
    public init(_ kind: MessageKind, _ address: MessageAddress, from node: Node) {
        guard let route = PublishingRoute(of: kind, from: node) else { preconditionFailure("\(node) does not publish \(kind)") }
        self.init(
            exchange: route.exchange, routingKey: route.routingKey(for: address), isMandatory: route.isMandatory,
            broker: route.broker, type: kind.typeName, appID: node.appID,
            headers: Self.headers(kind, route.hasIDHeaders ? address : MessageAddress()))
    }

    /// The envelope of a message from this node. The node must publish such messages (SMP 6.3).
    public init(_ message: some SMPMessage, from node: Node) {
        self.init(Swift.type(of: message).kind, message.address, from: node)
    }

    /// The type, and the ids that the address has (SMP 6.2).
    static func headers(_ kind: MessageKind, _ address: MessageAddress) -> [Header] {
        var headers = [Header("message-type", .string(kind.typeName))]
        if let id = address.debtorID { headers.append(Header("debtor-id", HeaderValue(id.rawValue))) }
        if let id = address.creditorID { headers.append(Header("creditor-id", HeaderValue(id.rawValue))) }
        if let id = address.coordinatorID { headers.append(Header("coordinator-id", HeaderValue(id.rawValue))) }
        if let type = address.coordinatorType { headers.append(Header("coordinator-type", .string(type.rawValue))) }
        return headers
    }
}
