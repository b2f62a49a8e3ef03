/// The kinds of node that send and receive messages here (SMP 1.1).
public enum Node: String, CaseIterable, Sendable {
    case creditors, debtors, trade

    /// The `app_id` property of everything that the node publishes (SMP 6.1).
    public var appID: String { "swpt_\(rawValue)" }

    /// Whether the node takes messages of this type; all others are rejected as unknown (SMP 11).
    public func accepts(_ kind: MessageKind) -> Bool {
        switch kind {
        case .rejectedConfig, .accountUpdate, .accountPurge, .preparedTransfer, .rejectedTransfer, .finalizedTransfer: true
        case .accountTransfer: self != .debtors
        case .configureAccount, .activateCreditor: self == .creditors
        case .activateDebtor: self == .debtors
        case .prepareTransfer, .finalizeTransfer: false
        case .updatedLedger, .updatedPolicy, .updatedFlags, .fetchDebtorInfo, .storeDocument, .discoverDebtor, .confirmDebtor,
            .activateCollector, .candidateOffer, .neededCollector, .reviseAccountLock, .triggerTransfer, .accountIDRequest,
            .accountIDResponse, .startSending, .startDispatching, .calculateSurplus, .abandonedTransfer:
            self == .trade
        }
    }

    /// The coordinator type of the transfers that the node coordinates (SMP 4.3).
    public var coordinatorType: CoordinatorType {
        switch self {
        case .creditors: .direct
        case .debtors: .issuing
        case .trade: .agent
        }
    }
}
