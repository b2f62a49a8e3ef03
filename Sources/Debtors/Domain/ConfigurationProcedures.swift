import SMPProtocol

extension Debtor {
    /// DA 9.2: gives the configuration a later (ts, seqnum) pair and announces it. `isEffectual` and `error` stay on purpose.
    ///
    /// The timestamp never decreases, even when the clock does.
    mutating func emitConfiguration(now: Timestamp, effects: inout Effects) {
        configuration.lastTs = max(now, configuration.lastTs)
        configuration.lastSeqnum = configuration.lastSeqnum.next
        effects.send(
            .configureAccount(
                ConfigureAccount(
                    debtorID: id, creditorID: .root, negligibleAmount: negligibleAmount, configData: configuration.data,
                    configFlags: configuration.flags, seqnum: configuration.lastSeqnum, ts: configuration.lastTs)))
    }

    /// The issuing limit as the accounting authority knows it: `−minBalance` in single precision, and never minus zero.
    var negligibleAmount: Float { 0 - Float(minBalance) }

    /// What news about the configuration are compared with (DA 10.1, DA 10.2.5): the exact limit, not the one that was sent.
    var sentConfiguration: SentConfiguration {
        SentConfiguration(
            ts: configuration.lastTs, seqnum: configuration.lastSeqnum, flags: configuration.flags, data: configuration.data,
            negligibleAmount: -Double(minBalance))
    }

    /// DA 9.9
    mutating func throttleAction(limits: Limits, now: Timestamp) throws(Refusal) {
        let isTaken = actions.take(
            limit: limits.maxTransfersPerMonth, windowDays: Constants.actionsWindowDays, today: now.date)
        guard isTaken else { throw .tooManyManagementActions }
    }
}

extension DebtorFile {
    /// DA 9.6: sets the issuing limit, and announces it even when it stays the same.
    mutating func restrict(minBalance: Int64) throws(Refusal) {
        precondition(minBalance <= 0, "the issuing limit is never positive")
        var debtor = try activeDebtor()
        debtor.minBalance = minBalance
        debtor.emitConfiguration(now: now, effects: &effects)
        self.debtor = debtor
    }

    /// DA 9.7: the next update of the configuration, or a repetition of the latest, which only counts as an action.
    mutating func updateConfiguration(data: String, latestUpdateID: Int64, limits: Limits) throws(Refusal) {
        precondition(data.utf8.count <= AccountConfiguration.dataMaxBytes)
        var debtor = try activeDebtor()
        try debtor.throttleAction(limits: limits, now: now)

        let stored = debtor.configuration.latestUpdateID
        if latestUpdateID != stored || !data.isExactly(debtor.configuration.data) {
            guard stored < .max, latestUpdateID == stored + 1 else { throw .updateConflict }
            debtor.configuration.data = data
            debtor.configuration.latestUpdateID = latestUpdateID
            debtor.emitConfiguration(now: now, effects: &effects)
        }
        self.debtor = debtor
    }
}
