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

    public init(_ judge: @escaping @Sendable (MessageKind, MessageAddress) -> OutboxShardVerdict) {
        self.judge = judge
    }

    /// Everything is ours.
    public static let whole = OutboxShard { _, _ in .own }

    func verdict(on message: OutboxMessage) -> OutboxShardVerdict { judge(message.kind, message.address) }
}
