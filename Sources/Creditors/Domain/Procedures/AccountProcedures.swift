import SMPProtocol

/// What became of the creation of an account (CA-API 12.3).
enum AccountCreation: Equatable, Sendable {
    case created(Account)
    case exists
}

extension CreditorFile {
    /// CA-API 12.3 steps 2–6.
    mutating func createAccount(
        with debtor: DebtorID, exists: Bool, ids: FirstUpdateIDs, _ rules: AccessRules
    ) throws(Refusal) -> AccountCreation {
        guard usage.allowsAccountCreation(rules.quotas, hour: hour) else { throw .forbidden }
        guard creditor?.isActive == true else { throw .notFound }
        guard !exists else { return .exists }
        let account = creditor!.createAccount(with: debtor, ids: ids, now: now, effects: &effects)
        effects.noteUpdateID(ids.knowledge)
        creditor!.usage.registerAccountCreation(rules.quotas, hour: hour)
        return .created(account)
    }

    /// CA-API 12.4. A missing creditor or account is fine: it is gone.
    ///
    /// - Returns: true when there was an account.
    mutating func deleteAccount(
        _ account: AccountData?, debtorName: String?, isPegTarget: Bool, updateID: UpdateID
    ) throws(Refusal) -> Bool {
        guard creditor != nil, let account else { return false }
        do throws(DeletionRefusal) {
            try creditor!.deleteAccount(
                account, debtorName: debtorName, isPegTarget: isPegTarget, updateID: updateID, now: now, effects: &effects)
        } catch {
            throw .forbidden
        }
        return true
    }

    /// CA-API 12.5.
    mutating func updateConfig(
        _ account: inout AccountData?, _ request: ConfigRequest, _ submitted: SubmittedPin, _ rules: AccessRules
    ) throws(Refusal) {
        try admitReconfiguration(submitted, rules)
        guard account != nil, creditor != nil else { throw .notFound }
        let outcome = account!.updateConfig(request, creditor: &creditor!, now: now, effects: &effects)
        try finishReconfiguration(outcome, rules)
    }

    /// CA-API 12.6.
    mutating func updateDisplay(
        _ key: AccountKey, _ display: inout AccountDisplay?, to settings: DisplaySettings, updateID: UpdateID, isNameTaken: Bool,
        _ submitted: SubmittedPin, _ rules: AccessRules
    ) throws(Refusal) {
        try admitReconfiguration(submitted, rules)
        guard display != nil, creditor != nil else { throw .notFound }
        let outcome = display!.update(
            key, to: settings, updateID: updateID, isNameTaken: isNameTaken, creditor: &creditor!, now: now, effects: &effects)
        try finishReconfiguration(outcome, rules)
    }

    /// CA-API 12.7. A peg whose URI is no account of this creditor is refused before anything of the account is looked at.
    ///
    /// - Parameter isPegURIRight: false when the peg's URI could not be an account of this creditor.
    mutating func updateExchange(
        _ key: AccountKey, _ exchange: inout AccountExchange?, to settings: ExchangeSettings, updateID: UpdateID, isPegURIRight: Bool,
        pegExists: Bool, _ submitted: SubmittedPin, _ rules: AccessRules
    ) throws(Refusal) {
        try admitReconfiguration(submitted, rules)
        guard isPegURIRight else { throw .pegDoesNotExist }
        guard exchange != nil, creditor != nil else { throw .notFound }
        let outcome = exchange!.update(
            key, to: settings, updateID: updateID, pegExists: pegExists, creditor: &creditor!, now: now, effects: &effects)
        try finishReconfiguration(outcome, rules)
    }

    /// CA-API 12.8. Knowledge is not protected by the PIN.
    mutating func updateKnowledge(
        _ key: AccountKey, _ knowledge: inout AccountKnowledge?, to text: String, differs: Bool, updateID: UpdateID, _ rules: AccessRules
    ) throws(Refusal) {
        guard usage.allowsReconfiguration(rules.quotas, hour: hour) else { throw .forbidden }
        guard knowledge != nil, creditor != nil else { throw .notFound }
        let outcome = knowledge!.update(
            key, to: text, updateID: updateID, differs: differs, creditor: &creditor!, now: now, effects: &effects)
        try finishReconfiguration(outcome, rules)
    }
}
