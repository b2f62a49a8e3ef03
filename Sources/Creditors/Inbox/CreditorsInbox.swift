import NodeKit
import SMPProtocol

/// What this node does with the messages of its queue (CA 8).
struct CreditorsInbox: ShardInboxHandler {
    typealias Message = any InboxMessage

    let responsibility: Responsibility<CreditorID>
    /// Loads what a batch of messages is about, lets them decide on it (``MessageScope``), and stores it: the store's transaction.
    let change: @Sendable ([any InboxMessage]) async throws -> Void

    var node: Node { .creditors }

    /// CA 8.1 steps 3–5.
    func verdict(on kind: MessageKind, body: [UInt8]) -> InboxVerdict<any InboxMessage> {
        switch kind {
        case .rejectedConfig: judge(RejectedConfig.self, body) { $0 }
        case .accountUpdate: judge(AccountUpdate.self, body) { $0 }
        case .accountPurge: judge(AccountPurge.self, body) { $0 }
        case .accountTransfer: judge(AccountTransfer.self, body) { $0 }
        case .activateCreditor: judge(ActivateCreditor.self, body) { $0 }
        case .rejectedTransfer: judgeTransfer(RejectedTransfer.self, body) { $0 }
        case .preparedTransfer: judgeTransfer(PreparedTransfer.self, body) { $0 }
        case .finalizedTransfer: judgeTransfer(FinalizedTransfer.self, body) { $0 }
        // It comes back to any shard.
        case .configureAccount: .reading(ConfigureAccount.self, from: body) { .handle($0) }
        default: preconditionFailure("\(kind) is no message for a Creditors Agent")
        }
    }

    static let foreignReason = "The agent is not responsible for this creditor."

    func isOurs(_ kind: MessageKind, _ address: MessageAddress) -> Bool { address.creditorID.map(responsibility.includes) ?? false }

    func subject(of message: any InboxMessage) -> Int64? { message.creditorID.rawValue }

    func handle(_ messages: [any InboxMessage]) async throws { try await change(messages) }
}
