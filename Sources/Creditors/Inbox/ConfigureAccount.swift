import SMPProtocol

/// CA 9.10: our own message, which has found no way to its debtor.
extension ConfigureAccount: InboxMessage {
    func addKeys(to keys: inout MessageScopeKeys) {}

    func apply(to scope: inout MessageScope) {
        answerLoopBack(self, range: scope.rules.range, now: scope.now, effects: &scope.effects)
    }
}
