import SMPProtocol

/// The parts of an account that only its creditor changes (CA 4.2).
struct AccountSettings: Equatable, Sendable {
    let key: AccountKey
    let createdAt: Timestamp
    /// Never changes.
    let version: Version
    var display: AccountDisplay
    var exchange: AccountExchange
    var knowledge: AccountKnowledge
}

/// How wallets show the account (CA-API 12.6).
struct AccountDisplay: Equatable, Sendable {
    var settings: DisplaySettings
    var version: Version
}

struct DisplaySettings: Equatable, Sendable {
    /// 1–40 code points, unique among the accounts of a creditor.
    var debtorName: String?
    var amountDivisor: Double = 1
    var decimalPlaces: Int32 = 0
    var unit: String?
    var knownDebtor = false

    static let `default` = DisplaySettings()
}

/// How the trade service may exchange the account's currency (CA-API 12.7).
struct AccountExchange: Equatable, Sendable {
    var settings: ExchangeSettings
    var version: Version
}

struct ExchangeSettings: Equatable, Sendable {
    var policy: String?
    var minPrincipal: Int64 = .min
    var maxPrincipal: Int64 = .max
    var peg: Peg?

    struct Peg: Equatable, Sendable {
        var exchangeRate: Double
        /// Another account of the same creditor, or this one.
        var debtor: DebtorID
    }

    static let `default` = ExchangeSettings()
}

/// A small document of the client's own (CA-API 12.8).
struct AccountKnowledge: Equatable, Sendable {
    /// A compact JSON object, as submitted, without `type` and `latestUpdateId`.
    var text: String
    var version: Version

    static let emptyText = "{}"
}
