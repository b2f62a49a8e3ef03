import SMPProtocol

/// Hierarchic scopes (OPS 8.2): `access` includes `access.readonly`.
enum Scope {
    /// Whether one of the granted scopes is the required one or one of its ancestors.
    static func isGranted(_ required: String, by granted: some Sequence<Substring>) -> Bool {
        granted.contains { !$0.isEmpty && (ExactText.equal($0, required) || required.utf8.starts(with: "\($0).".utf8)) }
    }
}
