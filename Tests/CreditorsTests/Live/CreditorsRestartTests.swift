import Foundation
import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Creditors

/// Both servers end in the middle of the work: asked to, or without warning. The node goes on as if nothing had happened.
@Suite(.controlsBroker, .serialized, .timeLimit(.minutes(6))) struct CreditorsRestartTests {
    struct Interruption: Sendable, CustomTestStringConvertible {
        let variable: String
        let actions: [String]

        var testDescription: String { "\(variable): \(actions.joined(separator: ", "))" }

        static let all = ["TEST_POSTGRES_CONTROL", "TEST_BROKER_CONTROL"].flatMap { variable in
            [["restart"], ["kill", "start"]].map { Interruption(variable: variable, actions: $0) }
        }
    }

    private let turmoil = Turmoil(creditorCount: 6, currencies: 4, transfersPerAccount: 60, payments: 160)

    @Test(
        "1,440 transfers come and 160 payments are made while both servers are restarted and killed: nothing is lost, nothing is done twice"
    )
    func interruptions() async throws {
        let settings = ["FLUSH_PERIOD": "0.5", "APP_PROCESS_LEDGER_UPDATES_WAIT": "1"]
        try await LiveNode.with(settings, ownsServer: true) { node async throws in
            let books = Books()
            await node.authority.answer { books.answer($0) }
            let database = Database(url: node.url, logger: TestDatabase.quietLogger)
            let (creditors, debtors) = try await turmoil.prepare(node, database)
            let seed: UInt64 = 20_260_305
            var random = SplitMix64(seed: seed)
            let work = turmoil.work(creditors, debtors, &random)
            let share = work.count / (2 * Interruption.all.count)
            try await node.running {
                for (index, interruption) in Interruption.all.enumerated() {
                    // A share before, so that the work is in full swing, and one during the interruption.
                    let parts = (work[2 * index * share..<(2 * index + 1) * share], work[(2 * index + 1) * share..<(2 * index + 2) * share])
                    try await turmoil.perform(parts.0, node, insists: true)
                    let control = try ControlScript(variable: interruption.variable)
                    async let traffic: Void = turmoil.perform(parts.1, node, insists: true)
                    for action in interruption.actions { try await control.run(action) }
                    try await traffic
                }
                try await turmoil.perform(work[(2 * Interruption.all.count * share)...], node, insists: true)
                try await turmoil.awaitTheEnd(database)
            }
            try await turmoil.audit(database, books)
            await database.close()
        }
    }
}
