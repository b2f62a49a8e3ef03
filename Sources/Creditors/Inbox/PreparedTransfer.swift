import SMPProtocol

/// CA 9.7
extension PreparedTransfer: InboxMessage {
    private var key: RequestKey { RequestKey(coordinatorID, coordinatorRequestID) }

    func addKeys(to keys: inout MessageScopeKeys) { keys.add(key) }

    func apply(to scope: inout MessageScope) {
        if scope.transfers[key] == nil { return dismiss(self, now: scope.now, effects: &scope.effects) }
        scope.transfers[key]?.apply(self, now: scope.now, effects: &scope.effects)
    }
}
