import Messaging
import SMPProtocol
import Synchronization

@testable import Sandbox

/// The least that a coordinator must do (AA 9.3): asks for transfers, commits the first preparation of each, dismisses the others, and
/// repeats itself when it is asked again.
final class PlayedWallets: Sendable {
    private enum Request {
        case initiated
        case settled(FinalizeTransfer)
    }

    private struct State {
        var requests: [CoordinatorRequestID: Request] = [:]
        var amounts: [CoordinatorRequestID: Int64] = [:]
        var outcomes: [CoordinatorRequestID: FinalizedTransfer] = [:]
        var refusals: [CoordinatorRequestID: String] = [:]
    }

    private let state = Mutex(State())

    /// A new request, direct or issuing.
    func request(_ id: Int64, _ sender: AccountKey, to recipient: String, _ amount: Int64, ts: Timestamp) -> PrepareTransfer {
        let requestID = CoordinatorRequestID(id)
        state.withLock { state in
            state.requests[requestID] = .initiated
            state.amounts[requestID] = amount
        }
        return PrepareTransfer(
            debtorID: sender.debtorID, creditorID: sender.creditorID, coordinatorType: sender.isRoot ? .issuing : .direct,
            coordinatorID: sender.isRoot ? CoordinatorID(sender.debtorID) : CoordinatorID(sender.creditorID),
            coordinatorRequestID: requestID,
            minLockedAmount: sender.isRoot ? amount : 0, maxLockedAmount: sender.isRoot ? amount : 0, recipient: AccountID(recipient)!,
            finalInterestRateTs: .farFuture, maxCommitDelay: .max, ts: ts)
    }

    /// How many requests have an end.
    var endedCount: Int { state.withLock { $0.outcomes.count + $0.refusals.count } }
    var outcomes: [FinalizedTransfer] { state.withLock { Array($0.outcomes.values) } }
    var refusals: [String] { state.withLock { Array($0.refusals.values) } }

    /// What is to be answered to a message.
    func answer(to delivery: Delivery, ts: Timestamp) throws -> FinalizeTransfer? {
        switch delivery.type.flatMap({ MessageKind(typeName: $0) }) {
        case .preparedTransfer: return prepared(try PreparedTransfer(json: delivery.body), ts: ts)
        case .finalizedTransfer:
            let message = try FinalizedTransfer(json: delivery.body)
            state.withLock { state in
                guard case .settled(let sent)? = state.requests[message.coordinatorRequestID], sent.transferID == message.transferID else {
                    return
                }
                state.outcomes[message.coordinatorRequestID] = message
            }
        case .rejectedTransfer:
            let message = try RejectedTransfer(json: delivery.body)
            state.withLock { state in
                guard case .initiated? = state.requests[message.coordinatorRequestID] else { return }
                state.refusals[message.coordinatorRequestID] = message.statusCode
                state.requests[message.coordinatorRequestID] = nil
            }
        default: break
        }
        return nil
    }

    private func prepared(_ message: PreparedTransfer, ts: Timestamp) -> FinalizeTransfer {
        state.withLock { state in
            switch state.requests[message.coordinatorRequestID] {
            case .initiated?:
                let commit = Bank.finalization(message, state.amounts[message.coordinatorRequestID] ?? 0, ts: ts)
                state.requests[message.coordinatorRequestID] = .settled(commit)
                return commit
            case .settled(let sent)? where sent.transferID == message.transferID: return sent
            default: return Bank.finalization(message, 0, ts: ts)
            }
        }
    }
}
