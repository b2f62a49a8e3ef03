extension DatabaseConfiguration {
    /// The settings of each session, ordered by name.
    var allSessionSettings: [(name: String, value: String)] {
        sessionSettings.merging(["TimeZone": "UTC"]) { own, _ in own }.map { (name: $0.key, value: $0.value) }.sorted { $0.name < $1.name }
    }

    /// The same for a session that is ours for one transaction only. (`SET` fixes nothing of what the transaction sees.)
    var settingsOfTransactions: [Command] {
        allSessionSettings.map { setting in
            let literal = setting.value.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
            return .text("SET LOCAL \(quotedIdentifier(setting.name)) = '\(literal)'")
        }
    }
}
