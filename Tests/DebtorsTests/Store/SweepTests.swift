import Dispatch
import Logging
import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Debtors

@Suite("Scanner, shards and schema on a real database (DA 12, DA 13, DA 18.4)", .timeLimit(.minutes(10)))
struct SweepTests {
    private static let microsecondsPerDay: Int64 = 86_400_000_000

    private func scan(
        _ node: TestNode, key: String = "#", deletesParentRecords: Bool = false, logger: Logger = TestDatabase.quietLogger
    ) async throws {
        let rules = ScannerRules(
            deletesParentShardRecords: deletesParentRecords, reservationLifetime: 14 * Self.microsecondsPerDay,
            maxConfigDelay: Self.microsecondsPerDay, maxHeartbeatDelay: 365 * Self.microsecondsPerDay)
        let responsibility = Responsibility<DebtorID>(
            range: IDRange(min: 4_294_967_296, max: 8_589_934_591), realm: try #require(ShardingRealm(bindingKey: key)))
        let scanner = DebtorsScanner(store: node.store, rules: rules, responsibility: responsibility)
        try await scanner.role(Scan("scan_debtors", ScanWalk(seconds: 3600), quitsEarly: true, logger: logger)).run()
    }

    @Test("old reservations go, ineffectual configurations are reported, everything else stays")
    func scanner() async throws {
        try await TestNode.with { node async throws in
            func add(_ id: DebtorID, _ debtor: Debtor) async throws {
                try await node.store.insert(debtor)
            }
            let (old, fresh, stale, effectual, deactivated): (DebtorID, DebtorID, DebtorID, DebtorID, DebtorID) =
                (4_294_967_296, 4_294_967_297, 4_294_967_298, 4_294_967_299, 4_294_967_300)
            try await add(old, Sample.reserved(old, now: noon - 30 * day))
            try await add(fresh, Sample.reserved(fresh, now: noon - day))
            try await add(stale, Sample.active(stale, now: noon - 3000 * day))
            var fine = Sample.active(effectual, now: noon - 3000 * day)
            fine.configuration.isEffectual = true
            try await add(effectual, fine)
            var gone: Debtor? = Sample.active(deactivated, now: noon - 3000 * day)
            _ = gone.deactivate(now: noon - 2000 * day)
            try await add(deactivated, gone!)

            try await scan(node)

            #expect(try await node.store.debtor(old) == nil)
            #expect(try await node.store.debtor(fresh) != nil)
            #expect(try await node.store.debtor(stale)?.configuration.error == "CONFIGURATION_IS_NOT_EFFECTUAL")
            #expect(try await node.store.debtor(effectual) == fine)
            #expect(try await node.store.debtor(deactivated) == gone)
            #expect(try await node.takeSent().isEmpty)
        }
    }

    @Test("a debtor that contradicts itself is named in the log, and keeps nobody else from being looked after")
    func inconsistentDebtor() async throws {
        try await TestNode.with { node async throws in
            let ids: [DebtorID] = [4_294_967_296, 4_294_967_297, 4_294_967_298]
            for id in ids { try await node.store.insert(Sample.reserved(id, now: noon - 30 * day)) }
            try await node.database.execute("UPDATE debtor SET status = 3, config_data = 'x' WHERE debtor_id = 4294967297")
            let log = RecordedLog()
            try await scan(node, logger: log.logger)
            let left: [DebtorID] = try await node.database.query("SELECT debtor_id FROM debtor").map { try $0[0] }
            #expect(left == [4_294_967_297])
            #expect(log.lines.count { $0.hasPrefix("error") && $0.contains("debtor 4294967297") } == 1, "\(log.lines)")
        }
    }

    @Test("what somebody else is working on is left for the next time")
    func lockedRow() async throws {
        try await TestNode.with { node async throws in
            let id = Sample.debtorID
            try await node.store.insert(Sample.reserved(now: noon - 30 * day))
            let (locked, continuation) = AsyncStream<Void>.makeStream()
            let release = DispatchSemaphore(value: 0)
            let database = node.database
            async let holder: Void = database.transaction { tx in
                _ = try tx.query(DebtorRows.lock([id]))
                continuation.finish()
                release.wait()
            }
            for await _ in locked {}
            let result = await Result { try await scan(node) }
            #expect(try await node.store.debtor(id) != nil)
            release.signal()
            try await holder
            try result.get()
            try await scan(node)
            #expect(try await node.store.debtor(id) == nil)
        }
    }

    @Test("after a split, debtors of the sibling are deleted with all that is theirs")
    func split() async throws {
        try await TestNode.with { node async throws in
            for id in [4_294_967_296, 8_589_934_591] as [DebtorID] {
                try await node.activate(id)
                _ = try await node.post("\(id.path)/transfers/", TransferAPITests.request(recipient: "swpt:\(id)/1"))
                _ = try await node.send(.post, "\(id.path)/documents/", "x", type: "text/plain")
            }
            try await scan(node, key: "1.#", deletesParentRecords: true)
            #expect(try await node.store.debtor(4_294_967_296) == nil)
            #expect(try await node.store.debtor(8_589_934_591) != nil)
            for table in ["running_transfer", "document"] {
                #expect(try await node.database.query(Statement("test", "SELECT DISTINCT debtor_id FROM \(table)")).count == 1)
            }
        }
    }

    @Test("the content of a shard is verified row by row", arguments: [("0.#", true), ("1.#", false), ("#", true)])
    func verification(key: String, isOwn: Bool) async throws {
        try await TestNode.with(["MIN_DEBTOR_ID": "0"]) { node async throws in
            for table in ["debtor", "outbox_message"] {
                if table == "debtor" {
                    _ = try await node.post("/debtors/1234/reserve")
                } else {
                    _ = try await node.database.query("DELETE FROM debtor")
                    try await node.deliver(Sample.update(Sample.active(1234)))
                }
                for rowsPerChunk in [1, 10_000] {
                    let shard = ShardConfiguration(
                        realm: try #require(ShardingRealm(bindingKey: key)), verificationRowsPerChunk: rowsPerChunk,
                        verificationPauseSeconds: 0)
                    let status = try await ShardVerification(database: node.database, shard: shard, logger: TestDatabase.quietLogger)
                        .run(DebtorsConfiguration.databases[0].partitionedTables)
                    #expect((status == 0) == isOwn, "\(table), \(rowsPerChunk) rows per chunk")
                }
            }
        }
    }

    @Test("after configuring, the schema is the newest")
    func schema() async throws {
        try await TestDatabase.with { database async throws in
            let migrator = Migrator(
                service: "swpt_debtors", migrations: Resources.migrations, database: database, logger: TestDatabase.quietLogger)
            #expect(try await migrator.isNewest() == false)
            #expect(try await migrator.migrate() == Resources.migrations.count)
            #expect(try await migrator.isNewest())
            #expect(try await migrator.migrate() == 0)
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

    @Test("a row with long texts stays compact (DA 18.4.8)")
    func rowSize() async throws {
        try await TestNode.with { node async throws in
            var debtor = Sample.active()
            debtor.account.accountID = AccountID(String(repeating: "x", count: 100))!
            debtor.configuration.error = "CONFIGURATION_IS_NOT_EFFECTUAL"
            debtor.infoIRI = "https://example.com/" + String(repeating: "y", count: 100)
            let stored = debtor
            try await node.store.insert(stored)
            let size = try await node.database.query("SELECT pg_column_size(debtor.*) FROM debtor")[0].decode(0, as: Int32.self)
            #expect(size <= 450)
        }
    }
}

extension Result where Failure == any Error {
    /// The outcome of something asynchronous, to be looked at later.
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
