import SMPProtocol

/// The configuration that a client asks for (CA-API 12.5).
struct ConfigRequest: Equatable, Sendable {
    let updateID: UpdateID
    let isScheduledForDeletion: Bool
    /// Already rounded to 32 bits, so that a repetition is recognized (CA-API 6.8).
    let negligibleAmount: Float
    let allowUnsafeDeletion: Bool
    let data: String

    fileprivate func differs(from config: AccountConfig) -> Bool {
        isScheduledForDeletion != config.isScheduledForDeletion || negligibleAmount != config.negligibleAmount
            || allowUnsafeDeletion != config.allowUnsafeDeletion || !data.isExactly(config.data)
    }
}

extension AccountData {
    /// CA 6.3.
    mutating func updateConfig(
        _ request: ConfigRequest, creditor: inout Creditor, now: Timestamp, effects: inout Effects
    ) -> UpdateOutcome {
        switch UpdateVerdict(stored: config.version.id, requested: request.updateID, differs: request.differs(from: config)) {
        case .upToDate: return .upToDate
        case .conflict: return .conflict
        case .apply: break
        }
        let wasSafe = isDeletionSafe
        config.isScheduledForDeletion = request.isScheduledForDeletion
        config.negligibleAmount = request.negligibleAmount
        config.allowUnsafeDeletion = request.allowUnsafeDeletion
        config.data = request.data
        config.at = max(now, config.at)
        config.seqnum = config.seqnum.next
        config.isEffectual = false
        effects.bump(&config.version, at: now)
        effects.send(.updatedFlags(UpdatedFlags(key, updateID: config.version.id, flags: config.flags, at: now)))
        creditor.log(.accountConfig(key.debtor), updateID: config.version.id, at: now, effects: &effects)
        if wasSafe {
            touchInfo(creditor: &creditor, now: now, effects: &effects)
        }
        effects.send(.configureAccount(configuration))
        return .applied
    }

    /// The `AccountInfo` object has changed: a new update ID and a log entry.
    mutating func touchInfo(creditor: inout Creditor, now: Timestamp, effects: inout Effects) {
        effects.bump(&info.version, at: now)
        creditor.log(.accountInfo(key.debtor), updateID: info.version.id, at: now, effects: &effects)
    }
}
