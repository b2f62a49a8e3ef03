import Messaging
import TestSupport
import Testing

@testable import Trade

@Suite("PgBouncer in transaction mode between the worker and its databases", .usesBroker, .timeLimit(.minutes(10)))
struct PoolerTests {
    @Test("a turn has one outcome, nothing is given up, and what is left for others is found although nobody hears of it")
    func turn() async throws {
        try await TestPooler.with(serverConnections: 4) { pooler in
            try await LiveTrade.with(["OFFERS_POURING_DURATION": "1h"], pooler: pooler) { live in
                let market = try await LiveMarket(live)
                try await live.running("worker") { try await market.playTurn(amidst: []) }
                #expect(market.violations() == [])
                await market.close()
                for queue in live.queues { #expect(try await live.broker.readyCount(Topology.deadLetterQueue(of: queue)) == 0) }
                let lines = live.output.split(separator: "\n")
                // One for each database.
                #expect(lines.count { $0.contains("lets no notification through") } == 2, "\(lines.prefix(20))")
                let errors = lines.filter { $0.contains("ERROR") || $0.contains("CRITICAL") }
                #expect(errors.isEmpty, "\(errors.prefix(5))")
            }
        }
    }
}
