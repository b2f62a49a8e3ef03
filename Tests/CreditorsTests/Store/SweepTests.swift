import Logging
import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Creditors

@Suite("Sweeps over tables (CA 15)", .timeLimit(.minutes(10)))
struct SweepTests {
    /// One walk without pauses.
    private static func once(_ logger: Logger = TestDatabase.quietLogger) -> Scan {
        Scan("scan", ScanWalk(seconds: 3600), quitsEarly: true, logger: logger)
    }

    private func scanner(_ node: TestNode, shard: String = "#", deletesParentRecords: Bool = false) throws -> CreditorsScanner {
        CreditorsScanner(
            store: node.store, rules: node.configuration.retentionRules,
            responsibility: Responsibility<CreditorID>(
                range: node.configuration.responsibility.range, realm: try #require(ShardingRealm(bindingKey: shard))),
            deletesParentRecords: deletesParentRecords)
    }

    @Test("outdated creditors are deleted with everything that is theirs, others stay (CA 19.21)")
    func creditors() async throws {
        try await TestNode.with { node async throws in
            _ = try await node.post("/creditors/4294967296/reserve")
            try await node.activate(CreditorID(4_294_967_297))
            try await node.activate(CreditorID(4_294_967_298))
            _ = try await node.post("/creditors/4294967298/deactivate")
            func scan() async throws -> [Int64] {
                try await scanner(node).role(Self.once()).run()
                return try await node.database.query("SELECT creditor_id FROM creditor ORDER BY creditor_id").map { try $0[0] }
            }
            #expect(try await scan() == [4_294_967_296, 4_294_967_297, 4_294_967_298])
            node.clock.advance(days: 14.1)
            #expect(try await scan() == [4_294_967_297, 4_294_967_298])
            node.clock.advance(days: 1827)
            #expect(try await scan() == [4_294_967_297])
        }
    }

    @Test("after a split the sibling's creditors go, also when their accounts peg each other in a circle")
    func split() async throws {
        try await TestNode.with { node async throws in
            let ids = (0..<8).map { CreditorID(Sample.creditorID.rawValue + $0) }
            for id in ids {
                try await node.activate(id)
                for debtor in [1, 2] as [DebtorID] { try await node.createAccount(AccountKey(creditor: id, debtor: debtor)) }
            }
            try await node.database.execute("UPDATE account SET peg_debtor_id = 3 - debtor_id, peg_exchange_rate = 1")
            let realm = try #require(ShardingRealm(bindingKey: "0.#"))
            let own = ids.filter { realm.contains($0) }
            #expect(own.count > 0 && own.count < ids.count)
            for deletes in [false, true] {
                try await scanner(node, shard: "0.#", deletesParentRecords: deletes)
                    .role(Self.once()).run()
                let left: [CreditorID] = try await node.database.query("SELECT creditor_id FROM creditor ORDER BY 1").map { try $0[0] }
                #expect(left == (deletes ? own : ids))
            }
            let accounts: Int64 = try await node.database.query("SELECT count(*) FROM account_data")[0].decode(0)
            #expect(accounts == Int64(own.count * 2))
        }
    }

    @Test("accounts are repaired, and a repaired ledger is logged and told (CA 19.22)")
    func accounts() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            try await node.createAccount()
            try await node.database.execute("UPDATE account_data SET principal = 1000, has_server_account = true")
            node.clock.advance(days: 2)
            let scanner = AccountsScanner(
                store: node.store, rules: node.configuration.accountScanRules, responsibility: node.configuration.responsibility)
            for _ in 0..<2 { try await scanner.role(Self.once()).run() }
            #expect(try await node.ledger().map(\.principal) == [1000])
            #expect(try await node.log().map(\.object) == [.account(1), .accountsList, .accountLedger(1), .accountInfo(1)])
            #expect(try await node.sent() == ["ConfigureAccount", "UpdatedLedger"])
            #expect(try await node.store.accountData(Sample.key)?.config.error == "CONFIGURATION_IS_NOT_EFFECTUAL")
        }
    }

    /// One creditor with an account whose ledger has work, and another one with a row that contradicts itself in each table.
    private func damaged(_ node: TestNode) async throws {
        for id in [4_294_967_296, 4_294_967_297] as [CreditorID] {
            try await node.activate(id)
            try await node.confirmedAccount(AccountKey(creditor: id, debtor: 1))
        }
        try await node.database.execute("UPDATE account_data SET principal = 1000, ledger_has_work = true")
        for change in [
            "creditor SET created_at = 'infinity'", "account_data SET last_heartbeat_ts = 'infinity'",
            "log_entry SET added_at = 'infinity'",
        ] {
            try await node.database.execute(Statement(stringLiteral: "UPDATE \(change) WHERE creditor_id = 4294967297"))
        }
    }

    @Test("rows that contradict themselves are told, and keep no scanner from its work on all others")
    func inconsistentRows() async throws {
        try await TestNode.with { node async throws in
            try await damaged(node)
            node.clock.advance(days: 100)
            let log = RecordedLog()
            let accounts = AccountsScanner(
                store: node.store, rules: node.configuration.accountScanRules, responsibility: node.configuration.responsibility)
            try await accounts.role(Self.once(log.logger)).run()
            #expect(try await node.ledger().map(\.principal) == [1000])
            let entries = AgedTable.logEntries.scanner(
                node.store, node.configuration.retentionRules, responsibility: node.configuration.responsibility,
                deletesParentRecords: false)
            node.clock.advance(days: 100)
            try await entries.role(Self.once(log.logger)).run()
            #expect(try await node.log().isEmpty)
            _ = try await node.post("/creditors/4294967296/deactivate")
            node.clock.advance(days: 4000)
            try await scanner(node).role(Self.once(log.logger)).run()
            let left: [CreditorID] = try await node.database.query("SELECT creditor_id FROM creditor").map { try $0[0] }
            #expect(left == [4_294_967_297])
            for table in ["creditor", "account_data", "log_entry"] {
                #expect(
                    log.lines.contains { $0.hasPrefix("error") && $0.contains("table=\(table)") && $0.contains("ctid=(0,") },
                    "\(table): \(log.lines)")
            }
        }
    }

    @Test("a row that contradicts itself is told by the ledger job, and keeps only its own ledger from advancing")
    func inconsistentLedger() async throws {
        try await TestNode.with { node async throws in
            try await damaged(node)
            let log = RecordedLog()
            try await ledgerJob(node, logger: log.logger).pass()
            #expect(try await node.store.accountData(Sample.key)?.ledger.hasWork == false)
            #expect(log.lines.contains { $0.hasPrefix("error") && $0.contains("creditor=4294967297") }, "\(log.lines)")
        }
    }

    @Test("a creditor who goes and comes back between two statements of the ledger job is left for its next pass")
    func creditorComesBack() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            try await node.confirmedAccount()
            try await node.database.execute("UPDATE account_data SET ledger_has_work = true")
            let job = ledgerJob(node)
            try await OpenTransaction.with(node.database, try await TestNode.comeBack(node.database), contender: { try await job.pass() })
            #expect(try await node.store.accountData(Sample.key)?.ledger.hasWork == true)
            try await job.pass()
            #expect(try await node.store.accountData(Sample.key)?.ledger.hasWork == false)
        }
    }

    private func ledgerJob(_ node: TestNode, logger: Logger = TestDatabase.quietLogger) -> LedgerJob {
        LedgerJob(store: node.store, rules: node.configuration.messageRules, logger: logger, chunk: 10, threads: 1)
    }

    @Test("a ledger that is behind for too long is repaired by scanner and job together (CA 10.6)")
    func behind() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            try await node.confirmedAccount()
            let data = try #require(try await node.store.accountData(Sample.key))
            try await node.inbox.handle([
                Sample.transfer(3, after: 2, acquired: 10, principal: 100),
                Sample.update(confirming: data, seqnum: 2) {
                    $0.lastTransferNumber = 3
                    $0.principal = 100
                    $0.lastTransferCommittedAt = Sample.now
                },
            ])
            let scanner = AccountsScanner(
                store: node.store, rules: node.configuration.accountScanRules, responsibility: node.configuration.responsibility)
            let job = ledgerJob(node)
            for (days, principals) in [(13.0, []), (1.1, [90, 100])] as [(Double, [Int64])] {
                node.clock.advance(days: days)
                try await scanner.role(Self.once()).run()
                try await job.pass()
                #expect(try await node.ledger().map(\.principal) == principals)
            }
            // The lost transfer comes after all: it is logged, and stays out of the ledger.
            try await node.inbox.handle([Sample.transfer(2, after: 0, acquired: 90, principal: 90, committedAt: node.clock.now())])
            #expect(try await node.ledger().count == 2)
        }
    }

    @Test(
        "old entries and transfers are deleted, new ones stay (CA 19.23)",
        arguments: ["log_entry", "ledger_entry", "committed_transfer"])
    func retention(name: String) async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            try await node.confirmedAccount()
            try await node.inbox.handle([Sample.transfer(1, after: 0, acquired: 1, principal: 1)])
            let tables = ["log_entry": AgedTable.logEntries, "ledger_entry": .ledgerEntries, "committed_transfer": .committedTransfers]
            let table = try #require(tables[name])
            let scanner = table.scanner(
                node.store, node.configuration.retentionRules, responsibility: node.configuration.responsibility,
                deletesParentRecords: false)
            func count() async throws -> Int64 {
                try await node.database.query(Statement("count \(name)", "SELECT count(*) FROM \(name)"))[0].decode(0)
            }
            let all = try await count()
            for (days, expected) in [(30.9, all), (28.2, 0)] as [(Double, Int64)] {
                node.clock.advance(days: days)
                try await scanner.role(Self.once()).run()
                #expect(try await count() == expected, "after \(days) days")
            }
        }
    }

    @Test("the migrations make the tables for rejected messages that the node kit owns", arguments: ["rejected_message", "rejected_total"])
    func rejectedMessages(table: String) async throws {
        let ours = try await TestDatabase.with(migrations: Resources.migrations) { try await TableShape.of(table, in: $0) }
        let kit = [Migration(number: 1, name: "rejected", sql: RejectedMessages.schema)]
        let expected = try await TestDatabase.with(migrations: kit) { try await TableShape.of(table, in: $0) }
        #expect(ours == expected)
    }

    @Test("the migrations make the outbox that the node kit owns")
    func outbox() async throws {
        let ours = try await TestDatabase.with(migrations: Resources.migrations) { try await TableShape.of("outbox_message", in: $0) }
        let kit = [Migration(number: 1, name: "outbox", sql: Outbox.schema)]
        let expected = try await TestDatabase.with(migrations: kit) { try await TableShape.of("outbox_message", in: $0) }
        #expect(ours == expected)
    }
}
