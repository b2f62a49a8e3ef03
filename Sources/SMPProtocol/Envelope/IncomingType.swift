/// Why a delivery is rejected before its body is looked at (SMP 10.4, steps 1 and 2). The descriptions are the log lines.
public enum DeliveryError: Error, Hashable, Sendable, CustomStringConvertible {
    case unknownContentType(String?)
    case unknownType(String?)

    public var description: String {
        switch self {
        case .unknownContentType(let value): "Unknown message content type: \"\(value ?? "None")\""
        case .unknownType(let value): "Unknown message type: \"\(value ?? "None")\""
        }
    }
}

extension Node {
    /// The type of a delivery, from its properties alone; headers are never consulted (SMP 10.4).
    public func kindOfDelivery(contentType: String?, type: String?) throws(DeliveryError) -> MessageKind {
        guard contentType == Envelope.contentType else { throw .unknownContentType(contentType) }
        guard let type, let kind = MessageKind(typeName: type), accepts(kind) else { throw .unknownType(type) }
        return kind
    }
}
