import SMPProtocol

/// CA 9.9: both errors are ignored.
extension ActivateCreditor: InboxMessage {
    func addKeys(to keys: inout MessageScopeKeys) { keys.creditors.insert(creditorID) }

    func apply(to scope: inout MessageScope) {
        if case .activated(let pin)? = scope.creditors[creditorID]?.activate(reservation: reservationID, now: scope.now) {
            scope.newPins[creditorID] = pin
        }
    }
}
