import SMPProtocol

/// Counts all the money of some currencies three times: in the books of the accounting authority, in the databases of the nodes, and
/// through the Web APIs.
public struct MoneyCount: Sendable {
    private let sandbox: SandboxAuthority
    private let databases: StackDatabases
    private let issuers: [Issuer]
    private let wallets: [CreditorID: Wallet]
    private var currencies: [DebtorID] { issuers.map(\.id) }

    /// - Parameters:
    ///   - issuers: those of the currencies that are counted.
    ///   - wallets: all wallets that may hold something of them, or at least those that are asked through the Web API.
    public init(nodes: Nodes, databases: StackDatabases, issuers: [Issuer], wallets: [Wallet]) {
        sandbox = SandboxAuthority(nodes: nodes)
        self.databases = databases
        self.issuers = issuers
        self.wallets = Dictionary(wallets.map { ($0.id, $0) }) { first, _ in first }
    }

    /// What was found in one round.
    public struct Result: Sendable {
        /// What the authority has: issuers, holders and collector accounts.
        public let books: Holdings
        /// What contradicts, in words; nothing when all places agree and no money is missing or too much.
        public let contradictions: [String]
        /// Work that is not done yet, in words. While there is some, places may differ for a moment.
        public let unfinished: [String]

        /// Whether everything is at rest, and every token where it has to be.
        public var isSettled: Bool { contradictions.isEmpty && unfinished.isEmpty }
    }

    /// The balances in the authority's books now. Those of deleted accounts that are only remembered are left out.
    public func books() async throws -> Holdings {
        var holdings = Holdings()
        for currency in currencies {
            for account in try await sandbox.accounts(of: currency) where !account.isDeleted {
                holdings[currency, account.creditorID] = account.principal
            }
        }
        return holdings
    }

    /// What the Web APIs say: wallets, and issuers. Only accounts that the books have are asked for.
    public func interfaces(_ books: Holdings) async throws -> Holdings {
        var holdings = Holdings()
        for issuer in issuers { holdings[issuer.id, .root] = try await issuer.balance() }
        for account in books.amounts.keys {
            guard let wallet = wallets[account.creditor] else { continue }
            let ledger = try await wallet.api.call(.get, wallet.accountPath(account.debtor) + "ledger", expecting: 200, 404)
            holdings[account.debtor, account.creditor] = ledger.at("principal")?.int64
        }
        return holdings
    }

    /// Counts once.
    public func take() async throws -> Result {
        let books = try await self.books()
        let agents = try await databases.agents(currencies)
        let collectors = try await databases.collectors(currencies)
        let interfaces = try await self.interfaces(books)
        // Of collector accounts nobody but the workers knows, and of issuers everybody.
        let isTraded = { (account: Holdings.Account) in collectors[account.debtor, account.creditor] != nil }
        let owned = books.filter { !isTraded($0) }
        let asked = owned.filter { $0.creditor == .root || wallets[$0.creditor] != nil }

        var contradictions = try await sandbox.totals().violations.map { "the accounting authority says: \($0)" }
        for currency in currencies where books.total(of: currency) != 0 {
            contradictions.append("the accounts in currency \(currency.unsignedText) add up to \(books.total(of: currency))")
        }
        contradictions += agents.told.differences(from: owned, "the agents' databases", "the authority's books")
        contradictions += agents.added.differences(from: owned, "the agents' ledgers", "the authority's books")
        contradictions += collectors.differences(from: books.filter(isTraded), "the workers' databases", "the authority's books")
        contradictions += interfaces.differences(from: asked, "the Web APIs", "the authority's books")
        return Result(books: books, contradictions: contradictions, unfinished: try await unfinishedWork())
    }

    /// Money that is set aside at the authority, messages that are on their way, and rows of work.
    private func unfinishedWork() async throws -> [String] {
        var found = try await databases.unfinishedWork(currencies).map { "\($0.count) rows in \($0.table)" }
        let totals = try await sandbox.totals()
        if totals.waitingMessages > 0 { found.append("\(totals.waitingMessages) messages wait at the accounting authority") }
        for currency in currencies {
            for account in try await sandbox.accounts(of: currency) where account.preparedTransfers > 0 || account.lockedAmount != 0 {
                let name = "account \(account.creditorID.unsignedText) in currency \(currency.unsignedText)"
                found.append("\(account.lockedAmount) are set aside for \(account.preparedTransfers) transfers of \(name)")
            }
        }
        return found
    }

    /// Counts again and again until everything is at rest and agrees. Turns that have offers must not begin meanwhile.
    ///
    /// - Returns: what was found last: settled, unless the time was over.
    public func settle(seconds: Double = 60) async throws -> Result {
        var last: Result?
        do {
            try await untilTrue("equal books", seconds: seconds, pause: .milliseconds(50)) {
                let result = try await take()
                last = result
                return result.isSettled
            }
        } catch let error as NotInTime {
            guard last != nil else { throw error }
        }
        return try last.required("result", of: "the count")
    }
}
