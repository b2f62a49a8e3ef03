import SMPProtocol

extension CollectorAccountState {
    /// TW 23.8: finds out the surplus of a collector that is out of use, moves it to where it belongs, and takes the collector into use
    /// again.
    ///
    /// - Parameters:
    ///   - recipient: to whom the surplus is moved; nil: it stays.
    /// - Returns: an attempt to move the surplus.
    mutating func calculateSurplus(
        _ m: CalculateSurplus, recipient: CreditorID?, now: Timestamp, effects: inout Effects
    ) -> TransferAttempt? {
        guard let needed, let account, let since = needed.collectionDisabledSince, needed.hasKnownSurplus(account),
            account.surplus.ts < since
        else { return nil }
        let moment = account.lastHeartbeatTs
        var surplus = account.surplusAmount(blocked: needed.blockedAmount)
        var moving: TransferAttempt?
        if surplus > 1, let recipient, account.surplus.lastMovingTurn < m.turnID {
            let status = StatusKey(collector: m.collectorID, turn: m.turnID, debtor: m.debtorID)
            let attempt = TransferAttempt(
                key: AttemptKey(status: status, recipient: recipient, kind: .moving), nominalAmount: Double(surplus),
                collectionStartedAt: moment, insertedAt: now)
            effects.send(.accountIDRequest(attempt.accountIDRequest(ts: now)))
            self.account!.surplus.lastMovingTurn = m.turnID
            surplus = 0
            moving = attempt
        }
        self.account!.surplus.amount = surplus
        self.account!.surplus.ts = moment
        self.account!.surplus.spentAmount = 0
        self.account!.surplus.lastTransferNumber = TransferNumber(account.surplus.lastTransferNumber.rawValue + 1)
        effects.collectorChanges.append(CollectorChange(key: account.key, step: .enabled))
        effects.wake(.collectorSync)
        return moving
    }
}

/// TW 23.8: where a collector's surplus belongs; nil: it is where it belongs.
///
/// - Parameter isHoarded: the owner buys this currency.
func surplusRecipient(of account: AccountKey, isHoarded: Bool, _ rules: WorkerRules) -> CreditorID? {
    let primary = rules.collectors.primaryCollector(of: account.debtor)
    return account.creditor != primary ? primary : isHoarded ? rules.owner : nil
}

extension WorkerAccount {
    /// TW 23.8: what is certainly owed to nobody at the moment of the last heartbeat. The ten-thousandth that is left out is far more than
    /// the rounding of floats, also above 2^53.
    func surplusAmount(blocked: Int64) -> Int64 {
        let balance = Demurrage.balance(
            principal: principal, interest: interest, ratePercent: min(Double(interestRate), 0), since: lastChangeTs, at: lastHeartbeatTs)
        let factor =
            Constants.surplusFactor
            * Demurrage.factor(ratePercent: demurrageRate, seconds: Constants.clockMismatch.asSeconds)
        let certain = clampedToInt64((balance * factor).rounded(.down))
        return max(0, clampedToInt64(Int128(certain) - 1 - Int128(blocked)))
    }
}
