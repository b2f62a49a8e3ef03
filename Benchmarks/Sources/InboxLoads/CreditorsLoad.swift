public import BenchmarkKit
import Foundation
public import Persistence
import SMPProtocol

/// What a Creditors Agent does with AccountUpdates and AccountTransfers, until the entries are in the ledger and in the log,
/// and the notifications for the trade service have been published.
public final class CreditorsLoad {
    private let run: QueueRun
    private let database: Database
    private let accounts: CreditorsAccounts
    /// How many AccountUpdates each account has got.
    private var round = 0
    private var nextTransfer: [Int64]

    /// - Parameter database: the node's; it gets accounts.
    public init(_ run: QueueRun, database: Database) async throws {
        self.run = run
        self.database = database
        accounts = CreditorsAccounts(firstCreditor: 0x0000_0101_0000_0000 + Int64.random(in: 1...1000) << 20)
        nextTransfer = [Int64](repeating: 1, count: CreditorsAccounts.count)
        try await accounts.create(in: database)
    }

    /// What the accounts and messages are like.
    public var parameters: [(name: String, value: BenchmarkReport.Value)] {
        [
            ("creditors' accounts", .integer(CreditorsAccounts.count)),
            ("AccountUpdate bytes", .integer(accounts.update(0, round: 1, now: now()).encoded().count)),
            ("AccountTransfer bytes", .integer(accounts.transfer(0, transferNumber: 1, now: now()).encoded().count)),
        ]
    }

    /// The principals of accounts have changed.
    public func updates(_ step: QueueRun.Step) async throws -> BenchmarkReport.Case {
        let (first, moment) = (round + 1, now())
        round += (step.count + CreditorsAccounts.count - 1) / CreditorsAccounts.count
        let messages = (0..<step.count).map { accounts.update($0, round: first + $0 / CreditorsAccounts.count, now: moment) }
        let mark: Statement = "SELECT last_change_seqnum::bigint FROM account_data WHERE creditor_id = $1 AND debtor_id = $2"
        return try await measure("AccountUpdate", step, messages, mark, Int64(first + (step.count - 1) / CreditorsAccounts.count))
    }

    /// Each account gets its next transfer.
    public func transfers(_ step: QueueRun.Step) async throws -> BenchmarkReport.Case {
        let moment = now()
        var last: Int64 = 0
        let messages = (0..<step.count).map { number in
            last = nextTransfer[number % CreditorsAccounts.count]
            nextTransfer[number % CreditorsAccounts.count] += 1
            return accounts.transfer(number, transferNumber: last, now: moment)
        }
        let mark: Statement = "SELECT ledger_last_transfer_number FROM account_data WHERE creditor_id = $1 AND debtor_id = $2"
        return try await measure("AccountTransfer", step, messages, mark, last)
    }

    /// - Parameters:
    ///   - mark: what the last message of the queue changes.
    ///   - value: what it is then, at least.
    private func measure(
        _ name: String, _ step: QueueRun.Step, _ messages: [any SMPMessage], _ mark: Statement, _ value: Int64
    ) async throws -> BenchmarkReport.Case {
        let last = accounts.key(step.count - 1)
        return try await run.measure(
            name, of: "creditors", prefetchCount: step.prefetchCount, messages: messages,
            groups: [try .ofStack("creditors", name: "flusher"), try .ofStack("postgres"), try .ofStack("broker")]
        ) {
            let rows = try await database.query(mark, last.creditor, last.debtor)
            guard let row = rows.first, try row[0] as Int64 >= value else { return false }
            return try await !database.query("SELECT EXISTS (SELECT FROM outbox_message)")[0].decode(0)
        }
    }
}
