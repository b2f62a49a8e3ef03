import SMPProtocol

/// A whole account.
struct Account: Equatable, Sendable {
    var data: AccountData
    var settings: AccountSettings
}

/// The first update IDs of an account and its parts: one draw of the common sequence for each (CA 4.2).
struct FirstUpdateIDs: Equatable, Sendable {
    let account, config, info, ledger, display, exchange, knowledge: UpdateID

    static let count = 7

    init(_ ids: [UpdateID]) {
        precondition(ids.count == Self.count && ids.allSatisfy { $0 > 0 }, "one positive update ID for each part")
        (account, config, info, ledger) = (ids[0], ids[1], ids[2], ids[3])
        (display, exchange, knowledge) = (ids[4], ids[5], ids[6])
    }
}

extension Creditor {
    /// CA 6.1 steps 3–5, for an active creditor without an account with this debtor.
    mutating func createAccount(with debtor: DebtorID, ids: FirstUpdateIDs, now: Timestamp, effects: inout Effects) -> Account {
        precondition(isActive, "only active creditors have accounts")
        let account = Account.new(
            AccountKey(creditor: id, debtor: debtor), firstEntryAbove: largestHistoricLedgerEntryID + 1, ids: ids, now: now)
        log(.account(debtor), updateID: account.settings.version.id, at: now, effects: &effects)
        accountsList.bump(at: now)
        log(.accountsList, updateID: accountsList.id, at: now, effects: &effects)
        effects.send(.configureAccount(account.data.configuration))
        return account
    }
}

extension Account {
    /// The defaults of CA 4.2.
    static func new(_ key: AccountKey, firstEntryAbove lastEntryID: Int64, ids: FirstUpdateIDs, now: Timestamp) -> Account {
        Account(
            data: AccountData(
                key: key,
                server: ServerAccount(lastHeartbeatAt: now),
                config: AccountConfig(at: now, version: Version(id: ids.config, at: now)),
                info: AccountInfo(version: Version(id: ids.info, at: now)),
                ledger: Ledger(lastEntryID: lastEntryID, version: Version(id: ids.ledger, at: now))),
            settings: AccountSettings(
                key: key, createdAt: now, version: Version(id: ids.account, at: now),
                display: AccountDisplay(settings: .default, version: Version(id: ids.display, at: now)),
                exchange: AccountExchange(settings: .default, version: Version(id: ids.exchange, at: now)),
                knowledge: AccountKnowledge(text: AccountKnowledge.emptyText, version: Version(id: ids.knowledge, at: now))))
    }
}

extension AccountData {
    /// The message that asks the accounting authority for the present configuration (CA 13.2).
    var configuration: ConfigureAccount {
        ConfigureAccount(
            debtorID: key.debtor, creditorID: key.creditor, negligibleAmount: config.negligibleAmount, configData: config.data,
            configFlags: config.flags, seqnum: config.seqnum, ts: config.at)
    }
}
