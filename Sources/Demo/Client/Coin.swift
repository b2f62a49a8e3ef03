public import SMPProtocol

/// What an issuer publishes about a currency (AA 11.2).
public struct Coin: Sendable {
    /// The media type of the document (AA 11.2).
    public static let mediaType = "application/vnd.swaptacular.coin-info+json"

    /// A fixed exchange rate to another currency (AA 11.3).
    public struct Peg: Sendable {
        /// Who issues the other currency.
        public let issuer: Issuer
        /// In which amounts of the other currency are shown.
        public let unit: String
        /// The value of one token in tokens of the other currency.
        public let rate: Double
    }

    /// What the currency is called.
    public let name: String
    /// What stands behind it, in a sentence.
    public let summary: String
    /// In which amounts are shown: `HOUR`.
    public let unit: String
    /// To which other currency it is tied; nil: to none.
    public var peg: Peg?
    /// Amounts are counted in hundredths of the unit.
    public static let divisor: Int64 = 100
    /// How many digits stand behind the point.
    public static let decimalPlaces: Int64 = 2

    /// A currency that is tied to none.
    public init(name: String, summary: String, unit: String) {
        self.name = name
        self.summary = summary
        self.unit = unit
    }

    /// The same currency, tied to another one.
    public func pegged(to coin: Coin, of issuer: Issuer, rate: Double) -> Coin {
        var result = self
        result.peg = Peg(issuer: issuer, unit: coin.unit, rate: rate)
        return result
    }

    /// The document, of media type ``mediaType``.
    public func document(of issuer: Issuer, revision: Int64) -> JSONValue {
        var document = JSONObject()
        document["type"] = "CoinInfo"
        document["revision"] = JSONValue(revision)
        document["latestDebtorInfo"] = ["uri": .string(issuer.locator)]
        document["summary"] = .string(summary)
        document["debtorIdentity"] = Self.identity(issuer)
        document["debtorName"] = .string(name)
        document["amountDivisor"] = JSONValue(Double(Self.divisor))
        document["decimalPlaces"] = JSONValue(Self.decimalPlaces)
        document["unit"] = .string(unit)
        document["peg"] = peg.map(Self.document)
        return .object(document)
    }

    private static func document(_ peg: Peg) -> JSONValue {
        let display: JSONValue = [
            "type": "PegDisplay", "amountDivisor": JSONValue(Double(divisor)), "decimalPlaces": JSONValue(decimalPlaces),
            "unit": .string(peg.unit),
        ]
        return [
            "type": "Peg", "exchangeRate": JSONValue(peg.rate), "debtorIdentity": identity(peg.issuer),
            "latestDebtorInfo": ["uri": .string(peg.issuer.locator)], "display": display,
        ]
    }

    private static func identity(_ issuer: Issuer) -> JSONValue {
        ["type": "DebtorIdentity", "uri": .string(issuer.uri)]
    }

    /// An amount in units: 1250 tokens are `12.50 LOAF`.
    public func text(_ amount: Int64) -> String { "\(Self.decimal(amount)) \(unit)" }

    /// An amount without the unit: `12.50`.
    public static func decimal(_ amount: Int64) -> String {
        let (whole, rest) = amount.magnitude.quotientAndRemainder(dividingBy: UInt64(divisor))
        return "\(amount < 0 ? "−" : "")\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}
