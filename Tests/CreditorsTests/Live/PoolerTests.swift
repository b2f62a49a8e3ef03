import Foundation
import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Creditors

@Suite("PgBouncer in transaction mode between the node and its database", .usesBroker, .timeLimit(.minutes(4)))
struct PoolerTests {
    private let turmoil = Turmoil(creditorCount: 8, currencies: 2, transfersPerAccount: 40, payments: 200)

    @Test("eight payers pay 200 times while 640 transfers come: no request fails, no message is given up, and the books agree")
    func payments() async throws {
        try await TestPooler.with(serverConnections: 4) { pooler in
            try await LiveNode.with(["FLUSH_PERIOD": "0.5", "APP_PROCESS_LEDGER_UPDATES_WAIT": "1"]) { node async throws in
                let books = Books()
                await node.authority.answer { books.answer($0) }
                let database = Database(url: node.url, logger: TestDatabase.quietLogger)
                let (creditors, debtors) = try await turmoil.prepare(node, database)
                var random = SplitMix64(seed: 20_261_129)
                let work = turmoil.work(creditors, debtors, &random)
                let settings = ["POSTGRES_URL": pooler.urlText(of: node.url)]
                #expect(try await node.run("configure", settings: settings) == 0)
                try await node.running(settings: settings) {
                    try await turmoil.perform(work[...], node, insists: false, mayFail: false)
                    try await turmoil.awaitTheEnd(database)
                }
                try await turmoil.audit(database, books)
                await database.close()
                expectCalm(node.output)
            }
        }
    }

    /// One warning, about what a pooler does not let through, and nothing worse.
    private func expectCalm(_ output: String) {
        let lines = output.split(separator: "\n")
        let warnings = lines.filter { $0.contains("WARNING") && $0.contains("lets no notification through") }
        #expect(warnings.count == 1, "\(warnings)")
        let errors = lines.filter { $0.contains("ERROR") || $0.contains("CRITICAL") }
        #expect(errors.isEmpty, "\(errors.prefix(5))")
    }
}
