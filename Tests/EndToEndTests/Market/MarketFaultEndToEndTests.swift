import Demo
import TestSupport
import Testing

/// Turns of the market while a fifth of all messages comes twice, a fifth late, a fifth behind later ones, and a fifth is lost at first and
/// sent again, both to the accounting authority and from it.
@Suite(.serialized, .timeLimit(.minutes(10))) struct MarketFaultEndToEndTests {
    @Test func turnsThroughDoublesDelaysReorderingAndLossesLoseNothing() async throws {
        let seed = EndToEndStack.seed(20)
        let market = try await Market.shared.value
        let sandbox = SandboxAuthority(nodes: market.place.nodes)
        var generator = SplitMix64(seed: seed)
        var faults = SandboxAuthority.Faults()
        faults.seed = Int64(truncatingIfNeeded: seed) & .max
        (faults.delay, faults.duplicate, faults.reorder, faults.drop, faults.maxDelaySeconds) = (0.2, 0.2, 0.2, 0.2, 1)
        var deeds = 0
        for number in 0..<3 {
            // The last one shows that nothing has stayed behind.
            if number < 2 { try await sandbox.set(faults) } else { try await sandbox.switchFaultsOff() }
            let report: Market.Report
            do {
                report = try await market.trade(market.randomWishes(market.rest().books, using: &generator))
            } catch {
                try await sandbox.switchFaultsOff()
                throw error
            }
            #expect(report.differences == [], "seed \(seed), turn \(number)")
            deeds += report.deeds.count
        }
        #expect(deeds > 100, "seed \(seed)")
        #expect(try await sandbox.totals().refusedMessages == 0)
    }
}
