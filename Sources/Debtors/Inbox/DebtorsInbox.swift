import Logging
import NodeKit
import SMPProtocol

/// What the node does with the messages of its queue (DA 7, DA 10).
struct DebtorsInbox: ShardInboxHandler {
    typealias Message = any InboxMessage

    let responsibility: Responsibility<DebtorID>
    let logger: Logger
    /// Loads what a batch of messages is about, lets them decide on it (``MessageScope``), and stores it: the store's transaction.
    let change: @Sendable ([any InboxMessage]) async throws -> Void

    var node: Node { .debtors }

    /// DA 7.1.4, 7.1.5
    func verdict(on kind: MessageKind, body: [UInt8]) -> InboxVerdict<any InboxMessage> {
        switch kind {
        case .rejectedConfig: judge(RejectedConfig.self, body) { $0 }
        case .accountUpdate: judge(AccountUpdate.self, body) { $0 }
        case .accountPurge: judge(AccountPurge.self, body) { $0 }
        case .activateDebtor: judge(ActivateDebtor.self, body) { $0 }
        case .preparedTransfer: judgeTransfer(PreparedTransfer.self, body) { $0 }
        case .rejectedTransfer: judgeTransfer(RejectedTransfer.self, body) { $0 }
        case .finalizedTransfer: judgeTransfer(FinalizedTransfer.self, body) { $0 }
        default: preconditionFailure("\(kind) is no message for a Debtors Agent")
        }
    }

    static let foreignReason = "The agent is not responsible for this debtor."

    func isOurs(_ kind: MessageKind, _ address: MessageAddress) -> Bool { address.debtorID.map(responsibility.includes) ?? false }

    /// Transfers of other coordinators are none of ours (DA 7.4).
    func verdict(onTransferOf coordinatorType: CoordinatorType) -> InboxVerdict<any InboxMessage> {
        logger.error("\(Self.unexpected(coordinatorType))")
        return .ignore
    }

    func subject(of message: any InboxMessage) -> Int64? { message.debtorID.rawValue }

    func handle(_ messages: [any InboxMessage]) async throws { try await change(messages) }
}
