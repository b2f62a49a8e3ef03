import SMPProtocol

/// The retention and delay rules that the handlers of messages follow (CA 2.2).
struct MessageRules: Equatable, Sendable {
    /// `APP_LOG_RETENTION_DAYS`: news that are older are ignored.
    var logRetentionMicroseconds: Int64
    /// `APP_MAX_TRANSFER_DELAY_DAYS`: how long the ledger waits for a missing transfer.
    var maxTransferDelayMicroseconds: Int64
    /// `APP_PROCESS_LEDGER_UPDATES_BURST`: how many stored transfers one transaction takes into a ledger.
    var ledgerBurst: Int
    /// The creditors of the node, whatever the shard.
    var range: IDRange<CreditorID>
}

extension AccountUpdate {
    fileprivate var debtorInfo: DebtorInfo {
        DebtorInfo(
            iri: debtorInfoIRI.isEmpty ? nil : debtorInfoIRI, contentType: debtorInfoContentType.isEmpty ? nil : debtorInfoContentType,
            sha256: debtorInfoSHA256.isEmpty ? nil : Hexadecimal.bytes(of: debtorInfoSHA256))
    }
}

extension AccountData {
    /// CA 9.2 steps 3–10, for an update that has not expired.
    ///
    /// - Returns: true when the ledger has to be processed (step 10 d), because transfers of the server account may have arrived
    ///   before this update.
    mutating func apply(
        _ update: AccountUpdate, creditor: inout Creditor, now: Timestamp, effects: inout Effects
    ) -> Bool {
        let isFresh = update.ts > server.lastHeartbeatAt
        if isFresh {
            server.lastHeartbeatAt = min(update.ts, now)
        }
        guard update.state.isLater(than: server.state) else {
            if isFresh { forgiveSilence(update, creditor: &creditor, now: now, effects: &effects) }
            return false
        }
        let isNewServerAccount = update.creationDate > server.creationDate
        let hasNewAccountID = update.accountID != info.accountID
        let wasSafe = isDeletionSafe
        let oldInfo = info
        let oldError = config.error
        take(update)
        let infoHasChanged = wasSafe || config.error != oldError || differs(oldInfo, from: update)
        if infoHasChanged {
            touchInfo(creditor: &creditor, now: now, effects: &effects)
        }
        guard isNewServerAccount || hasNewAccountID else { return false }
        restartLedger(isNewServerAccount: isNewServerAccount, creditor: &creditor, now: now, effects: &effects)
        return true
    }

    /// CA 9.2 steps 6 and 8. The creditor's own wishes stay.
    private mutating func take(_ update: AccountUpdate) {
        server.creationDate = update.creationDate
        server.lastChangeAt = update.lastChangeTs
        server.lastChangeSeqnum = update.lastChangeSeqnum
        server.principal = update.principal
        server.interest = update.interest
        server.lastTransferNumber = update.lastTransferNumber
        server.lastTransferCommittedAt = update.lastTransferCommittedAt
        server.exists = true
        config.isEffectual = update.confirms(config.sent)
        if config.isEffectual { config.error = nil }
        info.interestRate = Float(clamping: update.interestRate)
        info.interestRateChangedAt = update.lastInterestRateChangeTs
        info.noteMaxBytes = update.transferNoteMaxBytes
        info.accountID = update.accountID
        info.debtorInfo = update.debtorInfo
    }

    /// CA 9.2 step 7, without the safety of deletion and the error. With a negative interest rate the first test is always true:
    /// clients of the public implementation are told of such updates, and so are ours.
    private func differs(_ old: AccountInfo, from update: AccountUpdate) -> Bool {
        !AccountConfiguration.isClose(stored: Double(old.interestRate), received: update.interestRate)
            || old.interestRateChangedAt != info.interestRateChangedAt || old.noteMaxBytes != info.noteMaxBytes
            || old.accountID != info.accountID || old.debtorInfo != info.debtorInfo
    }

    /// CA 9.2 step 10 a–c.
    private mutating func restartLedger(
        isNewServerAccount: Bool, creditor: inout Creditor, now: Timestamp, effects: inout Effects
    ) {
        if isNewServerAccount {
            ledger.pendingTransferAt = nil
            ledger.lastTransferNumber = 0
            ledger.hasWork = false
        }
        let principal = isNewServerAccount ? 0 : ledger.principal
        _ = correctLedger(to: principal, now: now, effects: &effects)
        effects.bump(&ledger.version, at: now)
        announceLedger(creditor: &creditor, now: now, effects: &effects)
    }

    /// CA 21.5: the accounts scanner has complained that nothing was heard of an account, and now something is.
    private mutating func forgiveSilence(
        _ update: AccountUpdate, creditor: inout Creditor, now: Timestamp, effects: inout Effects
    ) {
        guard config.isEffectual, config.error == ConfigurationCode.configurationIsNotEffectual, server.exists,
            update.state == server.state
        else { return }
        config.error = nil
        touchInfo(creditor: &creditor, now: now, effects: &effects)
    }
}

extension Float {
    /// The nearest finite value of 32 bits (CA 21.3).
    init(clamping x: Double) {
        let y = Float(x)
        self = y.isFinite ? y : (x < 0 ? -Float.greatestFiniteMagnitude : Float.greatestFiniteMagnitude)
    }
}

/// CA 9.3: an update for an account that the creditor does not have. Its server account is asked to go away, until it shows that it is
/// going.
func answerOrphan(_ update: AccountUpdate, now: Timestamp, effects: inout Effects) {
    if let answer = update.orphanAnswer(ts: now) { effects.send(.configureAccount(answer)) }
}
