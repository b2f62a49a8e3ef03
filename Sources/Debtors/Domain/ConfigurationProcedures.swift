import SMPProtocol

extension Debtor {
    /// DA 9.2: gives the configuration a later (ts, seqnum) pair and announces it. `isEffectual` and `error` stay on purpose.
    ///
    /// The timestamp never decreases, even when the clock does.
    mutating func emitConfiguration(now: Timestamp) -> Effect {
        configuration.lastTs = max(now, configuration.lastTs)
        configuration.lastSeqnum = configuration.lastSeqnum.next
        return .configureAccount(
            ConfigureAccount(
                debtorID: id, creditorID: .root, negligibleAmount: negligibleAmount, configData: configuration.data,
                configFlags: configuration.flags, seqnum: configuration.lastSeqnum, ts: configuration.lastTs))
    }

    /// The issuing limit as the accounting authority knows it: `−minBalance` in single precision, and never minus zero.
    var negligibleAmount: Float { 0 - Float(minBalance) }

    /// Whether an amount that came back from the accounting authority is the one that was sent (DA 10.1, DA 10.2.5).
    func matches(negligibleAmount amount: Float) -> Bool {
        abs(Double(minBalance) + Double(amount)) <= Constants.eps * Double(amount)
    }
}

extension Debtor? {
    /// The debtor itself, if it is active (DA 9.1).
    func active() throws(Refusal) -> Debtor {
        guard let debtor = self, debtor.isActive else { throw .debtorDoesNotExist }
        return debtor
    }

    /// DA 9.6: sets the issuing limit, and announces it even when it stays the same.
    mutating func restrict(minBalance: Int64, now: Timestamp) throws(Refusal) -> [Effect] {
        precondition(minBalance <= 0, "the issuing limit is never positive")
        var debtor = try active()
        debtor.minBalance = minBalance
        let effect = debtor.emitConfiguration(now: now)
        self = debtor
        return [effect]
    }

    /// DA 9.7: the next update of the configuration, or a repetition of the latest, which only counts as an action.
    mutating func updateConfiguration(
        data: String, latestUpdateID: Int64, limits: Limits, now: Timestamp
    ) throws(Refusal) -> [Effect] {
        precondition(data.utf8.count <= Constants.configDataMaxBytes)
        var debtor = try active()
        try debtor.throttleAction(limits: limits, now: now)

        let stored = debtor.configuration.latestUpdateID
        if latestUpdateID == stored, data.isExactly(debtor.configuration.data) {
            self = debtor
            return []
        }
        guard stored < .max, latestUpdateID == stored + 1 else { throw .updateConflict }

        debtor.configuration.data = data
        debtor.configuration.latestUpdateID = latestUpdateID
        let effect = debtor.emitConfiguration(now: now)
        self = debtor
        return [effect]
    }
}

extension Debtor {
    /// DA 9.9
    mutating func throttleAction(limits: Limits, now: Timestamp) throws(Refusal) {
        let isTaken = actions.take(
            limit: limits.maxTransfersPerMonth, windowDays: Constants.actionsWindowDays, today: now.date)
        guard isTaken else { throw .tooManyManagementActions }
    }
}
