public import SMPProtocol

/// What the owner of an account lets Circular Trade do with it (CA-API 12.7).
public struct ExchangePolicy: Hashable, Sendable {
    /// What a currency is worth to the owner, in another one in which he has an account.
    public struct Peg: Hashable, Sendable {
        /// The other currency.
        public let debtor: DebtorID
        /// Tokens of the other one for a token of this one.
        public let rate: Double

        /// A value in another currency.
        public init(rate: Double, of debtor: DebtorID) {
            self.debtor = debtor
            self.rate = rate
        }
    }

    /// Below this balance, in tokens, the currency is bought.
    public var minPrincipal: Int64
    /// Above this balance, in tokens, the currency is sold.
    public var maxPrincipal: Int64
    /// What the owner's prices follow from; a price other than the market's is not traded, and neither is a currency without any.
    public var peg: Peg?

    /// A policy with these bounds.
    public init(minPrincipal: Int64, maxPrincipal: Int64, peg: Peg? = nil) {
        self.minPrincipal = minPrincipal
        self.maxPrincipal = maxPrincipal
        self.peg = peg
    }

    /// The balance is to be exactly this.
    public static func exactly(_ amount: Int64, peg: Peg? = nil) -> ExchangePolicy {
        ExchangePolicy(minPrincipal: amount, maxPrincipal: amount, peg: peg)
    }

    /// The only policy that there is (TW 9.1).
    static let name = "conservative"
}

extension Wallet {
    /// Says what Circular Trade may do with an account; nil: nothing.
    public func set(_ policy: ExchangePolicy?, for debtor: DebtorID, pin: String? = nil) async throws {
        guard let policy else {
            return try await change("exchange", of: debtor, pin: pin, removing: ["policy"], [:])
        }
        var members = JSONObject()
        members["policy"] = .string(ExchangePolicy.name)
        members["minPrincipal"] = JSONValue(policy.minPrincipal)
        members["maxPrincipal"] = JSONValue(policy.maxPrincipal)
        if let peg = policy.peg {
            members["peg"] = [
                "type": "CurrencyPeg", "exchangeRate": JSONValue(peg.rate), "account": ["uri": .string(accountPath(peg.debtor))],
            ]
        }
        try await change("exchange", of: debtor, pin: pin, removing: ["peg"], .object(members))
    }

    /// What Circular Trade may do with an account; nil: nothing.
    public func exchangePolicy(for debtor: DebtorID) async throws -> ExchangePolicy? {
        let part = try await part("exchange", of: debtor)
        guard part.at("policy") != nil, let least = part.at("minPrincipal")?.int64, let most = part.at("maxPrincipal")?.int64 else {
            return nil
        }
        var policy = ExchangePolicy(minPrincipal: least, maxPrincipal: most)
        if let rate = part.at("peg", "exchangeRate")?.number, let other = part.at("peg", "account", "uri")?.string {
            // `/creditors/<id>/accounts/<debtor>/`
            let debtor = DebtorID(pathSegment: other.split(separator: "/").last ?? "")
            policy.peg = .init(rate: rate, of: try debtor.required("debtor", of: other))
        }
        return policy
    }

    /// How the owner sees the currency (CA-API 12.6): its name, and amounts as the issuer wants them shown.
    public func show(_ debtor: DebtorID, as coin: Coin, pin: String? = nil) async throws {
        try await change(
            "display", of: debtor, pin: pin,
            [
                "amountDivisor": JSONValue(Double(Coin.divisor)), "decimalPlaces": JSONValue(Coin.decimalPlaces), "knownDebtor": true,
                "debtorName": .string(coin.name), "unit": .string(coin.unit),
            ])
    }

    /// What the wallet has noted about an account (CA-API 12.8); the members are the wallet's own business.
    public func knowledge(of debtor: DebtorID) async throws -> JSONValue { try await part("knowledge", of: debtor) }

    /// Notes something about an account.
    public func note(_ members: JSONValue, about debtor: DebtorID) async throws {
        try await change("knowledge", of: debtor, members)
    }
}
