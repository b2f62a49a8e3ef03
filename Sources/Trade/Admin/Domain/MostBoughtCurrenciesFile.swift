import Foundation
import SMPProtocol

/// A currency that many buy (TS2-8).
struct MostBoughtCurrency: Hashable, Sendable {
    /// Buyers per turn, on average.
    let average: Float
    let locator: String
    let debtorID: DebtorID
}

/// The list of the most bought currencies as CSV (TS2 14.3): lines that end in CR LF, no heading.
enum MostBoughtCurrenciesFile {
    static func text(_ currencies: [MostBoughtCurrency]) -> String {
        currencies.map { "\(number($0.average)),\(field("\($0.locator)#swpt:\($0.debtorID.unsignedText)"))\r\n" }.joined()
    }

    /// Of a day in UTC.
    static func name(on day: CalendarDate) -> String { "most-bought-currencies-\(day.iso8601).csv" }

    /// With six significant digits, as `%g` prints it.
    static func number(_ value: Float) -> String { String(format: "%g", Double(value)) }

    /// In double quotes only where it must be.
    static func field(_ text: String) -> String {
        let special = text.unicodeScalars.contains { [",", "\"", "\r", "\n"].contains($0) }
        return special ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
}
