import SMPProtocol

/// What the accounts scanner waits for (CA 15.3).
struct AccountScanRules: Equatable, Sendable {
    var maxHeartbeatDelayMicroseconds: Int64
    var maxTransferDelayMicroseconds: Int64
    var maxConfigDelayMicroseconds: Int64
    /// A complete ledger is corrected when it has been quiet for an hour.
    static let quietMicroseconds: Int64 = 3_600_000_000
}

extension AccountData {
    /// CA 15.3: repairs what no message will repair.
    mutating func scan(_ rules: AccountScanRules, creditor: inout Creditor, now: Timestamp, effects: inout Effects) {
        if isLedgerDifferentAlthoughComplete(now: now) {
            _ = correctLedger(to: server.principal, now: now, effects: &effects)
            effects.bump(&ledger.version, at: now)
            announceLedger(creditor: &creditor, now: now, effects: &effects)
        }
        if isLedgerBehind(rules, now: now) {
            ledger.hasWork = true
            effects.ledgerWork.insert(key)
        }
        if hasConfigurationProblem(rules, now: now) {
            config.error = ConfigurationCode.configurationIsNotEffectual
            touchInfo(creditor: &creditor, now: now, effects: &effects)
        }
    }

    /// Whether the scanner has something to do with the account.
    func needsScan(_ rules: AccountScanRules, now: Timestamp) -> Bool {
        isLedgerDifferentAlthoughComplete(now: now) || isLedgerBehind(rules, now: now) || hasConfigurationProblem(rules, now: now)
    }

    /// CA 15.3 A.
    private func isLedgerDifferentAlthoughComplete(now: Timestamp) -> Bool {
        server.lastTransferNumber == ledger.lastTransferNumber && ledger.principal != server.principal
            && ledger.version.at < now.adding(microseconds: -AccountScanRules.quietMicroseconds)
    }

    /// CA 15.3 B.
    private func isLedgerBehind(_ rules: AccountScanRules, now: Timestamp) -> Bool {
        let cutoff = now.adding(microseconds: -rules.maxTransferDelayMicroseconds)
        return !ledger.hasWork && server.lastTransferNumber > ledger.lastTransferNumber
            && (ledger.pendingTransferAt ?? server.lastTransferCommittedAt) < cutoff
    }

    /// CA 15.3 C.
    private func hasConfigurationProblem(_ rules: AccountScanRules, now: Timestamp) -> Bool {
        let isSilent = server.exists && server.lastHeartbeatAt < now.adding(microseconds: -rules.maxHeartbeatDelayMicroseconds)
        return (!config.isEffectual || isSilent) && config.error == nil
            && config.at < now.adding(microseconds: -rules.maxConfigDelayMicroseconds)
    }
}
