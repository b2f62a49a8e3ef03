/// What decides to which shard a message belongs (SMP 14.6).
public enum ShardSubject: Hashable, Sendable {
    case creditor(CreditorID)
    case debtor(DebtorID)
    case text(String)
    /// The message is taken by every shard.
    case none

    /// What a node compares with its shard; the ids that the type has must be in the address.
    ///
    /// The Creditors and the Debtors Agent also compare the id with their range; the trade service looks at the realm only.
    public init(_ kind: MessageKind, _ address: MessageAddress, at node: Node) {
        switch (node, kind) {
        case (.creditors, .configureAccount): self = .none
        case (.creditors, _): self = address.creditorID.map(ShardSubject.creditor) ?? .none
        case (.debtors, _): self = address.debtorID.map(ShardSubject.debtor) ?? .none
        case (.trade, .fetchDebtorInfo), (.trade, .storeDocument): self = address.iri.map(ShardSubject.text) ?? .none
        case (.trade, .discoverDebtor), (.trade, .confirmDebtor), (.trade, .neededCollector):
            self = address.debtorID.map(ShardSubject.debtor) ?? .none
        case (.trade, .triggerTransfer), (.trade, .accountIDResponse), (.trade, .startSending), (.trade, .startDispatching),
            (.trade, .calculateSurplus), (.trade, .abandonedTransfer):
            self = address.collectorID.map(ShardSubject.creditor) ?? .none
        case (.trade, _): self = address.creditorID.map(ShardSubject.creditor) ?? .none
        }
    }
}

extension ShardingRealm {
    /// Whether the subject belongs to the shard.
    public func contains(_ subject: ShardSubject) -> Bool {
        switch subject {
        case .creditor(let id): contains(id)
        case .debtor(let id): contains(id)
        case .text(let text): contains(text: text)
        case .none: true
        }
    }

    /// Whether the subject belongs to the shard or to its sibling.
    public func parentContains(_ subject: ShardSubject) -> Bool {
        switch subject {
        case .creditor(let id): parentContains(id)
        case .debtor(let id): parentContains(id)
        case .text(let text): parentContains(text: text)
        case .none: true
        }
    }
}
