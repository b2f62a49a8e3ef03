import SMPProtocol

extension CreditorFile {
    /// CA-API 10.5 step 3.
    mutating func activate(reservation: String) throws(Refusal) {
        guard creditor != nil else { throw .invalidReservation }
        switch creditor!.activate(reservation: reservation, now: now) {
        case .activated(let new): pin = new
        case .alreadyActivated: break
        case .invalidReservation: throw .invalidReservation
        case .creditorExists: throw .conflict
        }
    }

    /// CA-API 8.5.
    mutating func changePin(_ request: PinRequest, _ submitted: SubmittedPin, _ rules: AccessRules) throws(Refusal) {
        guard usage.allowsReconfiguration(rules.quotas, hour: hour) else { throw .forbidden }
        guard pin != nil, creditor != nil else { throw .notFound }
        guard pin!.allowsChange(to: request.updateID) else { throw .updateConflict }
        try admit(submitted, rules)
        pin!.change(request, creditor: &creditor!, now: now, effects: &effects)
        creditor!.usage.registerReconfiguration(rules.quotas, hour: hour)
    }
}
