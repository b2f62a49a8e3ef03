import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Creditors

/// Transfers that come and payments that are made while something goes wrong, and what must be true when all is done: no ledger has a
/// hole or a doubled entry, no log entry is lost, every payment has one outcome.
struct Turmoil: Sendable {
    let creditorCount: Int
    let currencies: Int
    let transfersPerAccount: Int
    let payments: Int
    let amount: Int64 = 7

    enum Work: Sendable {
        case transfer(AccountTransfer)
        case payment(CreditorID, DebtorID, Int)
    }

    /// Active creditors with accounts that the accounting authority has confirmed; everything runs meanwhile.
    func prepare(_ node: LiveNode, _ database: Database) async throws -> (creditors: [CreditorID], debtors: [DebtorID]) {
        let creditors = (0..<creditorCount).map { _ in node.newCreditor() }
        let debtors = (0..<currencies).map { _ in node.newDebtor() }
        try await node.running {
            for creditor in creditors {
                _ = try await node.json(.post, "\(Path.creditor(creditor))activate", "{}")
                for debtor in debtors {
                    _ = try await node.json(.post, "\(Path.creditor(creditor))accounts/", #"{"uri":"swpt:\#(debtor.unsigned)"}"#)
                }
            }
            try await TestBroker.eventually("all accounts have an account ID") {
                try await database.query("SELECT 1 FROM account_data WHERE account_id <> ''").count == creditors.count * debtors.count
            }
        }
        return (creditors, debtors)
    }

    /// Transfers of one account come nearly in order, some of them twice, with payments among them.
    func work(_ creditors: [CreditorID], _ debtors: [DebtorID], _ random: inout SplitMix64) -> [Work] {
        var work: [(Double, Work)] = []
        for creditor in creditors {
            for debtor in debtors {
                for n in Int64(1)...Int64(transfersPerAccount) {
                    var transfer = Sample.transfer(
                        AccountKey(creditor: creditor, debtor: debtor), n, after: n - 1, acquired: n, principal: n * (n + 1) / 2,
                        committedAt: SystemClock.now())
                    transfer.ts = transfer.committedAt
                    for _ in 0..<(Int.random(in: 0..<4, using: &random) == 0 ? 2 : 1) {
                        work.append((Double(n) + Double.random(in: 0...6, using: &random), .transfer(transfer)))
                    }
                }
            }
        }
        for n in 0..<payments {
            let position = Double.random(in: 0...Double(transfersPerAccount), using: &random)
            work.append((position, .payment(creditors.randomElement(using: &random)!, debtors.randomElement(using: &random)!, n)))
        }
        return work.sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// - Parameters:
    ///   - insists: whether a payment is asked for until it is granted. Otherwise the node may die meanwhile.
    ///   - mayFail: false: each payment is granted at once.
    func perform(
        _ work: ArraySlice<Work>, _ node: LiveNode, insists: Bool, onlyPayments: Bool = false, mayFail: Bool = true
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var transfers: [any SMPMessage] = []
            for item in work {
                switch item {
                case .transfer(let transfer):
                    guard !onlyPayments else { continue }
                    transfers.append(transfer)
                case .payment(let creditor, let debtor, let n):
                    let digits = String(n)
                    let uuid = "123e4567-e89b-12d3-a456-" + String(repeating: "0", count: 12 - digits.count) + digits
                    let body = #"{"transferUuid":"\#(uuid)","recipient":{"uri":"swpt:\#(debtor.unsigned)/bob"},"amount":\#(amount)}"#
                    group.addTask {
                        repeat {
                            let status = try? await node.send(.post, "\(Path.creditor(creditor))transfers/", body).status
                            if status == 201 || status == 303 { break }
                            #expect(mayFail && (status.map { $0 >= 500 } ?? true), "payment \(n): \(status ?? 0)")
                            try await Task.sleep(for: .milliseconds(50))
                        } while insists
                    }
                }
            }
            try await node.authority.publish(transfers)
            try await group.waitForAll()
        }
    }

    private func count(_ database: Database, _ sql: String) async throws -> Int64 {
        try await database.query(Statement(stringLiteral: sql))[0].decode(0, as: Int64.self)
    }

    /// Until every transfer is in its ledger, every payment has ended and every message has left.
    func awaitTheEnd(_ database: Database) async throws {
        let (allEntries, allPayments) = (Int64(creditorCount * currencies * transfersPerAccount), Int64(payments))
        try await TestBroker.eventuallyNothing(missing: "what the turmoil leaves", standstill: .seconds(120)) {
            let entries = try await count(database, "SELECT count(*) FROM ledger_entry")
            let finalized = try await count(database, "SELECT count(*) FROM running_transfer WHERE finalized_at IS NOT NULL")
            let waiting = try await count(database, "SELECT count(*) FROM outbox_message")
            if entries == allEntries && finalized == allPayments && waiting == 0 { return nil }
            return "\(entries) of \(allEntries) ledger entries, \(finalized) of \(allPayments) payments ended, \(waiting) messages wait"
        }
    }

    func audit(_ database: Database, _ books: Books) async throws {
        let n = transfersPerAccount
        let wrong = [
            "ledgers with holes, doubles or wrong principals": """
            SELECT count(*) FROM (
                SELECT array_agg(entry_id ORDER BY entry_id) <> array(SELECT generate_series(2::bigint, \(n + 1)::bigint)) a,
                    array_agg(transfer_number ORDER BY entry_id) <> array(SELECT generate_series(1::bigint, \(n)::bigint)) b,
                    bool_or(principal <> transfer_number * (transfer_number + 1) / 2) c
                FROM ledger_entry GROUP BY creditor_id, debtor_id) s WHERE a OR b OR c
            """,
            "logs with holes": """
            SELECT count(*) FROM (SELECT count(*), max(entry_id), min(entry_id) FROM log_entry GROUP BY creditor_id) s
            WHERE count <> max OR min <> 1
            """,
            "creditors who do not know the end of their log": """
            SELECT count(*) FROM creditor c
            WHERE last_log_entry_id <> (SELECT max(entry_id) FROM log_entry l WHERE l.creditor_id = c.creditor_id)
            """,
            "payments that changed otherwise than once": """
            SELECT count(*) FROM running_transfer WHERE update_id <> 2 OR transfer_id IS NULL
            """,
        ]
        for (what, sql) in wrong { #expect(try await count(database, sql) == 0, "\(what)") }
        #expect(try await count(database, "SELECT count(*) FROM log_entry WHERE object_kind = 3") == Int64(creditorCount * currencies * n))
        #expect(try await count(database, "SELECT count(*) FROM log_entry WHERE object_kind = 1") == Int64(2 * payments))
        let (committed, twice) = books.audit(amount: amount)
        #expect(committed == payments)
        #expect(twice.isEmpty, "not committed exactly once: \(twice)")
    }
}
