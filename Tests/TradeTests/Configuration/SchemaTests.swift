import NodeKit
import Testing

@testable import Trade

@Suite("Schemas of Circular Trade")
struct SchemaTests {
    @Test("a worker's outbox is the one that NodeKit's flushers know")
    func outbox() {
        let sql = Resources.workerMigrations[0].sql
        #expect(sql.split(whereSeparator: \.isWhitespace) == Outbox.schema.split(whereSeparator: \.isWhitespace))
    }

    @Test("a worker's tables for rejected messages are those that NodeKit knows")
    func rejectedMessages() throws {
        let sql = try #require(Resources.workerMigrations.first { $0.name == "rejected" }).sql
        #expect(sql.split(whereSeparator: \.isWhitespace) == RejectedMessages.schema.split(whereSeparator: \.isWhitespace))
    }
}
