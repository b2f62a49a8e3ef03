import Persistence
import SMPProtocol

/// A currency as a worker has read it in the issuer's document (TS 4.3).
struct DebtorInfo: Hashable, Sendable {
    /// What the document says about another currency.
    struct Peg: Hashable, Sendable {
        let locator: String
        let debtorID: DebtorID
        /// Any 64-bit value.
        let rate: Double
    }

    let locator: String
    let debtorID: DebtorID
    let peg: Peg?
}

/// Tables `debtor_info`, `confirmed_debtor` and `currency_info`: what workers know of currencies (phase 1), and the market that is made of
/// it (phase 2).
enum CurrencyInfoRows {
    // MARK: Phase 1

    static let debtorInfoTarget = CopyTarget(
        "debtor_info", "turn_id", "debtor_info_locator", "debtor_id", "peg_debtor_info_locator", "peg_debtor_id", "peg_exchange_rate")

    static func write(_ info: DebtorInfo, of turn: TurnID, to copy: inout CopyWriter) throws {
        try copy.row(turn, info.locator, info.debtorID, info.peg?.locator, info.peg?.debtorID, info.peg?.rate)
    }

    static let confirmedDebtorTarget = CopyTarget("confirmed_debtor", "turn_id", "debtor_id", "debtor_info_locator")

    // MARK: Phase 1 → 2

    private static let buildStatement = Statement(
        "currency_info.build",
        """
        INSERT INTO currency_info
            (turn_id, debtor_info_locator, debtor_id, peg_debtor_info_locator, peg_debtor_id, peg_exchange_rate, is_confirmed)
        SELECT i.turn_id, i.debtor_info_locator, i.debtor_id, i.peg_debtor_info_locator, i.peg_debtor_id, i.peg_exchange_rate,
            c.turn_id IS NOT NULL
        FROM debtor_info i LEFT JOIN (
            SELECT turn_id, debtor_id, debtor_info_locator FROM confirmed_debtor d
            WHERE turn_id = $1 AND EXISTS (SELECT FROM collector_account a WHERE a.debtor_id = d.debtor_id AND a.status = 2)
        ) c ON c.debtor_id = i.debtor_id AND c.debtor_info_locator = i.debtor_info_locator
        WHERE i.turn_id = $1
        """)

    /// Makes the currencies of a turn (TS 2.5.2, 2.5.3): confirmed are those that are confirmed under their own locator and have an active
    /// collector.
    static func build(_ turn: TurnID) -> Query { buildStatement(turn) }

    /// Deletes what was said in phase 1 of turns in which that phase is over, late words included (TS 2.5.5). Rows of turns that do not
    /// exist stay.
    static let deleteGathered = ["debtor_info", "confirmed_debtor"].map { Statement.deletion(of: $0, from: .gatheringOffers) }

    // MARK: Phase 2

    /// The currencies of a turn as (locator, debtor, peg locator, peg debtor, rate, confirmed).
    private static let readStatement = Statement(
        "currency_info.read",
        """
        SELECT debtor_info_locator, debtor_id, peg_debtor_info_locator, peg_debtor_id, peg_exchange_rate, is_confirmed
        FROM currency_info WHERE turn_id = $1
        """)

    static func read(_ turn: TurnID) -> Query { readStatement(turn) }

    /// A currency, and whether it is confirmed. An incomplete peg is none (TS 2.6.2).
    static func currency(_ row: Row) throws -> (info: DebtorInfo, isConfirmed: Bool) {
        let parts: (String?, DebtorID?, Double?) = (try row[2], try row[3], try row[4])
        var peg: DebtorInfo.Peg?
        if case (let locator?, let debtorID?, let rate?) = parts { peg = DebtorInfo.Peg(locator: locator, debtorID: debtorID, rate: rate) }
        return (DebtorInfo(locator: try row[0], debtorID: try row[1], peg: peg), try row[5])
    }
}

extension Statement {
    /// Deletes the rows of all turns that have reached a phase.
    static func deletion(of table: String, from phase: TurnPhase) -> Statement {
        Statement("\(table).delete", "DELETE FROM \(table) WHERE turn_id IN (SELECT turn_id FROM turn WHERE phase >= \(phase.rawValue))")
    }
}
