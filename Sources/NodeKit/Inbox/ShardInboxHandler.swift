import SMPProtocol

/// A handler of messages that belong to shards, some of them answers about transfers that a coordinator has asked for: what every node has.
/// The node says what is its own; what is done with the rest stands here.
public protocol ShardInboxHandler: InboxHandler {
    /// What is said of a message of another shard.
    static var foreignReason: String { get }

    /// Whether a message is about somebody of this shard.
    func isOurs(_ kind: MessageKind, _ address: MessageAddress) -> Bool

    /// What is done with an answer about a transfer of a type that the node does not coordinate. By default it is foreign: it belongs to
    /// another subsystem, and reaches this queue only by a wrong binding.
    func verdict(onTransferOf coordinatorType: CoordinatorType) -> InboxVerdict<Message>
}

extension ShardInboxHandler {
    /// Foreign.
    public func verdict(onTransferOf coordinatorType: CoordinatorType) -> InboxVerdict<Message> {
        .foreign(reason: Self.unexpected(coordinatorType))
    }

    /// What is said of a coordinator type that is not the node's.
    public static func unexpected(_ coordinatorType: CoordinatorType) -> String {
        "Unexpected coordinator type: \"\(coordinatorType)\""
    }

    /// Reads a message, and takes it if it is about somebody of this shard.
    ///
    /// - Parameter wrap: the node's form of it.
    public func judge<Body: SMPMessage>(
        _ type: Body.Type, _ body: [UInt8], _ wrap: (Body) -> Message
    ) -> InboxVerdict<Message> {
        .reading(type, from: body) { isOurs(Body.kind, $0.address) ? .handle(wrap($0)) : .foreign(reason: Self.foreignReason) }
    }

    /// The same for an answer about a transfer, which the node must have asked for as its coordinator.
    public func judgeTransfer<Body: CoordinatedMessage>(
        _ type: Body.Type, _ body: [UInt8], _ wrap: (Body) -> Message
    ) -> InboxVerdict<Message> {
        .reading(type, from: body) { message in
            guard isOurs(Body.kind, message.address) else { return .foreign(reason: Self.foreignReason) }
            let coordinatorType = message.coordinatorType
            return coordinatorType == node.coordinatorType ? .handle(wrap(message)) : verdict(onTransferOf: coordinatorType)
        }
    }
}
