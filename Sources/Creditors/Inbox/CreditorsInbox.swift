import NodeKit
import Persistence
import SMPProtocol

/// What this node does with the messages of its queue (CA 8).
struct CreditorsInbox: InboxHandler {
    let database: Database
    let responsibility: Responsibility<CreditorID>
    let rules: MessageRules
    let wakeUps: WakeUps
    let now: @Sendable () -> Timestamp

    var node: Node { .creditors }

    /// CA 8.1 steps 3–5.
    func verdict(on kind: MessageKind, body: [UInt8]) -> InboxVerdict<Incoming> {
        switch kind {
        case .rejectedConfig: read(RejectedConfig.self, body) { .handle(.rejectedConfig($0)) }
        case .accountUpdate: read(AccountUpdate.self, body) { .handle(.accountUpdate($0)) }
        case .accountPurge: read(AccountPurge.self, body) { .handle(.accountPurge($0)) }
        case .accountTransfer: read(AccountTransfer.self, body) { .handle(.accountTransfer($0)) }
        case .rejectedTransfer: readAnswer(RejectedTransfer.self, body) { .rejectedTransfer($0) }
        case .preparedTransfer: readAnswer(PreparedTransfer.self, body) { .preparedTransfer($0) }
        case .finalizedTransfer: readAnswer(FinalizedTransfer.self, body) { .finalizedTransfer($0) }
        case .activateCreditor:
            .reading(ActivateCreditor.self, from: body) { ours($0.creditorID) ?? .handle(.activateCreditor($0)) }
        case .configureAccount:
            // It comes back to any shard.
            .reading(ConfigureAccount.self, from: body) { .handle(.configureAccount($0)) }
        default: preconditionFailure("the node does not take \(kind.typeName)")
        }
    }

    private func read<M: AccountMessage>(
        _ type: M.Type, _ body: [UInt8], _ judge: (M) -> InboxVerdict<Incoming>
    ) -> InboxVerdict<Incoming> {
        .reading(type, from: body) { ours($0.creditorID) ?? judge($0) }
    }

    /// Answers about transfers of other coordinator types belong to another subsystem, and reach this queue only by a wrong binding.
    private func readAnswer<M: CoordinatedMessage>(
        _ type: M.Type, _ body: [UInt8], _ wrap: (M) -> Incoming
    ) -> InboxVerdict<Incoming> {
        read(type, body) { message in
            guard message.coordinatorType == .direct else {
                return .foreign(reason: "Unexpected coordinator type: \"\(message.coordinatorType)\"")
            }
            return .handle(wrap(message))
        }
    }

    /// - Returns: nil for a creditor of this shard.
    private func ours(_ id: CreditorID) -> InboxVerdict<Incoming>? {
        responsibility.includes(id) ? nil : .foreign(reason: "The agent is not responsible for this creditor.")
    }

    /// Load → decide → store, in one transaction.
    func handle(_ messages: [Incoming]) async throws {
        let keys = MessageScopeKeys(messages)
        let effects = try await database.transaction { tx in
            // The moment is read when the rows are locked: had it been before, what somebody else has done meanwhile would be later.
            var old = MessageScope(rules: rules, range: responsibility.range, now: .epoch)
            let lastUpdateID = try old.load(keys, in: tx)
            old.now = now()
            var new = old
            new.handle(messages)
            new.enqueueChanges(from: old, lastUpdateID: lastUpdateID, in: tx)
            return new.effects
        }
        wakeUps.announce(effects)
    }
}
