import SMPProtocol

/// AA 4.5 and 5.6: how a debtor's configuration comes to the accounts of its currency.
extension Book {
    /// Brings the currency's rate and info to all accounts at once.
    ///
    /// - Parameter isForced: change rates also when the last change is not long ago; for tests.
    mutating func propagateRootConfiguration(of debtorID: DebtorID, isForced: Bool = false, now: Timestamp) {
        nextRateChanges[debtorID] = nil
        for key in keys(.debtor(debtorID)) where !key.isRoot && liveAccount(key) != nil {
            applyRootConfiguration(to: key, isForced: isForced, now: now)
        }
    }

    /// AA 4.1, step 8: the rate, then the info, each with an update of its own when it changes something. The configuration of a deleted
    /// root account still counts; without any record there is nothing to apply.
    mutating func applyRootConfiguration(to key: AccountKey, isForced: Bool = false, now: Timestamp) {
        precondition(!key.isRoot)
        guard let configuration = accounts[.root(of: key.debtorID)]?.rootConfiguration else { return }
        changeRate(of: key, to: configuration.rate, isForced: isForced, now: now)
        guard let account = accounts[key], account.debtorInfo != configuration.info else { return }
        change(key) { account in
            account.debtorInfo = configuration.info
            account.apply(now: now)
        }
        sendUpdate(of: key, now: now)
    }

    /// AA 5.6: at most one change in eight days, so that clients who were cut off do not miss one.
    private mutating func changeRate(of key: AccountKey, to target: Float, isForced: Bool, now: Timestamp) {
        guard var account = accounts[key], !target.isNaN else { return }
        let rate = min(max(target, AuthorityRules.interestRates.lowerBound), AuthorityRules.interestRates.upperBound)
        guard rate != account.interestRate else { return }
        let allowedAt = account.lastInterestRateChangeTs.adding(seconds: rules.minRateChangeSeconds)
        guard isForced || now >= allowedAt else {
            nextRateChanges[key.debtorID] = min(nextRateChanges[key.debtorID] ?? allowedAt, allowedAt)
            return
        }
        account.apply(now: now)
        account.previousInterestRate = account.interestRate
        account.interestRate = rate
        account.lastInterestRateChangeTs = max(account.lastInterestRateChangeTs, now)
        put(account)
        sendUpdate(of: key, now: now)
    }

    /// Gives the accounts that were not allowed to change their rate before what their currency says now.
    ///
    /// - Parameter isForced: do it also for those that are not allowed yet.
    mutating func refreshRates(_ selection: Selection, isForced: Bool = false, now: Timestamp) -> [Emission] {
        step(now: now) { book in
            let waiting = book.nextRateChanges.filter { isForced || $0.value <= now }.keys.sorted()
            for debtorID in waiting where selection.covers(debtorID) {
                book.propagateRootConfiguration(of: debtorID, isForced: isForced, now: now)
            }
        }
    }
}

extension Selection {
    /// Whether accounts of the debtor are selected.
    func covers(_ debtorID: DebtorID) -> Bool {
        switch self {
        case .all: true
        case .debtor(let id): id == debtorID
        case .account(let key): key.debtorID == debtorID
        }
    }
}
