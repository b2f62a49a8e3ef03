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
}
