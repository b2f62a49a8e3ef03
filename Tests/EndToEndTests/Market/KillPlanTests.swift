import Testing

@Suite struct KillPlanTests {
    @Test func aPlanFollowsFromItsSeedAndHasSoManyKills() {
        let plan = KillPlan(kills: 60, workers: 2, seed: 3)
        #expect(plan.strikes == KillPlan(kills: 60, workers: 2, seed: 3).strikes)
        #expect(plan.strikes != KillPlan(kills: 60, workers: 2, seed: 4).strikes)
        #expect(plan.strikes.filter(\.isKill).count == 60)
        #expect(KillPlan(kills: 0, workers: 1, seed: 3).strikes.isEmpty)
    }

    @Test(arguments: 0..<50) func everybodyIsKilled(_ seed: UInt64) {
        let victims = Set(KillPlan(kills: 60, workers: 2, seed: seed).strikes.filter(\.isKill).map(\.victim))
        #expect(victims.isSuperset(of: ["trade-solver", "trade-worker", "trade-worker-2", "creditors", "debtors", "postgres"]))
        #expect(!KillPlan(kills: 60, workers: 1, seed: seed).strikes.contains { $0.victim == "trade-worker-2" })
    }
}
