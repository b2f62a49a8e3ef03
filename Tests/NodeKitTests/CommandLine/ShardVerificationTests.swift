import Logging
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import NodeKit

@Suite("verify_shard_content", .timeLimit(.minutes(2)))
struct ShardVerificationTests {
    private static let migrations = [
        Migration(
            number: 1, name: "tables",
            sql: "CREATE TABLE debtor (debtor_id bigint PRIMARY KEY); CREATE TABLE document (locator text PRIMARY KEY)")
    ]
    private static let tables: [PartitionedTable] = [.id("debtor", "debtor_id"), .text("document", "locator")]

    /// The exit status, and what was logged.
    private func verify(_ bindingKey: String, ids: [Int64], locators: [String] = []) async throws -> (status: Int32, log: [String]) {
        let realm = try #require(ShardingRealm(bindingKey: bindingKey))
        let output = RecordedOutput()
        let logger = Logger(label: "swpt_mint") { label in
            NodeLogging.handler(label: label, configuration: LogConfiguration(), service: "swpt_mint", output: output)
        }
        let status = try await TestDatabase.with(migrations: Self.migrations) { database in
            try await database.transaction { tx in
                tx.enqueue("INSERT INTO debtor SELECT unnest($1::bigint[])", ids)
                tx.enqueue("INSERT INTO document SELECT unnest($1::text[])", locators)
            }
            // Chunks of two rows, so that the last one is reached after several.
            let shard = ShardConfiguration(realm: realm, verificationRowsPerChunk: 2, verificationPauseSeconds: 0)
            return try await ShardVerification(database: database, shard: shard, logger: logger).run(Self.tables)
        }
        return (status, output.lines)
    }

    @Test("everything belongs to the shard: 0, and nothing is logged")
    func clean() async throws {
        let ids = (0..<1000).map { Int64($0) }.filter { ShardingRealm(bindingKey: "1.#")?.contains(CreditorID($0)) ?? false }
        let outcome = try await verify("1.#", ids: ids)
        #expect(outcome.status == 0)
        #expect(outcome.log.isEmpty)
        #expect(try await verify("#", ids: [0, 1], locators: ["https://example.com/"]).status == 0)
    }

    @Test("one foreign row, wherever it is: 1, and the log says in which table")
    func foreign() async throws {
        // IDs 1 and 8589934591 belong to 1.#, 1234 to 0.#.
        let outcome = try await verify("1.#", ids: [1, 8_589_934_591, 1234])
        #expect(outcome.status == 1)
        #expect(outcome.log.count == 1)
        #expect(
            outcome.log[0].hasSuffix("ERROR:swpt_mint:At least one record has been found that does not belong to the shard. table=debtor\n")
        )
        let locator = "https://example.com/"
        let other = try #require(["0.#", "1.#"].first { ShardingRealm(bindingKey: $0)?.contains(text: locator) == false })
        #expect(try await verify(other, ids: [], locators: [locator]).status == 1)
    }
}
