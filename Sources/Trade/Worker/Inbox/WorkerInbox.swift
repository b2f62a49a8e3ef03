import NodeKit
import SMPProtocol

/// What a worker does with the messages of its queues (TW-6). Both queues take all types.
struct WorkerInbox: ShardInboxHandler {
    typealias Message = any InboxMessage

    static let foreignReason = "The server is not responsible for this shard."

    /// The shard.
    let realm: ShardingRealm
    /// Loads what a batch of messages is about, lets them decide on it (``MessageScope``), and stores it: the store's transaction.
    let change: @Sendable ([any InboxMessage]) async throws -> Void

    var node: Node { .trade }

    /// TW 6.1.3 – 5.
    func verdict(on kind: MessageKind, body: [UInt8]) -> InboxVerdict<any InboxMessage> {
        switch kind {
        case .updatedLedger: judge(UpdatedLedger.self, body) { $0 }
        case .updatedPolicy: judge(UpdatedPolicy.self, body) { $0 }
        case .updatedFlags: judge(UpdatedFlags.self, body) { $0 }
        case .rejectedConfig: judge(RejectedConfig.self, body) { $0 }
        case .accountUpdate: judge(AccountUpdate.self, body) { $0 }
        case .accountPurge: judge(AccountPurge.self, body) { $0 }
        case .accountTransfer: judge(AccountTransfer.self, body) { $0 }
        case .rejectedTransfer: judgeTransfer(RejectedTransfer.self, body) { $0 }
        case .preparedTransfer: judgeTransfer(PreparedTransfer.self, body) { $0 }
        case .finalizedTransfer: judgeTransfer(FinalizedTransfer.self, body) { $0 }
        default: internalVerdict(on: kind, body: body)
        }
    }

    /// Messages of the service itself.
    private func internalVerdict(on kind: MessageKind, body: [UInt8]) -> InboxVerdict<any InboxMessage> {
        switch kind {
        case .fetchDebtorInfo: judge(FetchDebtorInfo.self, body) { $0 }
        case .storeDocument: judge(StoreDocument.self, body) { $0 }
        case .discoverDebtor: judge(DiscoverDebtor.self, body) { $0 }
        case .confirmDebtor: judge(ConfirmDebtor.self, body) { $0 }
        case .neededCollector: judge(NeededCollector.self, body) { $0 }
        case .candidateOffer: judge(CandidateOffer.self, body) { $0 }
        case .reviseAccountLock: judge(ReviseAccountLock.self, body) { $0 }
        case .triggerTransfer: judge(TriggerTransfer.self, body) { $0 }
        case .accountIDRequest: judge(AccountIDRequest.self, body) { $0 }
        case .accountIDResponse: judge(AccountIDResponse.self, body) { $0 }
        case .startSending: judge(StartSending.self, body) { $0 }
        case .startDispatching: judge(StartDispatching.self, body) { $0 }
        case .calculateSurplus: judge(CalculateSurplus.self, body) { $0 }
        case .abandonedTransfer: judge(AbandonedTransfer.self, body) { $0 }
        case .activateCollector: judge(ActivateCollector.self, body) { $0 }
        default: preconditionFailure("the node does not take \(kind.typeName)")
        }
    }

    func isOurs(_ kind: MessageKind, _ address: MessageAddress) -> Bool { realm.contains(ShardSubject(kind, address, at: node)) }

    func handle(_ messages: [any InboxMessage]) async throws { try await change(messages) }
}
