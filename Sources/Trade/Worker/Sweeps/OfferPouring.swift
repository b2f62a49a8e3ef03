import Persistence
import SMPProtocol

/// Sub-phase (2, 5): what was locked is offered (TW-16). The turn is held meanwhile, so that no further account is locked for it.
struct OfferPouring: Sendable {
    let context: WorkerContext
    let turn: Turn

    func run(_ transaction: AsyncTransaction) async throws -> Effects {
        let (realm, id) = (context.realm, turn.id)
        let pouring = SolverPouring(context: context, turn: turn)
        try await pouring.pour(MarketRows.sellOfferTarget) { tx, copy, ticker in
            try tx.copyOut(TurnReads.preparedLocks(of: id, selling: true)) { rows in
                try ticker.tick()
                for lock in try rows.map(LockRows.decode) where realm.contains(lock.key.creditor) {
                    guard case .sell(let key, let amount, let collector) = lock.offer(in: id) else { continue }
                    try copy.row(id, key.creditor, key.debtor, amount, collector)
                }
            }
        }
        try await pouring.pour(MarketRows.buyOfferTarget) { tx, copy, ticker in
            try tx.copyOut(TurnReads.preparedLocks(of: id, selling: false)) { rows in
                try ticker.tick()
                for lock in try rows.map(LockRows.decode) where realm.contains(lock.key.creditor) {
                    guard case .buy(let key, let amount) = lock.offer(in: id) else { continue }
                    try copy.row(id, key.creditor, key.debtor, amount)
                }
            }
        }
        let rules = context.rules
        try await transaction.run { tx in tx.enqueue(ExplanationRows.unanswered(id, rules)) }
        return Effects()
    }
}
