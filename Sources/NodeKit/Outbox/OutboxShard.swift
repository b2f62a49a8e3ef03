import SMPProtocol

/// Whether a waiting message is this shard's business (SMP 13.7).
public enum OutboxShardVerdict: Sendable, Equatable {
    /// Publish it.
    case own
    /// A left-over of splitting the database: the sibling has its own copy. Deleted unsent.
    case leftOver
    /// It belongs to neither; somebody has made a mistake. Kept, and logged at ERROR.
    case foreign
}

/// Decides to whom waiting messages belong.
public struct OutboxShard: Sendable {
    private let judge: @Sendable (MessageKind, MessageAddress) -> OutboxShardVerdict

    /// - Parameter judge: whose a message of this type and address is. Pure.
    public init(_ judge: @escaping @Sendable (MessageKind, MessageAddress) -> OutboxShardVerdict) {
        self.judge = judge
    }

    /// Everything is ours.
    public static let whole = OutboxShard { _, _ in .own }

    func verdict(on message: OutboxMessage) -> OutboxShardVerdict { judge(message.kind, message.address) }
}

extension OutboxShard {
    /// The shard of a node that knows its messages by one of the IDs in their addresses (SMP 13.7). Without that ID a message is nobody's.
    public static func of<ID: WireIdentifier>(
        _ responsibility: Responsibility<ID>, deletesParentRecords: Bool, id: @escaping @Sendable (MessageAddress) -> ID?
    ) -> OutboxShard {
        OutboxShard { _, address in
            guard let id = id(address) else { return .foreign }
            if responsibility.includes(id) { return .own }
            return deletesParentRecords && responsibility.isLeftOver(id) ? .leftOver : .foreign
        }
    }

    /// The same, with messages of one kind that belong to whoever has them.
    public func owning(_ kind: MessageKind) -> OutboxShard {
        OutboxShard { [judge] in $0 == kind ? .own : judge($0, $1) }
    }
}
