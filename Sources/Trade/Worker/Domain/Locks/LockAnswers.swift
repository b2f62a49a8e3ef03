import SMPProtocol

extension AccountLock {
    /// TW 15.4: an initiated lock that the authority refuses is gone.
    static func reject(_ lock: inout AccountLock?, _ m: RejectedTransfer, effects: inout Effects) {
        guard let found = lock, found.stage == .initiated, found.key.debtor == m.debtorID, found.key.creditor == m.creditorID else {
            return
        }
        effects.explain(found, .lockRefused, code: m.statusCode)
        lock = nil
    }

    /// TW 15.5: the authority has locked something.
    ///
    /// - Parameter turn: the lock's; nil: not known any more.
    static func prepare(
        _ lock: inout AccountLock?, _ m: PreparedTransfer, turn: WorkerTurn?, _ rules: WorkerRules, now: Timestamp, effects: inout Effects
    ) {
        guard let found = lock, found.key.debtor == m.debtorID, found.key.creditor == m.creditorID else {
            return dismiss(m, now: now, effects: &effects)
        }
        switch found.stage {
        case .initiated:
            if found.mayUse(m, until: turn?.turn.collectionDeadline ?? .farFuture, rules) {
                lock!.prepare(m, until: turn?.turn.collectionDeadline ?? .farFuture)
            } else {
                effects.explain(found, .lockUnusable)
                lock = nil
                dismiss(m, now: now, effects: &effects)
            }
        case .prepared(m.transferID): break
        // Also after the release: one transfer never has two outcomes (TW 28.6).
        case .settled, .released:
            guard found.hasCommitted(m.transferID) else { return dismiss(m, now: now, effects: &effects) }
            effects.send(.finalizeTransfer(FinalizeTransfer(answering: m, amount: -found.amount, note: found.collectingNote, ts: now)))
        case .prepared: dismiss(m, now: now, effects: &effects)
        }
    }

    /// Whether the seller was charged with this transfer.
    private func hasCommitted(_ transferID: TransferID) -> Bool {
        prepared?.transferID == transferID && prepared?.finalizedAt != nil && amount < 0 && !isSelfLock
    }

    /// TW 15.5.2: whether what was promised holds until the deadline.
    private func mayUse(_ m: PreparedTransfer, until deadline: Timestamp, _ rules: WorkerRules) -> Bool {
        m.deadline >= deadline && m.demurrageRate >= rules.minDemurrageRate
    }

    /// TW 15.5.2: no more can be sold than what is certainly left at the deadline.
    private mutating func prepare(_ m: PreparedTransfer, until deadline: Timestamp) {
        prepared = Prepared(transferID: m.transferID)
        guard amount <= 0 else { return }
        let factor = Demurrage.factor(ratePercent: m.demurrageRate, from: initiatedAt, to: deadline)
        amount = max(amount, -roundedAgainstPayout(max(0, m.lockedAmount), factor))
    }

    /// TW 3.8: from the seller to his collector.
    var collectingNote: AgentTransferNote {
        AgentTransferNote(turnID: turn, kind: .collecting, firstID: collector, secondID: key.creditor)
    }

    /// TW 30.4: what the seller's commit came to. When it failed, nothing was taken: his account is free, and his collector shall not wait.
    static func finalize(_ lock: inout AccountLock?, _ m: FinalizedTransfer, now: Timestamp, effects: inout Effects) {
        guard let found = lock, case .settled(m.transferID) = found.stage, found.amount < 0, !found.isSelfLock,
            found.key.debtor == m.debtorID, found.key.creditor == m.creditorID, m.statusCode != StatusCode.ok
        else { return }
        lock = nil
        effects.explain(found, .paymentFailed, code: m.statusCode)
        effects.note(.collectingFailed(found.key, found.turn, status: m.statusCode))
        effects.send(
            .abandonedTransfer(
                AbandonedTransfer(
                    collectorID: found.collector, turnID: found.turn, debtorID: found.key.debtor, creditorID: found.key.creditor,
                    isCollecting: true, ts: now)))
    }
}

/// TW 15.6.
func dismiss(_ m: PreparedTransfer, now: Timestamp, effects: inout Effects) {
    effects.send(.finalizeTransfer(FinalizeTransfer(answering: m, ts: now)))
}

extension FinalizeTransfer {
    /// Commits an amount, with a note in the format of TW 3.8. Without them it is a dismissal.
    init(answering m: PreparedTransfer, amount: Int64 = 0, note: AgentTransferNote? = nil, ts: Timestamp) {
        self.init(
            AccountKey(creditor: m.creditorID, debtor: m.debtorID), RequestKey(m, m.coordinatorRequestID), m.transferID, amount: amount,
            note: note, ts: ts)
    }

    /// The same for a transfer that was prepared earlier.
    init(
        _ key: AccountKey, _ request: RequestKey, _ transferID: TransferID, amount: Int64 = 0, note: AgentTransferNote? = nil, ts: Timestamp
    ) {
        precondition(amount >= 0 && (amount > 0) == (note != nil), "what is committed has a note, and only that")
        self.init(
            transferNoteFormat: note == nil ? "" : AgentTransferNote.format, transferNote: note?.text ?? "", debtorID: key.debtor,
            creditorID: key.creditor, coordinatorType: .agent, coordinatorID: CoordinatorID(request.coordinator),
            coordinatorRequestID: request.request, transferID: transferID, committedAmount: amount, ts: ts)
    }
}
