import SMPProtocol

extension DisplaySettings {
    fileprivate func differs(from other: DisplaySettings) -> Bool {
        !debtorName.isExactly(other.debtorName) || amountDivisor != other.amountDivisor || decimalPlaces != other.decimalPlaces
            || !unit.isExactly(other.unit) || knownDebtor != other.knownDebtor
    }
}

extension AccountDisplay {
    /// CA 6.4.
    ///
    /// - Parameter isNameTaken: another account of the creditor has the requested name.
    mutating func update(
        _ key: AccountKey, to new: DisplaySettings, updateID: UpdateID, isNameTaken: Bool, creditor: inout Creditor, now: Timestamp,
        effects: inout Effects
    ) -> UpdateOutcome {
        switch UpdateVerdict(stored: version.id, requested: updateID, differs: new.differs(from: settings)) {
        case .upToDate: return .upToDate
        case .conflict: return .conflict
        case .apply: break
        }
        if isNameTaken, new.debtorName != nil, !new.debtorName.isExactly(settings.debtorName) { return .nameIsTaken }
        settings = new
        effects.bump(&version, at: now)
        creditor.log(.accountDisplay(key.debtor), updateID: version.id, at: now, effects: &effects)
        return .applied
    }
}
