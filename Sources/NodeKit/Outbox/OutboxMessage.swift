import Messaging
import SMPProtocol

/// A message that waits in the outbox: encoded once, when it is recorded (SMP 13.1).
public struct OutboxMessage: Sendable, Hashable {
    public let kind: MessageKind
    /// What its envelope and its shard are computed from when it is sent.
    public let address: MessageAddress
    /// The document.
    public let body: [UInt8]

    public init(_ message: some SMPMessage) {
        kind = type(of: message).kind
        address = message.address
        body = message.encoded()
    }

    init(kind: MessageKind, address: MessageAddress, body: [UInt8]) {
        self.kind = kind
        self.address = address
        self.body = body
    }

    /// How the message is published by this node (SMP 6).
    func outgoing(from node: Node) -> OutgoingMessage {
        let envelope = Envelope(kind, address, from: node)
        return OutgoingMessage(
            exchange: envelope.exchange, routingKey: envelope.routingKey, isMandatory: envelope.isMandatory, type: envelope.type,
            appID: envelope.appID, headers: envelope.headers.map(Field.init), body: body)
    }
}

extension Field {
    fileprivate init(_ header: Header) {
        let value: FieldValue =
            switch header.value {
            case .int32(let value): .int(Int64(value))
            case .int64(let value): .int(value)
            case .string(let value): .string(value)
            case .boolean(let value): .bool(value)
            }
        self.init(header.name, value)
    }
}
