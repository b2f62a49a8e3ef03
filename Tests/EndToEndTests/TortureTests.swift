import Demo
import Foundation
import TestSupport
import Testing

/// Payments for as long as `scripts/torture` says, while one thing after the other happens to nodes and servers.
@Suite(.enabled(if: Torment.seconds != nil, "scripts/torture runs it"), .timeLimit(.minutes(60))) struct TortureTests {
    private static let payers = 8
    private static let holders = 8
    private static let amount: Int64 = 1_000_000_000

    @Test func everyPaymentHasOneOutcomeAndAllBooksAgree() async throws {
        let seed = EndToEndStack.seed(1)
        let end = ContinuousClock.now + .seconds(try #require(Torment.seconds))
        let money = try await Circulation.create(on: EndToEndStack.nodes(), holders: Self.holders, each: Self.amount)
        let torment = try Torment(seed: seed)
        async let happened = torment.run(until: end)
        let effects = try await pay(in: money, seed, until: end)
        let counts = try await happened

        #expect(effects.surprises == [], "seed \(seed)")
        let balances = effects.changes.map { Self.amount + $0 }
        let audit = Audit(circulation: money, balances: balances, entryCounts: effects.participations.map { $0 + 1 })
        #expect(try await audit.settle(seconds: 180) == [], "seed \(seed)")
        let list = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        print("torture: seed \(seed): \(effects.successes) payments done, \(effects.refusals) refused as they must be; \(list)")
        #expect(effects.successes > 0 && !counts.isEmpty)
    }

    /// Round after round; each has its own seed.
    private func pay(in money: Circulation, _ seed: UInt64, until end: ContinuousClock.Instant) async throws -> Traffic.Effects {
        var all = Traffic.Effects(holders: Self.holders)
        var round: UInt64 = 0
        while ContinuousClock.now < end {
            round += 1
            // On a busy machine it takes its time to end an alarm, or to start a broker.
            let traffic = Traffic(circulation: money, seed: seed &+ round &* 1_000_003, payers: Self.payers, patience: 300)
            all.add(try await traffic.run(payments: 10 * Self.payers))
        }
        return all
    }
}
