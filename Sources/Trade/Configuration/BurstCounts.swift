import NodeKit

/// `APP_FLUSH_…_BURST_COUNT` (TW 2.4), with the names of the first release.
enum BurstCounts {
    private static let kinds = [
        "CONFIGURE_ACCOUNTS", "PREPARE_TRANSFERS", "FINALIZE_TRANSFERS", "FETCH_DEBTOR_INFO", "STORE_DOCUMENT", "DISCOVER_DEBTOR",
        "CONFIRM_DEBTOR", "ACTIVATE_COLLECTOR", "CANDIDATE_OFFER", "NEEDED_COLLECTOR", "REVISE_ACCOUNT_LOCK", "TRIGGER_TRANSFER",
        "ACCOUNT_ID_REQUEST", "ACCOUNT_ID_RESPONSE", "START_SENDING", "START_DISPATCHING", "CALCULATE_SURPLUS",
        "REPLAYED_ACCOUNT_TRANSFERS",
    ]
    /// What had no `FLUSH_` in its name.
    private static let renamed = ["ACCOUNT_ID_REQUEST", "ACCOUNT_ID_RESPONSE", "START_SENDING", "START_DISPATCHING"]

    /// - Returns: the smallest: all kinds are sent together.
    static func read(_ reader: inout ConfigurationReader) -> Int {
        let smallest = reader.readBurstCounts(kinds)
        let old = renamed.compactMap { kind in
            reader.readOptional(
                "APP_\(kind)_BURST_COUNT", .integer(in: 1...1_000_000), "The older name of `APP_FLUSH_\(kind)_BURST_COUNT`")
        }
        return min(smallest, old.min() ?? smallest)
    }
}
