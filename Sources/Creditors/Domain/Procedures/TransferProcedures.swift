import SMPProtocol

/// What became of the creation of a transfer (CA-API 13.2).
enum TransferCreation: Equatable, Sendable {
    case created(RunningTransfer)
    /// The very same transfer is there already.
    case exists
}

extension CreditorFile {
    /// CA-API 13.2 steps 2–7.
    mutating func createTransfer(
        _ request: TransferRequest, uuid: TransferUUID, existing: RunningTransfer?, requestID: CoordinatorRequestID,
        _ submitted: SubmittedPin, _ rules: AccessRules
    ) throws(Refusal) -> TransferCreation {
        guard usage.allowsTransferCreation(rules.quotas, hour: hour) else { throw .forbidden }
        try admit(submitted, rules)
        guard creditor?.isActive == true else { throw .notFound }
        if let existing {
            guard existing.request == request else { throw .conflict }
            return .exists
        }
        creditor!.usage.registerTransferCreation(rules.quotas, hour: hour)
        return .created(creditor!.initiate(request, uuid: uuid, requestID: requestID, now: now, effects: &effects))
    }

    /// CA-API 13.4.
    mutating func cancelTransfer(_ transfer: inout RunningTransfer?) throws(Refusal) {
        guard transfer != nil, creditor != nil else { throw .notFound }
        guard transfer!.cancel(creditor: &creditor!, now: now, effects: &effects) else { throw .forbidden }
    }

    /// CA-API 13.5.
    ///
    /// - Returns: true when there was a transfer.
    mutating func deleteTransfer(_ transfer: RunningTransfer?) -> Bool {
        guard creditor != nil, let transfer else { return false }
        creditor!.deleteTransfer(transfer.uuid, now: now, effects: &effects)
        return true
    }
}
