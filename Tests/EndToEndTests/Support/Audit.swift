import Demo
import Persistence
import SMPProtocol

/// Compares the balances of a currency, wherever they are kept, with what they must be.
struct Audit {
    let circulation: Circulation
    /// By holder, in their order.
    let balances: [Int64]
    /// How many ledger entries each holder must have; nil: any number.
    var entryCounts: [Int]?

    /// Waits until nothing differs any more.
    ///
    /// - Returns: what differs at the end of the time.
    func settle(seconds: Double = 60) async throws -> [String] {
        var found: [String] = []
        do {
            try await untilTrue("equal books", seconds: seconds, pause: .milliseconds(100)) {
                found = try await differences()
                return found.isEmpty
            }
        } catch is NotInTime {}
        return found
    }

    func differences() async throws -> [String] {
        try await authority() + interfaces() + creditorsDatabase() + debtorsDatabase()
    }

    private var total: Int64 { balances.reduce(0, +) }
    private var debtor: DebtorID { circulation.issuer.id }

    private func difference(_ what: String, _ actual: Int64?, _ expected: Int64) -> [String] {
        actual == expected ? [] : ["\(what): \(actual.map(String.init) ?? "missing") instead of \(expected)"]
    }

    private func authority() async throws -> [String] {
        let sandbox = SandboxAuthority(nodes: circulation.nodes)
        let accounts = try await sandbox.accounts(of: debtor)
        let totals = try await sandbox.totals()
        var found = totals.violations.map { "violation: \($0)" }
        found += difference("waiting messages", totals.waitingMessages, 0)
        found += difference("undeliverable messages", totals.undeliverableMessages, 0)
        found += difference("sum of all accounts", accounts.reduce(0) { $0 + $1.principal }, 0)
        found += difference("prepared transfers", accounts.reduce(0) { $0 + $1.preparedTransfers }, 0)
        found += difference("locked amounts", accounts.reduce(0) { $0 + $1.lockedAmount }, 0)
        found += difference("root account", accounts.first { $0.uri == circulation.issuer.rootAccountURI }?.principal ?? 0, -total)
        for (holder, balance) in zip(circulation.holders, balances) {
            found += difference("authority's \(holder.identity)", accounts.first { $0.uri == holder.identity }?.principal, balance)
        }
        return found
    }

    private func interfaces() async throws -> [String] {
        var found = difference("issuer's balance", try await circulation.issuer.balance(), -total)
        for (index, (holder, balance)) in zip(circulation.holders, balances).enumerated() {
            found += difference("ledger of \(holder.identity)", try await holder.wallet.balance(debtor), balance)
            let entries = try await holder.wallet.entries(debtor)
            let sum = entries.reduce(0) { $0 + ($1.at("acquiredAmount")?.int64 ?? 0) }
            found += difference("sum of the entries of \(holder.identity)", sum, balance)
            if let entryCounts {
                found += difference("number of entries of \(holder.identity)", Int64(entries.count), Int64(entryCounts[index]))
            }
        }
        return found
    }

    private func creditorsDatabase() async throws -> [String] {
        try await EndToEndStack.withDatabase("CREDITORS_POSTGRES_URL") { database in
            let holders = circulation.holders
            let ids = holders.map(\.wallet.id)
            let rows = try await database.query(
                "SELECT creditor_id, principal, ledger_principal FROM account_data WHERE debtor_id = $1 AND creditor_id = ANY($2)", debtor,
                ids)
            var principals: [CreditorID: (server: Int64, ledger: Int64)] = [:]
            for row in rows { principals[try row[0]] = (try row[1], try row[2]) }
            var found: [String] = []
            for (id, balance) in zip(ids, balances) {
                found += difference("principal of \(id) in the database", principals[id]?.server, balance)
                found += difference("ledger of \(id) in the database", principals[id]?.ledger, balance)
            }
            let waiting = try await database.query("SELECT count(*) FROM outbox_message")
            found += difference("outbox of the Creditors Agent", try waiting[0][0], 0)
            let running = try await database.query(
                "SELECT count(*) FROM running_transfer WHERE finalized_at IS NULL AND creditor_id = ANY($1)", ids)
            return found + difference("running transfers of holders", try running[0][0], 0)
        }
    }

    private func debtorsDatabase() async throws -> [String] {
        try await EndToEndStack.withDatabase("DEBTORS_POSTGRES_URL") { database in
            let rows = try await database.query("SELECT balance FROM debtor WHERE debtor_id = $1", debtor)
            var found = difference("balance in the database", try rows.first?.decode(0), -total)
            let waiting = try await database.query("SELECT count(*) FROM outbox_message")
            found += difference("outbox of the Debtors Agent", try waiting[0][0], 0)
            let running = try await database.query(
                "SELECT count(*) FROM running_transfer WHERE finalized_at IS NULL AND debtor_id = $1", debtor)
            return found + difference("running transfers of the issuer", try running[0][0], 0)
        }
    }
}
