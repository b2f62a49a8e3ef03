import Logging
import NodeKit
import SMPProtocol

/// What the node does with the messages of its queue (DA 7, DA 10).
struct DebtorsInbox: InboxHandler {
    typealias Message = any InboxMessage

    let responsibility: Responsibility<DebtorID>
    let logger: Logger
    /// Loads what a batch of messages is about, lets them decide on it (``MessageScope``), and stores it: the store's transaction.
    let change: @Sendable ([any InboxMessage]) async throws -> Void

    var node: Node { .debtors }

    /// DA 7.1.4, 7.1.5
    func verdict(on kind: MessageKind, body: [UInt8]) -> InboxVerdict<any InboxMessage> {
        switch kind {
        case .rejectedConfig: judge(RejectedConfig.self, body)
        case .accountUpdate: judge(AccountUpdate.self, body)
        case .accountPurge: judge(AccountPurge.self, body)
        case .activateDebtor: judge(ActivateDebtor.self, body)
        case .preparedTransfer: judgeTransfer(PreparedTransfer.self, body)
        case .rejectedTransfer: judgeTransfer(RejectedTransfer.self, body)
        case .finalizedTransfer: judgeTransfer(FinalizedTransfer.self, body)
        default: preconditionFailure("\(kind) is no message for a Debtors Agent")
        }
    }

    private func judge<Body: InboxMessage>(_ type: Body.Type, _ body: [UInt8]) -> InboxVerdict<any InboxMessage> {
        .reading(type, from: body) { foreign($0) ?? .handle($0) }
    }

    /// Transfers of other coordinators are none of ours (DA 7.4).
    private func judgeTransfer<Body: InboxMessage & CoordinatedMessage>(
        _ type: Body.Type, _ body: [UInt8]
    ) -> InboxVerdict<any InboxMessage> {
        .reading(type, from: body) { message in
            if let foreign = foreign(message) { return foreign }
            if message.coordinatorType == .issuing { return .handle(message) }
            logger.error("Unexpected coordinator type: \"\(message.coordinatorType)\"")
            return .ignore
        }
    }

    /// - Returns: nil for a debtor of this shard.
    private func foreign(_ message: some InboxMessage) -> InboxVerdict<any InboxMessage>? {
        responsibility.includes(message.debtorID) ? nil : .foreign(reason: "The agent is not responsible for this debtor.")
    }

    func handle(_ messages: [any InboxMessage]) async throws { try await change(messages) }
}
