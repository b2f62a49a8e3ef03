extension Node {
    /// The types that the node publishes, in the order in which a pass over the outbox takes them (SMP 13.3).
    public var flushOrder: [MessageKind] {
        switch self {
        case .creditors:
            [
                .configureAccount, .prepareTransfer, .finalizeTransfer, .updatedLedger, .updatedPolicy, .updatedFlags,
                .rejectedConfig,
            ]
        case .debtors:
            [.configureAccount, .prepareTransfer, .finalizeTransfer]
        case .trade:
            [
                .configureAccount, .prepareTransfer, .finalizeTransfer, .fetchDebtorInfo, .storeDocument, .discoverDebtor,
                .confirmDebtor, .candidateOffer, .neededCollector, .reviseAccountLock, .triggerTransfer, .accountIDRequest,
                .accountIDResponse, .startSending, .startDispatching, .calculateSurplus, .accountTransfer, .abandonedTransfer,
            ]
        }
    }

    /// The name that operators use for the waiting messages of a type (SMP 13.1, 13.4).
    public func outboxName(of kind: MessageKind) -> String {
        let isReplay = self == .trade && kind == .accountTransfer
        return (isReplay ? "Replayed" : "") + kind.typeName + "Signal"
    }

    /// The type of this outbox name; `nil` when the node has none of this name.
    public func kind(ofOutbox name: String) -> MessageKind? { flushOrder.first { outboxName(of: $0) == name } }
}
