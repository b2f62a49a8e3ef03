import Logging
import NodeKit
import SMPProtocol

/// What the node does with the messages of its queue (DA 7, DA 10).
struct DebtorsInbox: InboxHandler {
    typealias Message = any InboxMessage

    let store: DebtorsStore
    let responsibility: Responsibility<DebtorID>
    let now: @Sendable () -> Timestamp
    let logger: Logger

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
        .reading(type, from: body) { message in
            isOurs(message) ? .handle(message) : .foreign(reason: Self.foreignReason)
        }
    }

    /// Transfers of other coordinators are none of ours (DA 7.4).
    private func judgeTransfer<Body: InboxMessage & CoordinatedMessage>(
        _ type: Body.Type, _ body: [UInt8]
    ) -> InboxVerdict<any InboxMessage> {
        .reading(type, from: body) { message in
            guard isOurs(message) else { return .foreign(reason: Self.foreignReason) }
            if message.coordinatorType == .issuing { return .handle(message) }
            logger.error("Unexpected coordinator type: \"\(message.coordinatorType)\"")
            return .ignore
        }
    }

    private static let foreignReason = "The agent is not responsible for this debtor."

    private func isOurs(_ message: some InboxMessage) -> Bool { responsibility.includes(message.debtorID) }

    func handle(_ messages: [any InboxMessage]) async throws {
        var debtors: Set<DebtorID> = []
        var transfers: Set<TransferRequestKey> = []
        for message in messages {
            switch message.subject {
            case .debtor(let id): debtors.insert(id)
            case .transfer(let key): transfers.insert(key)
            }
        }
        let now = now()
        try await store.changeBatch(debtors: debtors, transfers: transfers) { state in
            for message in messages { message.apply(to: &state, now: now) }
        }
    }
}
