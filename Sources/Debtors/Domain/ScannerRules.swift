import SMPProtocol

/// How patient the scanner is (DA 12.2).
struct ScannerRules: Sendable, Equatable {
    /// Delete debtors that belong to the other half of a split shard (`DELETE_PARENT_SHARD_RECORDS`).
    var deletesParentShardRecords = false
    /// How long a reservation lives, in microseconds (`APP_INACTIVE_DEBTOR_RETENTION_DAYS`).
    var reservationLifetime: Int64
    /// `APP_MAX_CONFIG_DELAY_HOURS`, in microseconds.
    var maxConfigDelay: Int64
    /// `APP_MAX_HEARTBEAT_DELAY_DAYS`, in microseconds.
    var maxHeartbeatDelay: Int64
}

/// What the scanner does with a debtor.
enum ScannerVerdict: Sendable, Equatable {
    case keep
    /// With all its transfers and documents.
    case delete
    /// The configuration has not worked for too long.
    case reportIneffectualConfiguration
}

extension ScannerRules {
    /// DA 12.2. Made twice: on the copy that was read in passing, and again when the row has been locked.
    func verdict(on debtor: Debtor, responsibility: Responsibility<DebtorID>, now: Timestamp) -> ScannerVerdict {
        if deletesParentShardRecords, responsibility.isLeftOver(debtor.id) {
            return .delete
        }
        switch debtor.status {
        case .reserved:
            return now.microseconds(since: debtor.createdAt) > reservationLifetime ? .delete : .keep
        case .active:
            return isIneffectualForTooLong(debtor, now: now) ? .reportIneffectualConfiguration : .keep
        case .deactivated:
            return .keep
        }
    }

    /// DA 12.2.3
    private func isIneffectualForTooLong(_ debtor: Debtor, now: Timestamp) -> Bool {
        guard debtor.configuration.error == nil,
            now.microseconds(since: debtor.configuration.lastTs) > maxConfigDelay
        else { return false }
        let isSilent =
            debtor.account.exists && now.microseconds(since: debtor.account.lastHeartbeatTs) > maxHeartbeatDelay
        return !debtor.configuration.isEffectual || isSilent
    }
}

extension Debtor {
    /// The error disappears with the next effectual AccountUpdate (DA 12.2).
    mutating func reportIneffectualConfiguration() {
        precondition(isActive && configuration.error == nil)
        configuration.error = ConfigurationCode.configurationIsNotEffectual
    }
}
