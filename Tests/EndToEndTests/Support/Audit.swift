import Demo
import Foundation
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
        try await StackDatabases.with(environment: ProcessInfo.processInfo.environment) { databases in
            let count = MoneyCount(
                nodes: circulation.nodes, databases: databases, issuers: [circulation.issuer],
                wallets: circulation.holders.map(\.wallet))
            var found: [String] = []
            do {
                try await untilTrue("equal books", seconds: seconds, pause: .milliseconds(100)) {
                    found = try await differences(count)
                    return found.isEmpty
                }
            } catch is NotInTime {}
            return found
        }
    }

    /// That all places agree is the count's to say; here it is what they agree on.
    private func differences(_ count: MoneyCount) async throws -> [String] {
        let result = try await count.take()
        let totals = try await SandboxAuthority(nodes: circulation.nodes).totals()
        var found = result.contradictions + result.unfinished
        found += difference("undeliverable messages", totals.undeliverableMessages, 0)
        found += difference("root account", result.books[debtor, .root] ?? 0, -balances.reduce(0, +))
        for (index, (holder, balance)) in zip(circulation.holders, balances).enumerated() {
            found += difference("balance of \(holder.identity)", result.books[debtor, holder.wallet.id], balance)
            let entries = try await holder.wallet.entries(debtor)
            let sum = entries.reduce(0) { $0 + ($1.at("acquiredAmount")?.int64 ?? 0) }
            found += difference("sum of the entries of \(holder.identity)", sum, balance)
            if let entryCounts {
                found += difference("number of entries of \(holder.identity)", Int64(entries.count), Int64(entryCounts[index]))
            }
        }
        return found
    }

    private var debtor: DebtorID { circulation.issuer.id }

    private func difference(_ what: String, _ actual: Int64?, _ expected: Int64) -> [String] {
        actual == expected ? [] : ["\(what): \(actual.map(String.init) ?? "missing") instead of \(expected)"]
    }
}
