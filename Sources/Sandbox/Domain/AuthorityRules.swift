import SMPProtocol

/// The constants and times of the authority (AA 2). The defaults are the sandbox's: rules as the written protocol has them, with waits
/// that suit demos and tests.
struct AuthorityRules: Hashable, Sendable {
    /// A year, in seconds.
    static let secondsPerYear = 31_557_600.0
    /// The bit of `config_flags` that asks for deletion.
    static let scheduledForDeletion: Int32 = 1
    /// The smallest and the largest interest rate, percents per year.
    static let interestRates: ClosedRange<Float> = -50...100
    /// At deletion, a balance up to this is always negligible (AA 2.1).
    static let alwaysNegligible = 2.0

    /// How late a `ConfigureAccount` for a missing account may be, and how long an `AccountUpdate` is fresh, in seconds.
    var maxConfigDelaySeconds: Int64 = 7 * 86_400
    /// In which time a prepared transfer can be committed, in seconds.
    var commitPeriodSeconds: Int32 = 7_776_000
    /// The worst interest rate that can happen to a locked amount.
    var demurrageRate = -50.0
    var transferNoteMaxBytes: Int32 = 500
    /// The least time between two changes of an account's interest rate, in seconds (AA 5.6).
    var minRateChangeSeconds: Int64 = 8 * 86_400
    /// Capitalization is worth while above this ratio of interest and principal (AA 5.7).
    var capitalizationRatio = 0.0001
    /// How many prepared transfers an account may have.
    var maxPendingTransfers: Int32 = .max
    /// How long a deleted account waits to be purged, in seconds (AA 4.9).
    var purgeDelaySeconds: Int64 = 3
    /// A prepared transfer that waits for so long is reminded of, in seconds (AA 6.5).
    var reminderSeconds: Int64 = 7 * 86_400
    /// An account of which nothing was heard for so long sends its state again, in seconds (AA 4.6).
    var heartbeatSeconds: Int64 = 7 * 86_400
    /// How long a committed amount is on its way to the recipient, in seconds (AA 3.3). 0: it arrives in the same step.
    var deliverySeconds: Int64 = 0
    /// What the account IDs of creditors begin with (AA 1.4, 12.5). Empty: they are plain numbers.
    var accountIDPrefix = ""
    /// Whether an account's first transfer has the number day·2^40 + 1 instead of 1 (AA 12.5).
    var numbersTransfersByDay = false

    /// How many numbers are left out before each transfer of an account (AA 7.1, 12.5).
    var transferNumberGap: Int64 = 0
    /// How long a new account waits for its name, in seconds (AA 1.4, 12.5). 0: it has it at once.
    var namingSeconds: Int64 = 0

    init() {}

    /// The name by which others pay to the account (AA 1.4): the unsigned decimal form of the creditor's ID, behind the prefix. The root
    /// account is always `0`.
    func accountID(of creditorID: CreditorID) -> AccountID {
        let text = creditorID == .root ? "0" : accountIDPrefix + creditorID.unsignedText
        guard let accountID = AccountID(text) else { preconditionFailure("the prefix of account IDs is too long") }
        return accountID
    }

    /// Whom an account ID names; nil when it is no name of an account, existing or not (AA 6.2).
    func creditorID(of accountID: AccountID) -> CreditorID? {
        let text = accountID.rawValue
        if text == "0" { return .root }
        guard text.utf8.starts(with: accountIDPrefix.utf8) else { return nil }
        let creditorID = CreditorID(pathSegment: Substring(text.utf8.dropFirst(accountIDPrefix.utf8.count)))
        return creditorID == .root ? nil : creditorID
    }
}
