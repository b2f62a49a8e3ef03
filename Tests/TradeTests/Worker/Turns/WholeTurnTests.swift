import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Trade

@Suite("Whole turns of a solver and its workers, with real databases (TW-28)", .timeLimit(.minutes(10)))
struct WholeTurnTests {
    static let divisions = [["#"], ["0.#", "1.#"], ["0.0.#", "0.1.#", "1.0.#", "1.1.#"]]

    /// Turns that begin at noon every day, a minute for phase 1, ten for phase 2.
    private static let settings: SolverSettings = {
        var settings = SolverFixture.settings
        settings.schedule = TurnSchedule(period: .seconds(day), offset: .microseconds(noon.rawValue - 1_704_067_200_000_000))
        settings.durations = TurnDurations(phase1: .seconds(60), phase2: .seconds(600))
        settings.transfersLimit = 100_000
        return settings
    }()

    @Test("everybody is served, no token comes or goes, and nothing is left over", arguments: divisions)
    func wholeTurn(keys: [String]) async throws {
        try await ShardsFixture.with(keys, solverSettings: Self.settings) { fixture in
            var market = try await PlayedMarket(fixture, traders: 24)
            let taken = try await market.playTurn()
            #expect(taken >= 300_000, "much was traded")
            #expect(try await market.violations(taken: taken) == [])
            #expect(try await fixture.solver.numbers("SELECT phase FROM turn") == [[4]])
            for shard in fixture.shards {
                #expect(try await shard.numbers("SELECT phase, worker_turn_subphase FROM worker_turn") == [[3, 10]])
            }
            #expect(market.network.failures == 0)
        }
    }

    @Test("the same when every transaction of every database fails once at its end (TW 28.16)", arguments: divisions)
    func killed(keys: [String]) async throws {
        try await ShardsFixture.with(keys, solverSettings: Self.settings) { fixture in
            var market = try await PlayedMarket(fixture, traders: 24)
            for database in [fixture.solver.database] + fixture.shards.map(\.database) { try await Fuse.install(in: database) }
            let taken = try await market.playTurn()
            #expect(taken >= 300_000, "much was traded")
            #expect(try await market.violations(taken: taken) == [])
            #expect(try await fixture.solver.numbers("SELECT phase FROM turn") == [[4]])
            #expect(market.network.failures > 20 * keys.count, "the fuses have blown")
        }
    }

    @Test("a second turn finds nothing to be traded: the first one has served everybody")
    func secondTurn() async throws {
        try await ShardsFixture.with(["0.#", "1.#"], solverSettings: Self.settings) { fixture in
            var market = try await PlayedMarket(fixture, traders: 24)
            let taken = try await market.playTurn()
            fixture.clock.advance(seconds: (noon + day + 60).seconds(since: fixture.clock.now()))
            let second = try await market.playTurn()
            #expect(second < taken / 10, "only what demurrage had kept from the first turn")
            #expect(try await market.violations(taken: taken + second) == [])
        }
    }
}
