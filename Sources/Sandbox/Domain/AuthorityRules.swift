import SMPProtocol

/// The constants and times of the authority (AA 2). The defaults are the sandbox's: rules as the written protocol has them, with waits
/// that suit demos and tests.
public struct AuthorityRules: Hashable, Sendable {
    /// A year, in seconds.
    public static let secondsPerYear = 31_557_600.0
    /// The bit of `config_flags` that asks for deletion.
    public static let scheduledForDeletion: Int32 = 1
    /// The smallest and the largest interest rate, percents per year.
    public static let interestRates = -50.0...100.0
    /// At deletion, a balance up to this is always negligible (AA 2.1).
    public static let alwaysNegligible = 2.0

    /// How late a `ConfigureAccount` for a missing account may be, and how long an `AccountUpdate` is fresh, in seconds.
    public var maxConfigDelaySeconds: Int64 = 7 * 86_400
    /// In which time a prepared transfer can be committed, in seconds.
    public var commitPeriodSeconds: Int32 = 7_776_000
    /// The worst interest rate that can happen to a locked amount.
    public var demurrageRate = -50.0
    public var transferNoteMaxBytes: Int32 = 500
    /// The least time between two changes of an account's interest rate, in seconds (AA 5.6).
    public var minRateChangeSeconds: Int64 = 8 * 86_400
    /// Capitalization is worth while above this ratio of interest and principal (AA 5.7).
    public var capitalizationRatio = 0.0001
    /// How many prepared transfers an account may have.
    public var maxPendingTransfers: Int32 = .max
    /// How long a deleted account waits to be purged, in seconds (AA 4.9).
    public var purgeDelaySeconds: Int64 = 3
    /// A prepared transfer that waits for so long is reminded of, in seconds (AA 6.5).
    public var reminderSeconds: Int64 = 7 * 86_400

    public init() {}
}
