import SMPProtocol

extension Effects {
    /// A candidate offer gets no lock.
    mutating func explain(_ m: CandidateOffer, _ reason: Obstacle.Reason) {
        explain(AccountKey(creditor: m.creditorID, debtor: m.debtorID), m.turnID, m.amount, Obstacle(reason))
    }

    /// A lock has come to nothing.
    mutating func explain(_ lock: AccountLock, _ reason: Obstacle.Reason, code: String? = nil) {
        explain(lock.key, lock.turn, lock.amount, Obstacle(reason, code: code))
    }

    private mutating func explain(_ key: AccountKey, _ turn: TurnID, _ wantedAmount: Int64, _ obstacle: Obstacle) {
        guard wantedAmount != 0 else { return }
        explanations.append(Explanation(key: key, turn: turn, wantedAmount: wantedAmount, obstacle: obstacle))
    }
}
