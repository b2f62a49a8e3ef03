/// Hierarchic scopes (OPS 8.2): `access` includes `access.readonly`.
enum Scope {
    /// Whether one of the granted scopes is the required one or one of its ancestors.
    static func isGranted(_ required: String, by granted: some Sequence<Substring>) -> Bool {
        granted.contains { scope in
            guard !scope.isEmpty, required.utf8.starts(with: scope.utf8) else { return false }
            let rest = required.utf8.dropFirst(scope.utf8.count)
            return rest.isEmpty || rest.first == UInt8(ascii: ".")
        }
    }
}
