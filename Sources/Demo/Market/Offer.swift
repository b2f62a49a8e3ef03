public import CircularTrade

/// What a holder would do with one currency: give up what is above the most that he wants to have, or get what is missing to the least.
public struct Offer: Hashable, Sendable {
    /// Whose offer it is.
    public let trader: TraderID
    /// Of which currency.
    public let currency: CurrencyID
    /// In tokens. Negative: gives; positive: wants.
    public let amount: Int64

    /// An offer as it is.
    public init(trader: TraderID, currency: CurrencyID, amount: Int64) {
        self.trader = trader
        self.currency = currency
        self.amount = amount
    }

    /// The offer that follows from a balance and its bounds; nil when the balance is inside of them.
    public init?(trader: TraderID, currency: CurrencyID, balance: Int64, minPrincipal: Int64, maxPrincipal: Int64) {
        let (excess, tooMuch) = balance.subtractingReportingOverflow(maxPrincipal)
        let (lack, tooLittle) = minPrincipal.subtractingReportingOverflow(balance)
        if balance > maxPrincipal {
            self.init(trader: trader, currency: currency, amount: -(tooMuch ? .max : excess))
        } else if balance < minPrincipal {
            self.init(trader: trader, currency: currency, amount: tooLittle ? .max : lack)
        } else {
            return nil
        }
    }
}

extension [Offer] {
    /// Two traders each of whom gives what the other one wants; nil when there is no such pair.
    public func directSwap() -> (TraderID, TraderID)? {
        func gives(_ from: TraderID, to: TraderID) -> Bool {
            contains { given in
                given.trader == from && given.amount < 0
                    && contains { $0.trader == to && $0.currency == given.currency && $0.amount > 0 }
            }
        }
        let traders = Set(map(\.trader)).sorted()
        for (index, one) in traders.enumerated() {
            for other in traders[(index + 1)...] where gives(one, to: other) && gives(other, to: one) { return (one, other) }
        }
        return nil
    }
}
