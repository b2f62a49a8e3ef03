import CircularTrade
import SMPProtocol

/// A currency that the owner buys without limit, with his own peg (TW 13.4, 23.7).
struct HoardedCurrency: Equatable, Sendable {
    let debtor: DebtorID
    let peg: OwnPeg?
}

extension WorkerAccount {
    /// TW 23.7: what a collector bids with what it owns.
    ///
    /// - Parameters:
    ///   - isDisabled: its surplus is being found out, and so not for sale.
    ///   - deadline: the turn's collection deadline.
    func bidAmount(isHoarded: Bool, isDisabled: Bool, deadline: Timestamp, now: Timestamp) -> Int64 {
        guard configFlags & Constants.scheduledForDeletionFlag == 0, !accountID.isEmpty else { return 0 }
        if isHoarded { return .max }
        let left = roundedAgainstPayout(
            isDisabled ? 0 : surplus.amount, Demurrage.factor(ratePercent: demurrageRate, from: surplus.ts, to: deadline))
        let available = max(0, clampedToInt64(Int128(left) - Int128(surplus.spentAmount)))
        let sold = roundedAgainstPayout(
            available, Constants.surplusFactor, Demurrage.factor(ratePercent: demurrageRate, from: now, to: deadline))
        return -max(0, sold - 1)
    }

    /// The bid for the processor. The owner's peg counts for what he hoards, else the issuer's.
    func bid(
        hoarded: HoardedCurrency?, issuerPeg: CurrencyTree.Link?, isDisabled: Bool, deadline: Timestamp, now: Timestamp
    ) -> Bid {
        let amount = bidAmount(isHoarded: hoarded != nil, isDisabled: isDisabled, deadline: deadline, now: now)
        let trader = TraderID(key.creditor.rawValue)
        let currency = CurrencyID(key.debtor.rawValue)
        if let hoarded {
            return Bid(
                trader: trader, currency: currency, amount: amount, peg: hoarded.peg.map { CurrencyID($0.debtor.rawValue) },
                rate: hoarded.peg?.exchangeRate)
        }
        return Bid(trader: trader, currency: currency, amount: amount, peg: issuerPeg?.currency, rate: issuerPeg.map { Double($0.rate) })
    }
}
