import SMPProtocol

extension AccountLock {
    /// TW-18: what the turn has come to for an account. Running it again changes nothing.
    ///
    /// - Parameters:
    ///   - lock: the account's, whatever turn it is of.
    ///   - participation: of this turn; it is used up.
    ///   - account: of a collector that trades with itself.
    static func revise(
        _ lock: inout AccountLock?, _ participation: inout CreditorParticipation?, _ account: inout WorkerAccount?, _ m: ReviseAccountLock,
        now: Timestamp, effects: inout Effects
    ) {
        defer { participation = nil }
        guard let found = lock, found.turn == m.turnID, !found.hasBeenRevised, found.prepared?.finalizedAt == nil, found.release == nil
        else { return }
        if let participation, !found.allows(participation) { effects.note(.impossibleParticipation(participation.key)) }
        guard let participation, found.allows(participation) else {
            found.dismissOpenTransfer(now: now, effects: &effects)
            lock = nil
            return
        }
        if participation.collector == found.key.creditor {
            let shownBy = tradeWithItself(&account, found.key, participation.amount, effects: &effects)
            lock!.finish(shownBy, now: now, effects: &effects)
        } else if participation.amount < 0 {
            lock!.prepared!.finalizedAt = now
            effects.send(
                .finalizeTransfer(
                    FinalizeTransfer(
                        found.key, found.requestKey, found.prepared!.transferID, amount: -participation.amount, note: found.collectingNote,
                        ts: now)))
        }
        lock!.amount = participation.amount
        lock!.hasBeenRevised = true
    }

    /// TW 18.2: the solver takes and gives no more than what was offered, through the collector that was named.
    private func allows(_ participation: CreditorParticipation) -> Bool {
        let wanted = participation.amount
        return prepared != nil && wanted != 0 && (wanted < 0) == (amount < 0) && wanted.magnitude <= amount.magnitude
            && (wanted > 0 || collector == participation.collector)
    }

    /// Dismisses what was prepared for an account that is not charged, if anything was.
    func dismissOpenTransfer(now: Timestamp, effects: inout Effects) {
        guard let openTransferID, !isSelfLock else { return }
        effects.send(.finalizeTransfer(FinalizeTransfer(key, requestKey, openTransferID, ts: now)))
    }

    // MARK: Releasing (TW 20.2, 20.3)

    /// The account is free again as soon as its ledger shows the transfer. A buyer's prepared transfer, if there still is one, is
    /// dismissed: he has got his money, how much of it does not matter.
    mutating func finish(_ shownBy: (CalendarDate, TransferNumber), now: Timestamp, effects: inout Effects) {
        dismissOpenTransfer(now: now, effects: &effects)
        if prepared!.finalizedAt == nil { prepared!.finalizedAt = now }
        release = Release(at: now, creationDate: shownBy.0, transferNumber: shownBy.1)
    }

    /// Whether the transfer is what releases this lock of a seller.
    func isReleasedAsSeller(by m: AccountTransfer, of turn: TurnID) -> Bool {
        guard self.turn == turn, amount < 0, amount == m.acquiredAmount, case .settled = stage else { return false }
        return true
    }

    /// Whether the transfer is what releases this lock of a buyer.
    func isReleasedAsBuyer(by m: AccountTransfer, of turn: TurnID) -> Bool {
        self.turn == turn && amount > 0 && openTransferID != nil
    }
}

/// TW 18.2 "collector-trade values": a collector has no ledger of transfers that would show when a lock may be forgotten; the number of its
/// surplus plays that part. What it has sold is no longer surplus (TW 23.9).
///
/// - Parameter amount: negative: sold.
func tradeWithItself(
    _ account: inout WorkerAccount?, _ key: AccountKey, _ amount: Int64, effects: inout Effects
) -> (CalendarDate, TransferNumber) {
    guard account != nil else {
        effects.note(.collectorWithoutAccount(key))
        return (.epoch, 0)
    }
    account!.surplus.lastTransferNumber = TransferNumber(account!.surplus.lastTransferNumber.rawValue + 1)
    if amount < 0 {
        account!.surplus.spentAmount = clampedToInt64(Int128(account!.surplus.spentAmount) - Int128(amount))
    }
    return (account!.creationDate, account!.surplus.lastTransferNumber)
}
