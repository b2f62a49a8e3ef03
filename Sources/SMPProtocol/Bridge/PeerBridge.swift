/// Why the bridge does not let a message pass (SMP 8.1, 8.3). One such message stops the whole link.
public enum BridgeError: Error, Hashable, Sendable, CustomStringConvertible {
    case wrongType(MessageKind)
    case foreignCreditor(CreditorID)
    case foreignDebtor(DebtorID)
    case wrongCoordinatorType(CoordinatorType)
    case wrongCoordinator(CoordinatorID)
    /// The moment of the message is too far ahead of the receiver's clock.
    case fromTheFuture(Timestamp)

    public var description: String {
        switch self {
        case .wrongType(let kind): "Invalid message type: \(kind.typeName)."
        case .foreignCreditor(let id): "Invalid creditor ID: \(Self.hex(id))."
        case .foreignDebtor(let id): "Invalid debtor ID: \(Self.hex(id))."
        case .wrongCoordinatorType(let type): "Invalid coordinator type: \(type)."
        case .wrongCoordinator(let id): "Invalid coordinator ID: \(Self.hex(id))."
        case .fromTheFuture(let ts): "The message's timestamp is in the future: \(ts)."
        }
    }

    private static func hex(_ id: some WireIdentifier) -> String {
        "0x" + Hexadecimal.text(of: id.unsigned)
    }
}

/// What stands between a node and one peer accounting authority: checks of what passes, and translation of creditor ids between
/// the node's own subnet and the one that the peer gave to the node (SMP 8).
public struct PeerBridge: Sendable {
    /// How far a message may be ahead of the receiver's clock.
    public static let maximumLeadSeconds: Int64 = 7200

    /// Which of the two networks a message comes from.
    public enum Side: Sendable {
        /// A node with creditors; its own subnet, and the one that the peer gave to it.
        case creditors(own: Subnet, assigned: Subnet)
        /// A node with debtors, whose creditor id is always 0.
        case debtors
    }

    /// Where the bridge stands.
    public let side: Side
    /// The debtors of the peer.
    public let debtors: Subnet

    /// A bridge to a peer.
    public init(_ side: Side, debtors: Subnet) {
        self.side = side
        self.debtors = debtors
    }

    /// A message of the node as the peer gets it.
    public func outgoing<Message: AccountMessage>(_ message: Message) throws(BridgeError) -> Message {
        guard Message.kind.isSentToAccountingAuthority else { throw .wrongType(Message.kind) }
        return try passed(message) { subnets in (subnets.own, subnets.assigned) }
    }

    /// A message of the peer as the node gets it.
    public func incoming<Message: AccountMessage>(_ message: Message, now: Timestamp) throws(BridgeError) -> Message {
        guard Message.kind.isSentByAccountingAuthority else { throw .wrongType(Message.kind) }
        guard message.ts <= now.adding(seconds: Self.maximumLeadSeconds) else { throw .fromTheFuture(message.ts) }
        return try passed(message) { subnets in (subnets.assigned, subnets.own) }
    }

    private func passed<Message: AccountMessage>(
        _ message: Message, _ direction: ((own: Subnet, assigned: Subnet)) -> (from: Subnet, to: Subnet)
    ) throws(BridgeError) -> Message {
        guard debtors.contains(message.debtorID) else { throw .foreignDebtor(message.debtorID) }
        switch side {
        case .debtors:
            guard message.creditorID == .root else { throw .foreignCreditor(message.creditorID) }
            guard let transfer = message as? any CoordinatedMessage else { return message }
            guard transfer.coordinatorType == .issuing else { throw .wrongCoordinatorType(transfer.coordinatorType) }
            guard transfer.coordinatorID == CoordinatorID(message.debtorID) else {
                throw .wrongCoordinator(transfer.coordinatorID)
            }
            return message
        case .creditors(let own, let assigned):
            let (from, to) = direction((own, assigned))
            guard from.contains(message.creditorID) else { throw .foreignCreditor(message.creditorID) }
            var moved = message
            moved.creditorID = from.moving(message.creditorID, to: to)
            guard let transfer = moved as? any CoordinatedMessage else { return moved }
            return try movingCoordinator(of: transfer, before: message.creditorID, from: from, to: to) as? Message ?? moved
        }
    }

    private func movingCoordinator(
        of message: any CoordinatedMessage, before creditorID: CreditorID, from: Subnet, to: Subnet
    ) throws(BridgeError) -> any CoordinatedMessage {
        var message = message
        let isOwn = message.coordinatorID == CoordinatorID(creditorID)
        switch message.coordinatorType {
        case .direct where isOwn: break
        case .agent where from.contains(message.coordinatorID): break
        case .direct, .agent: throw .wrongCoordinator(message.coordinatorID)
        default: throw .wrongCoordinatorType(message.coordinatorType)
        }
        message.coordinatorID = from.moving(message.coordinatorID, to: to)
        return message
    }
}
