import CircularTrade
import SMPProtocol

/// The currencies of a turn, with their prices. One wrong currency must not stop the market (TS 16.5): what contradicts the base currency
/// is left out.
struct MarketCurrencies: Sendable {
    /// Why a currency was left out.
    enum Problem: String, Hashable, Sendable {
        /// It has the locator of the base currency, and another debtor ID.
        case namesakeOfBase = "has the locator of the base currency, and another debtor ID"
        /// It has the debtor ID of the base currency, which is not tradable itself.
        case claimsBase = "claims the debtor ID of the base currency, which is not confirmed itself"
    }

    let tree: CurrencyTree
    /// The currencies that were left out.
    private(set) var refused: [Currency] = []
    private(set) var problems: [Problem] = []
    /// Whether the base currency is among the currencies. Without it nothing has a price (TS 5.4).
    let isBaseKnown: Bool

    /// - Throws: ``MarketError`` for what the keys of the table do not allow: two currencies with one locator, or two tradable ones with
    ///   one debtor ID.
    init(_ currencies: [Currency], rules: MarketRules) throws(MarketError) {
        func hasBaseLocator(_ currency: Currency) -> Bool { currency.locator.utf8.elementsEqual(rules.baseLocator.utf8) }
        var accepted: [Currency] = []
        for currency in currencies {
            // A currency with debtor ID 0 is ignored anyway (TS 5.2).
            if hasBaseLocator(currency), currency.id != rules.baseCurrency, currency.id.rawValue != 0 {
                refused.append(currency)
                problems.append(.namesakeOfBase)
            } else {
                accepted.append(currency)
            }
        }
        isBaseKnown = accepted.contains { hasBaseLocator($0) && $0.id == rules.baseCurrency }
        do {
            tree = try CurrencyTree(rules: rules, currencies: accepted)
        } catch .claimedBase {
            let claimants = accepted.filter { $0.isConfirmed && $0.id == rules.baseCurrency && !hasBaseLocator($0) }
            accepted.removeAll { $0.isConfirmed && $0.id == rules.baseCurrency && !hasBaseLocator($0) }
            refused += claimants
            problems += claimants.map { _ in .claimsBase }
            tree = try CurrencyTree(rules: rules, currencies: accepted)
        }
    }
}

extension Currency {
    /// A currency of the solver database. Its rate is narrowed to 32 bits (TS 5.1).
    init(_ info: DebtorInfo, isConfirmed: Bool) {
        self.init(
            isConfirmed: isConfirmed, locator: info.locator, id: CurrencyID(info.debtorID.rawValue),
            peg: info.peg.map { Peg(locator: $0.locator, currency: CurrencyID($0.debtorID.rawValue), rate: $0.rate) })
    }
}
