import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Creditors

@Suite("A creditor whose row a forgotten session has locked", .timeLimit(.minutes(2)))
struct LockedCreditorTests {
    private static func creditorsWithWork(_ database: Database) async throws -> [CreditorID] {
        try await database.query("SELECT creditor_id FROM account_data WHERE ledger_has_work ORDER BY 1").map { row in try row[0] }
    }

    @Test("the ledger job finishes all others' ledgers, and his when the row is free", arguments: [1, 3])
    func ledgerJob(threads: Int) async throws {
        try await TestNode.with { node async throws in
            let ids = (0..<30).map { CreditorID(Sample.creditorID.rawValue + $0) }
            for id in ids {
                try await node.activate(id)
                try await node.createAccount(AccountKey(creditor: id, debtor: Sample.key.debtor))
            }
            try await node.database.execute("UPDATE account_data SET principal = 1000, ledger_has_work = true")
            var configuration = DatabaseConfiguration(maximumConnections: 4)
            configuration.sessionSettings["lock_timeout"] = "100ms"
            let database = Database(url: node.database.url, configuration: configuration, logger: TestDatabase.quietLogger)
            let job = LedgerJob(
                store: CreditorsStore(database: database, wakeUps: node.wakeUps, now: node.clock.now),
                rules: node.configuration.messageRules, logger: TestDatabase.quietLogger, chunk: 10, threads: threads)
            try await node.database.asyncTransaction { tx in
                try await tx.execute("SELECT FROM creditor WHERE creditor_id = $1 FOR UPDATE", ids[7])
                try await job.pass()
                #expect(try await Self.creditorsWithWork(node.database) == [ids[7]])
            }
            try await job.pass()
            #expect(try await Self.creditorsWithWork(node.database) == [])
            await database.close()
        }
    }
}
