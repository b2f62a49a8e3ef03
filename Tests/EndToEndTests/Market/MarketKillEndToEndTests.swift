import Foundation
import TestSupport
import Testing

@testable import Demo

/// Solver, workers, agents and servers are killed at random moments of turns, and started again. No token comes or goes, every lock is
/// released in the end, and later turns run.
@Suite(.serialized, .timeLimit(.minutes(60))) struct MarketKillEndToEndTests {
    /// `TEST_KILLS`: `scripts/test --kills N`.
    private static let kills = ProcessInfo.processInfo.environment["TEST_KILLS"].flatMap { Int($0) } ?? 60

    @Test func noMomentIsABadOneToDie() async throws {
        let seed = EndToEndStack.seed(9)
        let market = try await Market.shared.value
        let killer = Killer(KillPlan(kills: Self.kills, workers: market.databases.workers.count, seed: seed))
        var generator = SplitMix64(seed: seed)
        var (turns, deeds) = (0, 0)
        while killer.hasStrikesLeft {
            let wishes = market.randomWishes(try await market.rest().books, using: &generator)
            let (before, since) = try await market.rest()
            let turn = try await killer.strike {
                try await market.tell(wishes)
                try await market.awaitWishes(before)
                return try await market.driver.run(.init(expectedLocks: Int64(RandomWishes.candidates(wishes, before))))
            }
            let report = try await market.report(turn, before, since, .init())
            #expect(report.differences == [], "seed \(seed), turn \(turns), after \(killer.kills) kills")
            (turns, deeds) = (turns + 1, deeds + report.deeds.count)
        }
        #expect(killer.kills == Self.kills)
        for _ in 0..<2 {
            let report = try await market.trade(market.randomWishes(market.rest().books, using: &generator))
            #expect(report.differences == [], "seed \(seed), afterwards")
            #expect(!report.deeds.isEmpty, "seed \(seed), afterwards")
        }
        print("\(killer.kills) kills during \(turns) turns with \(deeds) transfers, seed \(seed)")
    }
}
