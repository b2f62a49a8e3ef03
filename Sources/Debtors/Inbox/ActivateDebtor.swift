import SMPProtocol

/// DA 10.9: whether it was refused is nobody's business.
extension ActivateDebtor: InboxMessage {
    func addKeys(to keys: inout MessageScopeKeys) { keys.debtors.insert(debtorID) }

    func apply(to scope: inout MessageScope) {
        var file = DebtorFile(debtor: scope.debtors[debtorID], effects: scope.effects, now: scope.now)
        guard (try? file.activate(reservation: reservationID)) != nil else { return }
        scope.debtors[debtorID] = file.debtor
        scope.effects = file.effects
    }
}
