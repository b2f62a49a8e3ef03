import SMPProtocol

/// A new PIN (CA-API 8.5).
struct PinRequest: Equatable, Sendable {
    let updateID: UpdateID
    let status: Pin.Status
    let newSecret: Pin.Secret?
}

extension Pin {
    /// CA-API 8.5: there is no "already up to date".
    func allowsChange(to updateID: UpdateID) -> Bool {
        version.id.rawValue != .max && updateID == version.id.next
    }

    /// CA-API 8.5, after the quota, the update ID and the present PIN have been checked.
    mutating func change(_ request: PinRequest, creditor: inout Creditor, now: Timestamp, effects: inout Effects) {
        precondition(allowsChange(to: request.updateID), "the update ID is checked first")
        precondition(request.status != .on || request.newSecret != nil, "a PIN that is on has a secret")
        status = request.status
        secret = request.newSecret
        consecutiveFailures = 0
        version.bump(at: now)
        creditor.log(.pinInfo, updateID: version.id, at: now, effects: &effects)
    }
}
