import SMPProtocol

/// What the authority does by itself: interest, deletion, purge, heartbeats (AA 4.6 to 4.9, 5.7).
extension Book {
    /// AA 4.7: deletes an account that asks for it, when nothing stands against it.
    mutating func deleteIfPossible(_ key: AccountKey, now: Timestamp) {
        guard let account = liveAccount(key), account.isScheduledForDeletion, account.pendingTransfersCount == 0 else { return }
        if key.isRoot {
            guard account.principal == 0 else { return }
        } else {
            let balance = Double(account.principal) + account.accumulatedInterest(at: now)
            guard balance <= max(Double(account.negligibleAmount), AuthorityRules.alwaysNegligible) else { return }
        }
        if account.principal != 0 { paySystem(-account.principal, to: key, type: .delete, now: now) }
        change(key) { account in
            account.apply(now: now)
            account.interest = 0
            account.isDeleted = true
            precondition(account.principal == 0 && account.totalLockedAmount == 0)
        }
        sendUpdate(of: key, now: now)
    }

    /// AA 4.7: tries it with all accounts that ask for it: demurrage may have made a balance negligible.
    mutating func attemptDeletions(_ selection: Selection, now: Timestamp) -> [Emission] {
        step(now: now) { book in
            for key in book.index.dying.sorted() where selection.contains(key) { book.deleteIfPossible(key, now: now) }
        }
    }

    /// AA 4.9: removes the tombstones whose time has come.
    ///
    /// - Parameter isForced: also those whose time has not come.
    mutating func purge(_ selection: Selection, isForced: Bool = false, now: Timestamp) -> [Emission] {
        step(now: now) { book in
            for key in book.index.tombstones.sorted() where selection.contains(key) {
                guard let account = book.accounts[key] else { continue }
                let age = now.microseconds(since: account.lastChangeTs)
                guard isForced || age > book.rules.purgeDelaySeconds * 1_000_000 else { continue }
                book.remove(account)
                book.purged[key] = PurgedAccount(creationDate: account.creationDate, lastConfig: account.lastConfig)
                book.emissions.append(
                    .accountPurge(
                        AccountPurge(debtorID: key.debtorID, creditorID: key.creditorID, creationDate: account.creationDate, ts: now)))
            }
        }
    }

    /// AA 5.7: moves the whole tokens of the accumulated interest into the principal, where that is worth while.
    mutating func capitalizeInterest(_ selection: Selection, now: Timestamp) -> [Emission] {
        step(now: now) { book in
            for key in book.keys(selection) where !key.isRoot {
                guard let account = book.liveAccount(key) else { continue }
                let amount = Interest.floorToAmount(account.accumulatedInterest(at: now))
                let ratio = Double(amount.magnitude) / (1 + Double(account.principal.magnitude))
                guard amount != 0, ratio > book.rules.capitalizationRatio else { continue }
                book.paySystem(amount, to: key, type: .interest, now: now)
                book.deleteIfPossible(key, now: now)
            }
        }
    }

    /// AA 1.4: gives accounts the names that they have waited for. Tombstones get theirs silently.
    mutating func giveNames(now: Timestamp) -> [Emission] {
        step(now: now) { book in
            for key in book.index.nameless.sorted() {
                guard let account = book.accounts[key], let moment = account.isNamedAt, moment <= now else { continue }
                book.change(key) { account in
                    account.isNamedAt = nil
                    if !account.isDeleted { account.apply(now: now) }
                }
                if !account.isDeleted { book.sendUpdate(of: key, now: now) }
            }
        }
    }

    /// AA 4.6: sends the present state of accounts again. Tombstones are silent.
    ///
    /// - Parameter isForced: also of accounts that were heard of not long ago.
    mutating func heartbeat(_ selection: Selection, isForced: Bool = false, now: Timestamp) -> [Emission] {
        step(now: now) { book in
            for key in book.keys(selection) {
                guard let account = book.liveAccount(key) else { continue }
                let age = now.microseconds(since: account.lastHeartbeatTs)
                guard isForced || age > book.rules.heartbeatSeconds * 1_000_000 else { continue }
                book.sendUpdate(of: key, now: now)
            }
        }
    }
}
