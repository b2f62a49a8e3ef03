import SMPProtocol

/// What a debtor-info document says, as far as it matters here (TW 10.7).
struct CoinInfo: Equatable, Sendable {
    /// A peg that an issuer has declared.
    struct Peg: Equatable, Sendable {
        /// Where the document about the other currency is.
        let locator: String
        let debtor: DebtorID
        /// Finite, not negative.
        let exchangeRate: Double
    }

    /// Longest locator, in characters.
    static let maxLocatorLength = 200

    let debtor: DebtorID
    let peg: Peg?
    /// Until when the document need not be fetched again.
    let willNotChangeUntil: Timestamp?
}

/// A document about a currency, and where its issuer says that it officially is.
struct LocatedCoinInfo: Equatable, Sendable {
    let locator: String
    let info: CoinInfo
}
