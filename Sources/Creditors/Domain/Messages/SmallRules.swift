import SMPProtocol

extension AccountData {
    /// CA 9.1: the rejection must be about the configuration that was sent last, and the first one wins.
    mutating func apply(_ m: RejectedConfig, creditor: inout Creditor, now: Timestamp, effects: inout Effects) {
        guard config.error == nil, m.rejects(config.sent) else { return }
        config.error = m.rejectionCode
        touchInfo(creditor: &creditor, now: now, effects: &effects)
    }

    /// CA 9.5: the ledger stays as it is; the accounts scanner corrects it later.
    mutating func apply(_ m: AccountPurge, creditor: inout Creditor, now: Timestamp, effects: inout Effects) {
        guard server.exists, server.creationDate <= m.creationDate else { return }
        server.exists = false
        server.principal = 0
        server.interest = 0
        touchInfo(creditor: &creditor, now: now, effects: &effects)
    }
}

/// CA 9.10: our own `ConfigureAccount` has found no way to its debtor. Only the range of IDs counts, because it comes back to any shard.
func answerLoopBack(_ m: ConfigureAccount, range: IDRange<CreditorID>, now: Timestamp, effects: inout Effects) {
    guard range.contains(m.creditorID) else { return }
    effects.send(
        .rejectedConfig(
            RejectedConfig(
                debtorID: m.debtorID, creditorID: m.creditorID, configTs: m.ts, configSeqnum: m.seqnum, configFlags: m.configFlags,
                configData: m.configData, negligibleAmount: m.negligibleAmount, rejectionCode: ConfigurationCode.noConnectionToDebtor,
                ts: now)))
}
