/// A currency as its issuer declares it (TS 5.1).
public struct Currency: Sendable {
    /// The fixed exchange rate by which an issuer ties a currency to another one.
    public struct Peg: Sendable {
        /// The locator of the other currency's debtor info document.
        public let locator: String
        /// The debtor ID of the other currency, as the issuer gives it.
        public let currency: CurrencyID
        /// Any 32-bit value: NaN, infinite, zero and negative rates occur.
        public let rate: Float

        /// Narrows the rate to 32 bits, to nearest even; overflow gives an infinity.
        public init(locator: String, currency: CurrencyID, rate: Double) {
            self.locator = locator
            self.currency = currency
            self.rate = Float(rate)
        }
    }

    /// Whether the currency has an active collector account, so that it may be traded.
    public let isConfirmed: Bool
    /// Where its debtor info document is; compared byte by byte.
    public let locator: String
    /// The debtor ID of its issuer.
    public let id: CurrencyID
    /// To which other currency it is tied; nil: to none.
    public let peg: Peg?

    /// A currency as it is declared.
    public init(isConfirmed: Bool, locator: String, id: CurrencyID, peg: Peg?) {
        self.isConfirmed = isConfirmed
        self.locator = locator
        self.id = id
        self.peg = peg
    }
}
