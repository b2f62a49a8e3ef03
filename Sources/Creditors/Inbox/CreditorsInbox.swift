import NodeKit
import SMPProtocol

/// What this node does with the messages of its queue (CA 8).
struct CreditorsInbox: InboxHandler {
    typealias Message = any InboxMessage

    let responsibility: Responsibility<CreditorID>
    /// Loads what a batch of messages is about, lets them decide on it (``MessageScope``), and stores it: the store's transaction.
    let change: @Sendable ([any InboxMessage]) async throws -> Void

    var node: Node { .creditors }

    /// CA 8.1 steps 3–5.
    func verdict(on kind: MessageKind, body: [UInt8]) -> InboxVerdict<any InboxMessage> {
        switch kind {
        case .rejectedConfig: judge(RejectedConfig.self, body)
        case .accountUpdate: judge(AccountUpdate.self, body)
        case .accountPurge: judge(AccountPurge.self, body)
        case .accountTransfer: judge(AccountTransfer.self, body)
        case .activateCreditor: judge(ActivateCreditor.self, body)
        case .rejectedTransfer: judgeTransfer(RejectedTransfer.self, body)
        case .preparedTransfer: judgeTransfer(PreparedTransfer.self, body)
        case .finalizedTransfer: judgeTransfer(FinalizedTransfer.self, body)
        // It comes back to any shard.
        case .configureAccount: .reading(ConfigureAccount.self, from: body) { .handle($0) }
        default: preconditionFailure("\(kind) is no message for a Creditors Agent")
        }
    }

    private func judge<Body: InboxMessage>(_ type: Body.Type, _ body: [UInt8]) -> InboxVerdict<any InboxMessage> {
        .reading(type, from: body) { foreign($0) ?? .handle($0) }
    }

    /// Answers about transfers of other coordinator types belong to another subsystem, and reach this queue only by a wrong binding.
    private func judgeTransfer<Body: InboxMessage & CoordinatedMessage>(
        _ type: Body.Type, _ body: [UInt8]
    ) -> InboxVerdict<any InboxMessage> {
        .reading(type, from: body) { message in
            if let foreign = foreign(message) { return foreign }
            if message.coordinatorType == .direct { return .handle(message) }
            return .foreign(reason: "Unexpected coordinator type: \"\(message.coordinatorType)\"")
        }
    }

    /// - Returns: nil for a creditor of this shard.
    private func foreign(_ message: some InboxMessage) -> InboxVerdict<any InboxMessage>? {
        responsibility.includes(message.creditorID) ? nil : .foreign(reason: "The agent is not responsible for this creditor.")
    }

    func handle(_ messages: [any InboxMessage]) async throws { try await change(messages) }
}
