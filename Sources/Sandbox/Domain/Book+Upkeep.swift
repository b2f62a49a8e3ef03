import SMPProtocol

/// What the authority does by itself: interest, deletion, purge, heartbeats (AA 4.6 to 4.9, 5.7, 7.4).
extension Book {
    /// AA 7.4: a payment between an account and the root account that nobody asked for.
    private mutating func paySystem(_ amount: Int64, to key: AccountKey, type: CoordinatorType, interestDelta: Double, now: Timestamp) {
        precondition(!key.isRoot && amount != 0)
        let root = AccountKey.root(of: key.debtorID)
        let payment = Payment(coordinatorType: type, note: "", noteFormat: "", committedAt: now)
        post(amount, to: key, otherParty: root, payment, interestDelta: interestDelta, now: now)
        receive(-amount, at: root, from: key, payment, now: now)
    }

    /// AA 4.7: deletes an account that asks for it, when nothing stands against it.
    mutating func deleteIfPossible(_ key: AccountKey, now: Timestamp) {
        guard let account = liveAccount(key), account.isScheduledForDeletion, account.pendingTransfersCount == 0 else { return }
        if key.isRoot {
            guard account.principal == 0 else { return }
        } else {
            let balance = Double(account.principal) + account.accumulatedInterest(at: now)
            guard balance <= max(Double(account.negligibleAmount), AuthorityRules.alwaysNegligible) else { return }
        }
        if account.principal != 0 {
            paySystem(-account.principal, to: key, type: .delete, interestDelta: 0, now: now)
        }
        accounts[key]?.apply(principalDelta: 0, interestDelta: 0, now: now)
        accounts[key]?.interest = 0
        accounts[key]?.isDeleted = true
        precondition(accounts[key]?.principal == 0 && accounts[key]?.totalLockedAmount == 0)
        sendUpdate(of: key, ts: now)
    }

    /// AA 4.9: removes the tombstones whose time has come.
    public mutating func purge(_ debtorID: DebtorID, now: Timestamp, isForced: Bool = false) -> [Emission] {
        step(now: now, touching: debtorID) { book in
            for account in book.sortedAccounts where account.key.debtorID == debtorID && account.isDeleted {
                let age = now.microseconds(since: account.lastChangeTs)
                guard isForced || age > book.rules.purgeDelaySeconds * 1_000_000 else { continue }
                book.accounts[account.key] = nil
                book.purged[account.key] = PurgedAccount(
                    creationDate: account.creationDate, lastConfig: EventStamp(ts: account.lastConfigTs, seqnum: account.lastConfigSeqnum))
                book.emissions.append(
                    .accountPurge(
                        AccountPurge(
                            debtorID: account.key.debtorID, creditorID: account.key.creditorID, creationDate: account.creationDate, ts: now)))
            }
        }
    }

    /// AA 5.7: moves the whole tokens of the accumulated interest into the principal, where that is worth while.
    public mutating func capitalizeInterest(of debtorID: DebtorID, now: Timestamp) -> [Emission] {
        step(now: now, touching: debtorID) { book in
            for account in book.sortedAccounts where account.key.debtorID == debtorID && !account.key.isRoot && !account.isDeleted {
                let amount = Interest.floorToAmount(account.accumulatedInterest(at: now))
                let ratio = Double(amount.magnitude) / (1 + Double(account.principal.magnitude))
                guard amount != 0, ratio > book.rules.capitalizationRatio else { continue }
                book.paySystem(amount, to: account.key, type: .interest, interestDelta: -Double(amount), now: now)
            }
        }
    }

    /// Sends the present state of the accounts of a debtor again (AA 4.6). Tombstones are silent.
    public mutating func heartbeat(_ debtorID: DebtorID, now: Timestamp) -> [Emission] {
        step(now: now, touching: debtorID) { book in
            for account in book.sortedAccounts where account.key.debtorID == debtorID && !account.isDeleted {
                book.sendUpdate(of: account.key, ts: now)
            }
        }
    }

    /// AA 5.6: gives the accounts that were not allowed to change their rate before what their currency says now.
    public mutating func refreshRates(of debtorID: DebtorID, now: Timestamp) -> [Emission] {
        step(now: now, touching: debtorID) { book in
            book.propagateRootConfiguration(of: debtorID, now: now)
        }
    }
}

extension CoordinatorType {
    /// Interest that the authority pays or takes (AA 7.4).
    static let interest = CoordinatorType(rawValue: "interest")!
    /// The rest of a deleted account (AA 7.4).
    static let delete = CoordinatorType(rawValue: "delete")!
}
