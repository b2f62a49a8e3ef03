import CircularTrade
import SMPProtocol

extension TradingPolicy {
    /// Differences of less than a thousandth of the principal are not worth a trade (TW 14.3).
    private static let insignificantPart = 0.001

    /// TW 14.3: how much the owner wants to buy (positive) or to sell (negative) now. A bid for nothing still carries his peg.
    func bidAmount(_ rules: WorkerRules) -> Int64 { obstacle == nil ? wantedAmount(rules) : 0 }

    /// TW 14.3: the same, whether or not the account can be used for it now.
    func wantedAmount(_ rules: WorkerRules) -> Int64 {
        let (least, most) = (wishes.minPrincipal, wishes.maxPrincipal)
        guard wishes.policyName != nil, least <= most else { return 0 }
        let principal = Int128(ledger.principal)
        let insignificant = Int128((Double(ledger.principal.magnitude) * Self.insignificantPart).rounded(.down))
        let deficit = Int128(least) - principal
        // What is held back when it is dispatched has to be bought, too. The factor is computed first, as the public implementation does.
        if deficit > insignificant { return clampedToInt64((Double(deficit) * (1 / (1 - rules.amountCut))).rounded(.up)) }
        let excess = principal - Int128(most)
        return excess > insignificant ? clampedToInt64(-excess) : 0
    }

    /// The bid for the processor (TS 6).
    func bid(_ rules: WorkerRules) -> Bid {
        Bid(
            trader: TraderID(key.creditor.rawValue), currency: CurrencyID(key.debtor.rawValue), amount: bidAmount(rules),
            peg: wishes.peg.map { CurrencyID($0.debtor.rawValue) }, rate: wishes.peg?.exchangeRate)
    }

    /// TW 13.4: the owner wants to buy this currency, whatever of it is for sale.
    var isHoarded: Bool {
        hasUsableAccountID && !isScheduledForDeletion && wishes.policyName != nil && ledger.principal < wishes.minPrincipal
            && wishes.minPrincipal <= wishes.maxPrincipal
    }
}
