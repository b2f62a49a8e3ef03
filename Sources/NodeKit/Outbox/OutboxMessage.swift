import Messaging
import SMPProtocol

/// A message that waits in the outbox: encoded once, when it is recorded (SMP 13.1).
public struct OutboxMessage: Sendable, Hashable {
    /// The type of the message.
    public let kind: MessageKind
    /// What its envelope and its shard are computed from when it is sent.
    public let address: MessageAddress
    /// The document.
    public let body: [UInt8]
    /// The moment before which it stays in the outbox; nil: it may leave at once. By the clock of the database.
    public let notBefore: Timestamp?

    /// Encodes a message.
    ///
    /// - Parameter notBefore: the moment before which it is not to be sent.
    public init(_ message: some SMPMessage, notBefore: Timestamp? = nil) {
        self.init(kind: type(of: message).kind, address: message.address, body: message.encoded(), notBefore: notBefore)
    }

    init(kind: MessageKind, address: MessageAddress, body: [UInt8], notBefore: Timestamp? = nil) {
        self.kind = kind
        self.address = address
        self.body = body
        self.notBefore = notBefore
    }

    /// How the message is published by this node (SMP 6). Nil when the node publishes no such messages, or when the address lacks what the
    /// routing key is made of: then somebody has tampered with the table.
    func outgoing(from node: Node) -> OutgoingMessage? {
        guard let route = PublishingRoute(of: kind, from: node), route.canReach(address) else { return nil }
        return OutgoingMessage(Envelope(kind, address, from: node), body: body)
    }
}
