import NodeKit
import Persistence
import SMPProtocol

extension CreditorsStore {
    /// CA-API 12.3.
    func createAccount(_ key: AccountKey, _ rules: AccessRules) async throws -> AccountCreation {
        try await change(key.creditor, [AccountRows.exists(key), UpdateIDs.draw(FirstUpdateIDs.count)]) { file, work in
            let ids = FirstUpdateIDs(try UpdateIDs.decode(work.loaded[1]))
            let outcome = try file.createAccount(with: key.debtor, exists: try work.loaded[0][0].decode(0), ids: ids, rules)
            if case .created(let account) = outcome {
                work.changes = [AccountRows.insert(account.settings), AccountDataRows.insert(account.data)]
            }
            return outcome
        }
    }

    /// CA-API 12.4.
    func deleteAccount(_ key: AccountKey) async throws {
        let queries = [AccountDataRows.read(key), AccountRows.readDisplay(key), AccountRows.isPegTarget(key), UpdateIDs.draw(1)]
        try await change(key.creditor, queries) { file, work in
            let account = try work.loaded[0].first.map { try AccountDataRows.decode($0) }
            let name = try AccountRows.decodeDisplay(work.loaded[1])?.settings.debtorName
            let wasThere = try file.deleteAccount(
                account, debtorName: name, isPegTarget: try work.loaded[2][0].decode(0), updateID: try work.loaded[3][0].decode(0))
            if wasThere { work.changes = [AccountRows.delete(key)] }
        }
    }

    /// CA-API 12.5.
    func updateConfig(
        _ key: AccountKey, _ request: ConfigRequest, _ submitted: SubmittedPin, _ rules: AccessRules
    ) async throws -> AccountConfig {
        try await change(key.creditor, loadsPIN: submitted.isRequired, [AccountDataRows.read(key)]) { file, work in
            let old = try work.loaded[0].first.map { try AccountDataRows.decode($0) }
            var account = old
            try file.updateConfig(&account, request, submitted, rules)
            guard let old, let account else { preconditionFailure("an account that was changed is there") }
            work.changes = AccountDataRows.update([(old, account)])
            return account.config
        }
    }

    /// CA-API 12.6.
    func updateDisplay(
        _ key: AccountKey, to settings: DisplaySettings, updateID: UpdateID, _ submitted: SubmittedPin, _ rules: AccessRules
    ) async throws -> AccountDisplay {
        let queries = [AccountRows.readDisplay(key), AccountRows.isNameTaken(settings.debtorName, besides: key)]
        return try await change(key.creditor, loadsPIN: submitted.isRequired, queries) { file, work in
            let old = try AccountRows.decodeDisplay(work.loaded[0])
            var display = old
            try file.updateDisplay(
                key, &display, to: settings, updateID: updateID, isNameTaken: try work.loaded[1][0].decode(0), submitted, rules)
            guard let display else { preconditionFailure("an account that was changed is there") }
            if display != old { work.changes = [AccountRows.update(key, display)] }
            return display
        }
    }

    /// CA-API 12.7.
    func updateExchange(
        _ key: AccountKey, to settings: ExchangeSettings, updateID: UpdateID, isPegURIRight: Bool, _ submitted: SubmittedPin,
        _ rules: AccessRules
    ) async throws -> AccountExchange {
        let peg = AccountKey(creditor: key.creditor, debtor: settings.peg?.debtor ?? key.debtor)
        let queries = [AccountRows.readExchange(key), AccountRows.exists(peg)]
        return try await change(key.creditor, loadsPIN: submitted.isRequired, queries) { file, work in
            let old = try AccountRows.decodeExchange(work.loaded[0])
            var exchange = old
            try file.updateExchange(
                key, &exchange, to: settings, updateID: updateID, isPegURIRight: isPegURIRight,
                pegExists: try work.loaded[1][0].decode(0), submitted, rules)
            guard let exchange else { preconditionFailure("an account that was changed is there") }
            if exchange != old { work.changes = [AccountRows.update(key, exchange)] }
            return exchange
        }
    }

    /// CA-API 12.8.
    ///
    /// - Parameter differs: whether the new document is another JSON value than a stored text.
    func updateKnowledge(
        _ key: AccountKey, to text: String, updateID: UpdateID, _ rules: AccessRules, differs: @Sendable (String) -> Bool
    ) async throws -> AccountKnowledge {
        try await change(key.creditor, [AccountRows.readKnowledge(key)]) { file, work in
            let old = try AccountRows.decodeKnowledge(work.loaded[0])
            var knowledge = old
            try file.updateKnowledge(
                key, &knowledge, to: text, differs: old.map { differs($0.text) } ?? true, updateID: updateID, rules)
            guard let knowledge else { preconditionFailure("an account that was changed is there") }
            if knowledge != old { work.changes = [AccountRows.update(key, knowledge)] }
            return knowledge
        }
    }

    // MARK: Reading

    func account(_ key: AccountKey) async throws -> Account? {
        try AccountRows.decodeWhole(try await read(AccountRows.readWhole(key)), key)
    }

    func accountData(_ key: AccountKey) async throws -> AccountData? {
        try await read(AccountDataRows.read(key)).first.map { try AccountDataRows.decode($0) }
    }

    func display(_ key: AccountKey) async throws -> AccountDisplay? {
        try AccountRows.decodeDisplay(try await read(AccountRows.readDisplay(key)))
    }

    func exchange(_ key: AccountKey) async throws -> AccountExchange? {
        try AccountRows.decodeExchange(try await read(AccountRows.readExchange(key)))
    }

    func knowledge(_ key: AccountKey) async throws -> AccountKnowledge? {
        try AccountRows.decodeKnowledge(try await read(AccountRows.readKnowledge(key)))
    }

    func hasAccount(_ key: AccountKey) async throws -> Bool { try await read(AccountRows.exists(key))[0].decode(0) }

    func accounts(_ creditor: CreditorID, after debtor: DebtorID?, limit: Int) async throws -> [DebtorID] {
        try await read(AccountRows.page(creditor, after: debtor, limit: Int64(limit))).map { try $0[0] }
    }

    func ledgerEntries(_ key: AccountKey, before id: Int64, stop: Int64, limit: Int) async throws -> [LedgerEntry] {
        try await read(LedgerRows.page(key, before: id, stop: stop, limit: Int64(limit))).map { try LedgerRows.decode($0, key) }
    }

    func committedTransfer(_ key: AccountKey, _ transfer: TransferKey) async throws -> CommittedTransfer? {
        try CommittedTransferRows.decode(try await read(CommittedTransferRows.read(key, transfer)), key, transfer)
    }
}
