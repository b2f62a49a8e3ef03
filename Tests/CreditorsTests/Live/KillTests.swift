import Foundation
import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Creditors

@Suite("kill -9", .usesBroker, .timeLimit(.minutes(10)))
struct KillTests {
    static let kills = 50
    private let turmoil = Turmoil(creditorCount: 10, currencies: 5, transfersPerAccount: 100, payments: 500)

    @Test("a node that is killed fifty times while 5,000 transfers come and 500 payments are made loses nothing and does nothing twice")
    func kill() async throws {
        try await LiveNode.with(["FLUSH_PERIOD": "0.5", "APP_PROCESS_LEDGER_UPDATES_WAIT": "1"]) { node async throws in
            let books = Books()
            await node.authority.answer { books.answer($0) }
            let database = Database(url: node.url, logger: TestDatabase.quietLogger)
            let (creditors, debtors) = try await turmoil.prepare(node, database)

            var random = SplitMix64(seed: 20_260_304)
            let work = turmoil.work(creditors, debtors, &random)
            let share = work.count / Self.kills
            for life in 0..<Self.kills {
                let process = try node.start(["all"])
                try await node.waitUntilHealthy()
                let milliseconds = Int.random(in: 0...400, using: &random)
                async let death: Void = {
                    try await Task.sleep(for: .milliseconds(milliseconds))
                    process.send(SIGKILL)
                    #expect(await process.wait() == 128 + SIGKILL)
                }()
                try await turmoil.perform(work[life * share..<(life + 1) * share], node, insists: false)
                try await death
            }
            try await node.running {
                // The payments of the past lives again: those that were not answered are made now.
                try await turmoil.perform(work[...], node, insists: true, onlyPayments: true)
                try await turmoil.perform(work[(Self.kills * share)...], node, insists: true)
                try await turmoil.awaitTheEnd(database)
            }
            try await turmoil.audit(database, books)
            await database.close()
        }
    }
}
