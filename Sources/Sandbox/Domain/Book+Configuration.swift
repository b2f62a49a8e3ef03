import SMPProtocol

/// AA 4.1 to 4.5: what the owners of accounts configure.
extension Book {
    /// AA 4.1: a `ConfigureAccount` has arrived.
    ///
    /// - Parameters:
    ///   - now: ledger time.
    ///   - wallNow: the moment by which the age of the message is measured; differs from `now` when a test moves the ledger's clock (AA 12.5).
    ///   - refusal: a code with which to refuse it whatever it says; for tests.
    public mutating func configure(_ message: ConfigureAccount, now: Timestamp, wallNow: Timestamp, refusal: String? = nil) -> [Emission] {
        step(now: now, touching: message.debtorID) { book in
            let key = AccountKey(message.debtorID, message.creditorID)
            guard book.isNewer(message, than: key, wallNow: wallNow) else { return }
            if let code = refusal ?? book.reasonToRefuse(message) {
                book.reject(message, code: code, now: now)
                return
            }
            let isFresh = book.makeLive(key, now: now)
            book.store(message, now: now)
            book.sendUpdate(of: key, ts: now)
            if key.isRoot {
                book.propagateRootConfiguration(of: key.debtorID, now: now)
            } else if isFresh {
                book.applyRootConfiguration(to: key, now: now)
            }
            book.deleteIfPossible(key, now: now)
        }
    }

    /// AA 4.1, steps 2 and 3: later than the last applied one; of a missing account, not too old either.
    private func isNewer(_ message: ConfigureAccount, than key: AccountKey, wallNow: Timestamp) -> Bool {
        if let account = accounts[key] {
            return isLater(message, than: EventStamp(ts: account.lastConfigTs, seqnum: account.lastConfigSeqnum))
        }
        if let purged = purged[key], !isLater(message, than: purged.lastConfig) { return false }
        return wallNow.microseconds(since: message.ts) <= rules.maxConfigDelaySeconds * 1_000_000
    }

    /// Moments first, exactly; the sequence numbers only break ties (AA 4.1, step 2).
    private func isLater(_ message: ConfigureAccount, than last: EventStamp) -> Bool {
        message.ts == last.ts ? message.seqnum.isLater(than: last.seqnum) : message.ts > last.ts
    }

    /// AA 4.1, step 4.
    private func reasonToRefuse(_ message: ConfigureAccount) -> String? {
        let isValid =
            message.negligibleAmount >= 0 && message.negligibleAmount.isFinite
            && (message.configData.isEmpty || (message.creditorID == .root && parseRootConfiguration(message.configData) != nil))
        return isValid ? nil : "INVALID_CONFIGURATION"
    }

    /// AA 4.4.
    private mutating func reject(_ message: ConfigureAccount, code: String, now: Timestamp) {
        emissions.append(
            .rejectedConfig(
                RejectedConfig(
                    debtorID: message.debtorID, creditorID: message.creditorID, configTs: message.ts, configSeqnum: message.seqnum,
                    configFlags: message.configFlags, configData: message.configData, negligibleAmount: message.negligibleAmount,
                    rejectionCode: code, ts: now)))
    }

    /// AA 4.1, step 5. Returns whether the account was missing or a tombstone.
    private mutating func makeLive(_ key: AccountKey, now: Timestamp) -> Bool {
        guard let account = accounts[key] else {
            createAccount(key, now: now)
            return true
        }
        guard account.isDeleted else { return false }
        accounts[key]?.isDeleted = false
        return true
    }

    /// AA 4.1, steps 6 and 7.
    private mutating func store(_ message: ConfigureAccount, now: Timestamp) {
        let key = AccountKey(message.debtorID, message.creditorID)
        accounts[key]?.configFlags = message.configFlags
        accounts[key]?.configData = message.configData
        accounts[key]?.negligibleAmount = message.negligibleAmount
        accounts[key]?.lastConfigTs = message.ts
        accounts[key]?.lastConfigSeqnum = message.seqnum
        accounts[key]?.apply(principalDelta: 0, interestDelta: 0, now: now)
    }

    /// Brings the currency's rate and info to all accounts at once (AA 4.5, 5.6).
    mutating func propagateRootConfiguration(of debtorID: DebtorID, now: Timestamp) {
        for key in accounts.keys.filter({ $0.debtorID == debtorID && !$0.isRoot }).sorted() where accounts[key]?.isDeleted == false {
            applyRootConfiguration(to: key, now: now)
        }
    }

    /// AA 4.1, step 8: the rate, then the info, each with an update of its own when it changes something.
    mutating func applyRootConfiguration(to key: AccountKey, now: Timestamp) {
        let configuration = rootConfiguration(of: key.debtorID)
        changeRate(of: key, to: configuration.rate, now: now)
        guard let account = accounts[key], account.debtorInfo != configuration.info else { return }
        accounts[key]?.debtorInfo = configuration.info
        accounts[key]?.apply(principalDelta: 0, interestDelta: 0, now: now)
        sendUpdate(of: key, ts: now)
    }

    /// AA 5.6: at most one change in eight days, so that clients who were cut off do not miss one.
    mutating func changeRate(of key: AccountKey, to target: Float, now: Timestamp) {
        guard var account = accounts[key], !key.isRoot, !target.isNaN else { return }
        let rate = min(max(target, Float(AuthorityRules.interestRates.lowerBound)), Float(AuthorityRules.interestRates.upperBound))
        let age = now.microseconds(since: account.lastInterestRateChangeTs)
        guard rate != account.interestRate, age >= rules.minRateChangeSeconds * 1_000_000 else { return }
        account.apply(principalDelta: 0, interestDelta: 0, now: now)
        account.previousInterestRate = account.interestRate
        account.interestRate = rate
        account.lastInterestRateChangeTs = now
        accounts[key] = account
        sendUpdate(of: key, ts: now)
    }
}
