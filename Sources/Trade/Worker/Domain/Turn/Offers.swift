import SMPProtocol

/// An offer to be poured into the solver's database (TW 16.2).
enum PouredOffer: Equatable, Sendable {
    case sell(AccountKey, amount: Int64, collector: CreditorID)
    case buy(AccountKey, amount: Int64)
}

extension AccountLock {
    /// TW 16.2: what a lock offers. Nothing, when nothing is prepared or nothing is left.
    func offer(in turn: TurnID) -> PouredOffer? {
        guard self.turn == turn, openTransferID != nil else { return nil }
        if amount < 0 { return .sell(key, amount: amount == .min ? .max : -amount, collector: collector) }
        return amount > 0 ? .buy(key, amount: amount) : nil
    }
}
