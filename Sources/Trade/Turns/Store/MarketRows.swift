import Persistence
import SMPProtocol

/// What a trader offers in a turn (TS 4.3).
struct SellOffer: Hashable, Sendable {
    let creditorID: CreditorID
    let debtorID: DebtorID
    /// Greater than zero.
    let amount: Int64
    /// Who will collect it.
    let collectorID: CreditorID
}

/// What a trader wants in a turn (TS 4.3).
struct BuyOffer: Hashable, Sendable {
    let creditorID: CreditorID
    let debtorID: DebtorID
    /// Greater than zero.
    let amount: Int64
}

/// Tables `sell_offer`, `buy_offer` and `hoarded_currency`.
enum MarketRows {
    static let sellOfferTarget = CopyTarget("sell_offer", "turn_id", "creditor_id", "debtor_id", "amount", "collector_id")
    static let buyOfferTarget = CopyTarget("buy_offer", "turn_id", "creditor_id", "debtor_id", "amount")

    private static let sellOffersStatement = Statement(
        "sell_offer.read", "SELECT creditor_id, debtor_id, amount, collector_id FROM sell_offer WHERE turn_id = $1")
    private static let buyOffersStatement = Statement(
        "buy_offer.read", "SELECT creditor_id, debtor_id, amount FROM buy_offer WHERE turn_id = $1")

    /// As (creditor, debtor, amount, collector), for `copyOut`.
    static func sellOffers(_ turn: TurnID) -> Query { sellOffersStatement(turn) }

    /// As (creditor, debtor, amount), for `copyOut`.
    static func buyOffers(_ turn: TurnID) -> Query { buyOffersStatement(turn) }

    // MARK: Hoarded currencies

    static let hoardedCurrencyTarget = CopyTarget("hoarded_currency", "turn_id", "debtor_id", "peg_debtor_id", "peg_exchange_rate")

    private static let hoardedStatement = Statement(
        "hoarded_currency.read", "SELECT debtor_id, peg_debtor_id, peg_exchange_rate FROM hoarded_currency WHERE turn_id = $1")

    /// As (debtor, peg debtor, rate); both parts of a peg are NULL, or none (TS2 10.1).
    static func hoarded(_ turn: TurnID) -> Query { hoardedStatement(turn) }

    // MARK: Phase 2 → 3

    /// Deletes the markets of turns that are solved, late rows included (TS2 5.2.7). Rows of turns that do not exist stay.
    static let deleteSolved = ["currency_info", "sell_offer", "buy_offer", "hoarded_currency"].map {
        Statement.deletion(of: $0, from: .givingAndTaking)
    }
}
