import Demo
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct FaultDialEndToEndTests {
    /// A fifth of all messages comes twice, a fifth falls behind later ones, both to the accounting authority and from it.
    @Test func twoThousandPaymentsThroughDuplicatesAndReorderingConserveMoney() async throws {
        let seed = EndToEndStack.seed(20)
        let money = try await Circulation.create(on: EndToEndStack.nodes(), holders: 12, each: 1_000_000)
        let sandbox = SandboxAuthority(nodes: money.nodes)
        let before = try await sandbox.totals()
        var faults = SandboxAuthority.Faults()
        faults.seed = Int64(truncatingIfNeeded: seed) & .max
        (faults.duplicate, faults.reorder, faults.maxDelaySeconds) = (0.2, 0.2, 1)
        try await sandbox.set(faults)
        let effects: Traffic.Effects
        do {
            effects = try await Traffic(circulation: money, seed: seed, payers: 32).run(payments: 2000)
        } catch {
            try await sandbox.switchFaultsOff()
            throw error
        }
        try await sandbox.switchFaultsOff()

        #expect(effects.surprises == [], "seed \(seed)")
        #expect(effects.successes > 1700, "seed \(seed)")
        let audit = Audit(
            circulation: money, balances: effects.changes.map { 1_000_000 + $0 }, entryCounts: effects.participations.map { $0 + 1 })
        #expect(try await audit.settle() == [], "seed \(seed)")
        // The dial was really on: more requests came than were ordered.
        let after = try await sandbox.totals()
        #expect((after.received["PrepareTransfer"] ?? 0) - (before.received["PrepareTransfer"] ?? 0) > 2200, "seed \(seed)")
        #expect(after.refusedMessages == before.refusedMessages)
    }
}
