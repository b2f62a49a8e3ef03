public import SMPProtocol

/// Currencies that are tied to the base currency, and traders who hold some of them: where tests and benchmarks of Circular Trade begin.
public struct Marketplace: Sendable {
    /// A currency, and what it is worth.
    public struct Currency: Sendable {
        /// Whose money it is.
        public let issuer: Issuer
        /// What the issuer has published.
        public let coin: Coin
        /// Tokens of the base currency for a token of this one.
        public let rate: Double
    }

    /// Somebody with an account in the base currency, and in some others.
    public struct Trader: Sendable {
        /// Who it is.
        public let wallet: Wallet
        /// To which others pay, by currency.
        public let identities: [DebtorID: String]
    }

    /// Where the nodes are.
    public let nodes: Nodes
    /// The issuer of the base currency.
    public let base: Issuer
    /// In the order in which they were asked for. Numbers of currencies count from 0 in it.
    public let currencies: [Currency]
    /// In the order in which they were asked for.
    public private(set) var traders: [Trader] = []

    /// How many traders are made at once.
    private static let atOnce = 8

    /// Creates the currencies, one for each rate, and the base currency where there is none yet.
    public static func found(on nodes: Nodes, rates: [Double]) async throws -> Marketplace {
        let base = try await Issuer.base(on: nodes)
        let measure = Coin(name: "Hour of Work", summary: "The measure of the village.", unit: "HOUR")
        try await base.publish(measure)
        var currencies: [Currency] = []
        for rate in rates {
            let issuer = try await Issuer.create(on: nodes)
            let name = "Test \(issuer.id.unsignedText)"
            let coin = Coin(name: name, summary: "For a test.", unit: "TEST").pegged(to: measure, of: base, rate: rate)
            try await issuer.publish(coin)
            currencies.append(Currency(issuer: issuer, coin: coin, rate: rate))
        }
        return Marketplace(nodes: nodes, base: base, currencies: currencies)
    }

    private init(nodes: Nodes, base: Issuer, currencies: [Currency]) {
        self.nodes = nodes
        self.base = base
        self.currencies = currencies
    }

    /// Creates traders; returns when each wallet has what was issued to it.
    ///
    /// - Parameter holdings: for each trader the numbers of the currencies in which accounts are opened, with what is issued to them in
    ///   tokens; 0: nothing.
    public mutating func settle(_ holdings: [[Int: Int64]]) async throws {
        var numbered: [(number: Int, trader: Trader)] = []
        let market = self
        try await withThrowingTaskGroup(of: (Int, Trader).self) { group in
            for (number, holding) in holdings.enumerated() {
                if number >= Self.atOnce, let made = try await group.next() { numbered.append(made) }
                group.addTask { (number, try await market.trader(holding)) }
            }
            for try await made in group { numbered.append(made) }
        }
        traders += numbered.sorted { $0.number < $1.number }.map(\.trader)
    }

    private func trader(_ holding: [Int: Int64]) async throws -> Trader {
        let wallet = try await Wallet.create(on: nodes)
        // Pegs lead to it; nothing is ever held there.
        try await wallet.open(base.id)
        var identities: [DebtorID: String] = [:]
        for (number, amount) in holding.sorted(by: { $0.key < $1.key }) {
            let issuer = currencies[number].issuer
            identities[issuer.id] = try await open(issuer, in: wallet)
            guard amount > 0, let identity = identities[issuer.id] else { continue }
            let outcome = try await issuer.pay(PaymentOrder(to: identity, amount: amount, note: "issued"))
            guard outcome.isSuccess else { throw Circulation.CannotIssue(outcome: outcome) }
            try await untilTrue("the issued amount") { try await wallet.balance(issuer.id) == amount }
        }
        return Trader(wallet: wallet, identities: identities)
    }

    /// Opens an account that hears of every payment.
    private func open(_ issuer: Issuer, in wallet: Wallet) async throws -> String {
        let sandbox = SandboxAuthority(nodes: nodes)
        try await wallet.open(issuer.id)
        let identity = try await wallet.awaitIdentity(issuer.id)
        try await wallet.change("config", of: issuer.id, ["negligibleAmount": JSONValue(0.0)])
        try await untilTrue("the settings of \(identity) at the accounting authority") {
            try await sandbox.account(of: issuer.id, holder: wallet.id)?.negligibleAmount == 0
        }
        return identity
    }

    /// Says which balances a trader wants to have, at the market's prices.
    ///
    /// - Parameters:
    ///   - trader: the trader's number.
    ///   - wishes: least and greatest balance by number of currency; in these currencies the trader has accounts.
    public func set(_ wishes: [Int: ClosedRange<Int64>], of trader: Int) async throws {
        for (number, bounds) in wishes {
            let currency = currencies[number]
            let policy = ExchangePolicy(
                minPrincipal: bounds.lowerBound, maxPrincipal: bounds.upperBound, peg: .init(rate: currency.rate, of: base.id))
            try await traders[trader].wallet.set(policy, for: currency.issuer.id)
        }
    }

    /// Waits until Circular Trade can trade all currencies: it has accounts in them, and has confirmed what their issuers say. Somebody
    /// must want to sell each, and turns must go on.
    public func awaitTradability(_ databases: StackDatabases, seconds: Double = 120) async throws {
        let trading = TradeAdministration(nodes: nodes)
        let ids = currencies.map(\.issuer.id)
        let locators = Set(([base] + currencies.map(\.issuer)).map(\.locator))
        try await untilTrue("accounts and documents of Circular Trade", seconds: seconds, pause: .milliseconds(50)) {
            guard try await databases.confirmedCurrencies(ids).count == ids.count,
                try await databases.fetchedDocuments(Array(locators)).count == locators.count
            else { return false }
            for id in ids where try await !trading.collectors(of: id).contains(where: \.isActive) { return false }
            return true
        }
    }

    /// Counts the money of all currencies.
    public func count(_ databases: StackDatabases) -> MoneyCount {
        MoneyCount(nodes: nodes, databases: databases, issuers: currencies.map(\.issuer), wallets: traders.map(\.wallet))
    }
}
