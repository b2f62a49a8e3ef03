import SMPProtocol

extension AccountKnowledge {
    /// CA 6.6.
    ///
    /// - Parameter differs: the requested document is another JSON value than the stored one. Key order does not matter, and `1`
    ///   equals `1.0` (CA-API 6.8), so texts cannot tell.
    mutating func update(
        _ key: AccountKey, to newText: String, updateID: UpdateID, differs: Bool, creditor: inout Creditor, now: Timestamp,
        effects: inout Effects
    ) -> UpdateOutcome {
        switch UpdateVerdict(stored: version.id, requested: updateID, differs: differs) {
        case .upToDate: return .upToDate
        case .conflict: return .conflict
        case .apply: break
        }
        text = newText
        effects.bump(&version, at: now)
        creditor.log(.accountKnowledge(key.debtor), updateID: version.id, at: now, effects: &effects)
        return .applied
    }
}
