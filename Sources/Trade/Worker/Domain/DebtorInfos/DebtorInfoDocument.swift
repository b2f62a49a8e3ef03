import SMPProtocol

/// What the issuer of a currency says about it (TW 7.2).
struct DebtorInfoDocument: Equatable, Sendable {
    let locator: String
    var info: CoinInfo
    var fetchedAt: Timestamp

    /// Locators are compared byte by byte.
    var key: ExactText { ExactText(locator) }

    /// TW 7.2: has to be fetched again.
    func isExpired(now: Timestamp, after period: Duration) -> Bool {
        if let until = info.willNotChangeUntil, until > now { return false }
        return now.since(fetchedAt) > period
    }

    /// TW 10.8: the newest one counts.
    static func store(_ m: StoreDocument, over existing: inout DebtorInfoDocument?) {
        if let existing, existing.fetchedAt >= m.ts { return }
        existing = DebtorInfoDocument(locator: m.debtorInfoLocator, info: CoinInfo(m), fetchedAt: m.ts)
    }
}

extension CoinInfo {
    /// All three parts of a peg are present or none (TW 6.3).
    fileprivate init(_ m: StoreDocument) {
        var peg: Peg?
        if let locator = m.pegDebtorInfoLocator, let debtor = m.pegDebtorID, let rate = m.pegExchangeRate {
            peg = Peg(locator: locator, debtor: debtor, exchangeRate: rate)
        }
        self.init(debtor: m.debtorID, peg: peg, willNotChangeUntil: m.willNotChangeUntil)
    }
}

extension StoreDocument {
    /// TW 5.4: sends a document to the shard of its locator.
    init(_ info: CoinInfo, at locator: String, ts: Timestamp) {
        self.init(
            debtorInfoLocator: locator, debtorID: info.debtor, pegDebtorInfoLocator: info.peg?.locator, pegDebtorID: info.peg?.debtor,
            pegExchangeRate: info.peg?.exchangeRate, willNotChangeUntil: info.willNotChangeUntil, ts: ts)
    }
}
