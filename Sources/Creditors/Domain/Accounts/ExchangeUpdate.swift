import SMPProtocol

extension ExchangeSettings {
    fileprivate func differs(from other: ExchangeSettings) -> Bool {
        !policy.isExactly(other.policy) || minPrincipal != other.minPrincipal || maxPrincipal != other.maxPrincipal || peg != other.peg
    }
}

extension AccountExchange {
    /// CA 6.5.
    ///
    /// - Parameter pegExists: the requested peg, if any, is an account of this creditor.
    mutating func update(
        _ key: AccountKey, to new: ExchangeSettings, updateID: UpdateID, pegExists: Bool, creditor: inout Creditor, now: Timestamp,
        effects: inout Effects
    ) -> UpdateOutcome {
        precondition(new.minPrincipal <= new.maxPrincipal, "the API lets only ordered limits pass")
        switch UpdateVerdict(stored: version.id, requested: updateID, differs: new.differs(from: settings)) {
        case .upToDate: return .upToDate
        case .conflict: return .conflict
        case .apply: break
        }
        if new.peg != nil, !pegExists { return .pegDoesNotExist }
        settings = new
        effects.bump(&version, at: now)
        effects.send(.updatedPolicy(UpdatedPolicy(key, updateID: version.id, exchange: settings, at: now)))
        creditor.log(.accountExchange(key.debtor), updateID: version.id, at: now, effects: &effects)
        return .applied
    }
}
