import SMPProtocol

/// TW 11.2: somebody would sell a currency that has no collector. The first collectors of its sequence are wanted, so that everybody who is
/// asked wants the same ones.
func neededCollectors(for debtor: DebtorID, _ rules: WorkerRules) -> [AccountKey] {
    let count = min(rules.defaultNumberOfCollectors, rules.collectors.accountLimit)
    return rules.collectors.collectors(of: debtor, count: count).map { AccountKey(creditor: $0, debtor: debtor) }
}
