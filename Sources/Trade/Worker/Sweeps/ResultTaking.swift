import NodeKit
import Persistence
import SMPProtocol
import Synchronization

/// Sub-phase (3, 0): takes over what the solver has decided for this shard (TW-17). The rows flow into the worker's transaction.
struct ResultTaking: Sendable {
    let context: WorkerContext
    let turn: Turn

    /// How many dispatching statuses one statement inserts.
    private static let statusesPerStatement = 2000

    func run(_ transaction: AsyncTransaction) async throws -> Effects {
        // A turn in phase 3 has the deadline (TW 7.11).
        let deadline = turn.collectionDeadline ?? .latest
        let (rules, id) = (context.rules, turn.id)
        let plans = Mutex(DispatchingPlans())
        try await take(.creditorTaking, ParticipationRows.copyTarget, transaction) { row, copy in
            try copy.append(CreditorParticipation.taking(try row.participation(id), amount: try row[2], collector: try row[3]))
        }
        try await take(.creditorGiving, ParticipationRows.copyTarget, transaction) { row, copy in
            let giving = CreditorParticipation.giving(try row.participation(id), amount: try row[2], collector: try row[3])
            if let giving { try copy.append(giving) }
        }
        try await take(.collectorCollecting, CollectingRows.copyTarget, transaction) { row, copy in
            guard let leg = WorkerCollecting(try row.creditorLeg(id), amount: try row[2], deadline: deadline, rules) else { return }
            try copy.append(leg)
            plans.withLock { $0.addCollecting(leg.key.status, leg.amount) }
        }
        try await take(.collectorSending, SendingRows.copyTarget, transaction) { row, copy in
            guard let leg = WorkerSending(try row.transferLeg(id, isSender: true), amount: try row[3], deadline: deadline, rules) else {
                return
            }
            try copy.append(leg)
            plans.withLock { $0.addSending(leg.key.status, leg.amount) }
        }
        try await take(.collectorReceiving, ReceivingRows.copyTarget, transaction) { row, copy in
            guard let leg = WorkerReceiving(try row.transferLeg(id, isSender: false), amount: try row[3], deadline: deadline, rules) else {
                return
            }
            try copy.append(leg)
            plans.withLock { $0.addReceiving(leg.key.status, leg.expectedAmount) }
        }
        try await take(.collectorDispatching, DispatchingRows.copyTarget, transaction) { row, copy in
            guard let leg = WorkerDispatching(try row.creditorLeg(id), amount: try row[2], deadline: deadline, rules) else { return }
            try copy.append(leg)
            plans.withLock { $0.addDispatching(leg.key.status, leg.amount) }
        }
        let now = context.now()
        try await insert(plans.withLock { $0.plans }, transaction, now)
        try await reviseLocks(transaction, now)
        try await transaction.run { tx in tx.enqueue(ExplanationRows.unserved(id, rules)) }
        var effects = Effects()
        effects.wake(.dispatching)
        return effects
    }

    /// TW 17.1.
    private func take(
        _ table: ResultTable, _ target: CopyTarget, _ transaction: AsyncTransaction,
        _ take: @escaping @Sendable (Row, inout CopyWriter) throws -> Void
    ) async throws {
        let query = table.read(turn.id, context.realm)
        try await transaction.copyIn(target, from: context.solver) { tx, copy in
            try tx.copyOut(query) { rows in for row in rows { try take(row, &copy) } }
        }
    }

    /// TW 17.2.
    private func insert(_ plans: [StatusKey: DispatchingStatus.Plan], _ transaction: AsyncTransaction, _ now: Timestamp) async throws {
        let statuses = plans.sorted { $0.key < $1.key }.map { DispatchingStatus(key: $0.key, insertedAt: now, plan: $0.value) }
        for start in stride(from: 0, to: statuses.count, by: Self.statusesPerStatement) {
            let some = Array(statuses[start..<min(start + Self.statusesPerStatement, statuses.count)])
            try await transaction.run { tx in tx.enqueue(StatusRows.insert(some)) }
        }
    }

    /// TW 17.3: all accounts that are locked for the turn, whether they are part of the results or not.
    private func reviseLocks(_ transaction: AsyncTransaction, _ now: Timestamp) async throws {
        let (realm, id) = (context.realm, turn.id)
        try await transaction.copyIn(Outbox.copyTarget, from: context.database) { tx, copy in
            try tx.copyOut(TurnReads.lockedAccounts(of: id)) { rows in
                for row in rows {
                    let (creditor, debtor): (CreditorID, DebtorID) = (try row[0], try row[1])
                    guard realm.contains(creditor) else { continue }
                    try copy.append(OutboxMessage(ReviseAccountLock(creditorID: creditor, debtorID: debtor, turnID: id, ts: now)))
                }
            }
        }
    }
}

extension Row {
    /// Of a row (creditor, debtor, amount, collector).
    fileprivate func participation(_ turn: TurnID) throws -> ParticipationKey {
        ParticipationKey(account: AccountKey(creditor: try self[0], debtor: try self[1]), turn: turn)
    }

    /// Of a row (creditor, debtor, amount, collector).
    fileprivate func creditorLeg(_ turn: TurnID) throws -> LegKey {
        LegKey(StatusKey(collector: try self[3], turn: turn, debtor: try self[1]), try self[0])
    }

    /// Of a row (debtor, from, to, amount).
    fileprivate func transferLeg(_ turn: TurnID, isSender: Bool) throws -> LegKey {
        let (debtor, from, to): (DebtorID, CreditorID, CreditorID) = (try self[0], try self[1], try self[2])
        return LegKey(StatusKey(collector: isSender ? from : to, turn: turn, debtor: debtor), isSender ? to : from)
    }
}
