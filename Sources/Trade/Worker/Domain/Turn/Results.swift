import SMPProtocol

// TW-17: rows of the solver become rows of the worker. Amounts of 1 are dropped where something must be left after demurrage; what a
// collector would do with itself needs no transfer.

extension CreditorParticipation {
    /// TW 17.1 `creditor_taking`.
    static func taking(_ key: ParticipationKey, amount: Int64, collector: CreditorID) -> CreditorParticipation {
        CreditorParticipation(key: key, amount: -amount, collector: collector)
    }

    /// TW 17.1 `creditor_giving`.
    static func giving(_ key: ParticipationKey, amount: Int64, collector: CreditorID) -> CreditorParticipation? {
        amount > 1 ? CreditorParticipation(key: key, amount: amount, collector: collector) : nil
    }
}

extension WorkerCollecting {
    /// TW 17.1 `collector_collecting`.
    init?(_ key: LegKey, amount: Int64, deadline: Timestamp, _ rules: WorkerRules) {
        guard key.other != key.status.collector else { return nil }
        self.init(key: key, amount: amount, purgeAfter: deadline.adding(rules.collectingSlack))
    }
}

extension WorkerSending {
    /// TW 17.1 `collector_sending`.
    init?(_ key: LegKey, amount: Int64, deadline: Timestamp, _ rules: WorkerRules) {
        guard amount > 1 else { return nil }
        self.init(key: key, amount: amount, purgeAfter: deadline.adding(rules.sendingSlack))
    }
}

extension WorkerReceiving {
    /// TW 17.1 `collector_receiving`.
    init?(_ key: LegKey, amount: Int64, deadline: Timestamp, _ rules: WorkerRules) {
        guard amount > 1 else { return nil }
        self.init(key: key, expectedAmount: amount, purgeAfter: deadline.adding(rules.sendingSlack))
    }
}

extension WorkerDispatching {
    /// TW 17.1 `collector_dispatching`.
    init?(_ key: LegKey, amount: Int64, deadline: Timestamp, _ rules: WorkerRules) {
        guard amount > 1, key.other != key.status.collector else { return nil }
        self.init(key: key, amount: amount, purgeAfter: deadline.adding(rules.dispatchingSlack))
    }
}
