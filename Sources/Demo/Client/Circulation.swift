/// A currency with wallets that hold some of it: where tests and benchmarks begin.
public struct Circulation: Sendable {
    /// A wallet with an account in the currency.
    public struct Holder: Sendable {
        /// Who holds the money.
        public let wallet: Wallet
        /// To which others pay.
        public let identity: String

        /// A wallet, and the URI of its account.
        public init(wallet: Wallet, identity: String) {
            self.wallet = wallet
            self.identity = identity
        }
    }

    /// Where the nodes are.
    public let nodes: Nodes
    /// Whose money it is.
    public let issuer: Issuer
    /// Who holds it.
    public let holders: [Holder]

    /// A currency that is there already.
    public init(nodes: Nodes, issuer: Issuer, holders: [Holder]) {
        self.nodes = nodes
        self.issuer = issuer
        self.holders = holders
    }

    /// Creates an issuer and wallets, and issues the same amount to each. The wallets hear of every payment, however small.
    ///
    /// - Parameter amount: in tokens; 0: nothing is issued.
    public static func create(on nodes: Nodes, holders count: Int, each amount: Int64, interestRate: Double = 0) async throws -> Circulation
    {
        let issuer = try await Issuer.create(on: nodes)
        let coin = Coin(name: "Test \(issuer.id.unsignedText)", summary: "For a test.", unit: "TEST")
        try await issuer.publish(coin, interestRate: interestRate)
        var holders: [Holder] = []
        while holders.count < count {
            let missing = count - holders.count
            holders += try await withThrowingTaskGroup(of: Holder.self) { group in
                for _ in 0..<min(8, missing) { group.addTask { try await holder(of: issuer, on: nodes, amount) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        return Circulation(nodes: nodes, issuer: issuer, holders: holders)
    }

    private static func holder(of issuer: Issuer, on nodes: Nodes, _ amount: Int64) async throws -> Holder {
        let wallet = try await Wallet.create(on: nodes)
        let identity = try await openAccount(in: wallet, of: issuer, on: nodes)
        if amount > 0 {
            let outcome = try await issuer.pay(PaymentOrder(to: identity, amount: amount, note: "issued"))
            guard outcome.isSuccess else { throw CannotIssue(outcome: outcome) }
            try await untilTrue("the issued amount") { try await wallet.balance(issuer.id) == amount }
        }
        return Holder(wallet: wallet, identity: identity)
    }

    /// Opens an account that hears of every payment; returns to what others pay.
    public static func openAccount(in wallet: Wallet, of issuer: Issuer, on nodes: Nodes) async throws -> String {
        try await wallet.open(issuer.id)
        let identity = try await wallet.awaitIdentity(issuer.id)
        try await wallet.hearOfEveryPayment(issuer.id, identity, SandboxAuthority(nodes: nodes))
        return identity
    }

    struct CannotIssue: Error, CustomStringConvertible {
        let outcome: PaymentOutcome
        var description: String { "nothing could be issued: \(outcome)" }
    }
}
