import SMPProtocol

/// AA 4.1 to 4.4: what the owners of accounts configure.
extension Book {
    /// AA 4.1: a `ConfigureAccount` has arrived.
    ///
    /// - Parameters:
    ///   - now: ledger time.
    ///   - wallNow: the moment by which the age of the message is measured; differs from `now` when a test moves the ledger's clock
    ///     (AA 12.5).
    ///   - refusal: a code with which to refuse it whatever it says; for tests.
    mutating func configure(_ message: ConfigureAccount, now: Timestamp, wallNow: Timestamp, refusal: String? = nil) -> [Emission] {
        step(now: now) { book in
            let key = AccountKey(message.debtorID, message.creditorID)
            guard book.isNews(message, for: key, wallNow: wallNow) else { return }
            guard refusal == nil, let configuration = book.rootConfiguration(in: message) else {
                book.reject(message, code: refusal ?? ConfigurationCode.invalidConfiguration, now: now)
                return
            }
            let isFresh = book.makeLive(key, now: now)
            book.store(message, configuration, now: now)
            book.sendUpdate(of: key, now: now)
            if key.isRoot {
                book.propagateRootConfiguration(of: key.debtorID, now: now)
            } else if isFresh {
                book.applyRootConfiguration(to: key, now: now)
            }
            book.deleteIfPossible(key, now: now)
        }
    }

    /// AA 4.1, steps 2 and 3: later than the last applied one; of a missing account, not too old either.
    private func isNews(_ message: ConfigureAccount, for key: AccountKey, wallNow: Timestamp) -> Bool {
        if let account = accounts[key] { return isLater(message, than: account.lastConfig) }
        if let purged = purged[key], !isLater(message, than: purged.lastConfig) { return false }
        return wallNow.microseconds(since: message.ts) <= rules.maxConfigDelaySeconds * 1_000_000
    }

    /// Moments first, exactly; the sequence numbers only break ties (AA 4.1, step 2).
    private func isLater(_ message: ConfigureAccount, than last: EventStamp) -> Bool {
        message.ts == last.ts ? message.seqnum.isLater(than: last.seqnum) : message.ts > last.ts
    }

    /// AA 4.1, step 4: what a valid configuration says of the currency (the defaults, when it is no root account's); nil for an invalid
    /// one.
    private func rootConfiguration(in message: ConfigureAccount) -> RootConfiguration? {
        guard message.negligibleAmount >= 0, message.negligibleAmount.isFinite else { return nil }
        if message.configData.isEmpty { return RootConfiguration() }
        return message.creditorID == .root ? parseRootConfiguration(message.configData) : nil
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
        change(key) { $0.isDeleted = false }
        return true
    }

    /// AA 4.1, steps 6 and 7.
    private mutating func store(_ message: ConfigureAccount, _ configuration: RootConfiguration, now: Timestamp) {
        change(AccountKey(message.debtorID, message.creditorID)) { account in
            account.configFlags = message.configFlags
            account.configData = message.configData
            account.negligibleAmount = message.negligibleAmount
            account.lastConfigTs = message.ts
            account.lastConfigSeqnum = message.seqnum
            account.rootConfiguration = configuration
            account.apply(now: now)
        }
    }
}
