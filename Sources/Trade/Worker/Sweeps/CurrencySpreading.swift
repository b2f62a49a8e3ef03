import Persistence
import SMPProtocol

/// Sub-phase (1, 0): tells the solver what this worker knows of currencies (TW-13).
struct CurrencySpreading: Sendable {
    let context: WorkerContext
    let turn: Turn

    func run() async throws -> Effects {
        let (realm, id) = (context.realm, turn.id)
        let pouring = SolverPouring(context: context, turn: turn)
        // TW 13.5: also documents that have expired.
        try await pouring.pour(CurrencyInfoRows.debtorInfoTarget) { tx, copy, ticker in
            try tx.copyOut(Query(TurnReads.documents)) { rows in
                try ticker.tick()
                for document in try rows.map(DocumentRows.decode) where realm.contains(text: document.locator) {
                    try CurrencyInfoRows.write(document.debtorInfo, of: id, to: &copy)
                }
            }
        }
        try await pouring.pour(CurrencyInfoRows.confirmedDebtorTarget) { tx, copy, ticker in
            try tx.copyOut(Query(TurnReads.claims)) { rows in
                try ticker.tick()
                for row in rows {
                    let (debtor, locator): (DebtorID, String) = (try row[0], try row[1])
                    if realm.contains(debtor) { try copy.row(id, debtor, locator) }
                }
            }
        }
        if realm.contains(context.rules.owner) { try await pourHoarded(pouring) }
        return Effects()
    }

    /// TW 13.4.
    private func pourHoarded(_ pouring: SolverPouring) async throws {
        let (owner, id) = (context.rules.owner, turn.id)
        try await pouring.pour(MarketRows.hoardedCurrencyTarget) { tx, copy, ticker in
            try tx.copyOut(TurnReads.policies(of: owner)) { rows in
                try ticker.tick()
                for policy in try rows.map(PolicyRows.decode) where policy.isHoarded {
                    let peg = policy.wishes.peg
                    try copy.row(id, policy.key.debtor, peg?.debtor, peg?.exchangeRate)
                }
            }
        }
    }
}

extension DebtorInfoDocument {
    /// What the solver wants to know of it.
    fileprivate var debtorInfo: DebtorInfo {
        DebtorInfo(
            locator: locator, debtorID: info.debtor,
            peg: info.peg.map { DebtorInfo.Peg(locator: $0.locator, debtorID: $0.debtor, rate: $0.exchangeRate) })
    }
}
