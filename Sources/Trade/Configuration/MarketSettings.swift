import NodeKit
import SMPProtocol

/// The base currency and the limits of the market (TS 12.1).
struct MarketSettings: Sendable {
    /// `BASE_DEBTOR_INFO_LOCATOR`
    let baseLocator: Needed<String>
    /// `BASE_DEBTOR_ID`
    let baseDebtor: Needed<DebtorID>
    /// `MAX_DISTANCE_TO_BASE`
    let maxDistanceToBase: Int
    /// `MIN_TRADE_AMOUNT`
    let minTradeAmount: Int64

    init(reader: inout ConfigurationReader) {
        reader.section("Market")
        baseLocator = reader.readNeeded("BASE_DEBTOR_INFO_LOCATOR", .text, "The document of the base currency, an IRI")
        baseDebtor = reader.readNeeded(
            "BASE_DEBTOR_ID", .id.limited(to: "the ID of a debtor, not 0") { $0 != DebtorID(0) }, "The debtor of the base currency")
        maxDistanceToBase = reader.read(
            "MAX_DISTANCE_TO_BASE", .integer(in: 1...32_767), default: 10, "How many pegs may lead from a currency to the base currency")
        minTradeAmount = reader.read(
            "MIN_TRADE_AMOUNT", .integer(in: 10...Int64.max), default: 1000, "The smallest amount that is worth a transfer")
    }
}
