import SMPProtocol
import TestSupport
import Testing

@testable import Trade

@Suite("Random turns with lost, doubled, late and reordered messages (TW-28)")
struct TurnPropertyTests {
    struct Weather: Sendable, CustomTestStringConvertible {
        let seed: UInt64
        let isLossy: Bool

        var testDescription: String { "seed \(seed), \(isLossy ? "messages get lost" : "nothing gets lost")" }
    }

    static let weathers = (1...24).map { Weather(seed: $0, isLossy: $0 % 2 == 0) }

    private func act(_ world: inout TradeWorld) {
        let worker = Int.random(in: 0..<world.workers.count, using: &world.random)
        switch Int.random(in: 0..<24, using: &world.random) {
        case 0: world.now = world.now.adding(seconds: Int64.random(in: 0...1500, using: &world.random))
        case 1: world.triggerDueAttempts(worker)
        case 2, 3: world.dispatch(worker)
        case 4: if world.stage == .idle && world.chance(4) { world.beginTurn() }
        case 5: if world.stage == .locking && world.chance(12) { world.solve() }
        case 6: world.takeResults(worker)
        case 7: if world.chance(8) { disturb(&world) }
        default: if !world.pool.isEmpty { world.deliver(atMost: 6) }
        }
    }

    /// A rate changes between a preparation and its commit, or a buyer's account comes back under another name.
    private func disturb(_ world: inout TradeWorld) {
        if world.chance(2) {
            let key = AccountKey(creditor: world.random.pick(TradeWorld.collectors), debtor: world.random.pick(TradeWorld.debtors))
            let rate = Double.random(in: -30...5, using: &world.random)
            world.post(world.authority.changeRate(key, rate, now: world.now))
        } else {
            let key = world.random.pick(world.wishes).key
            if !world.authority.hasLockedAmount(key) { world.post(world.authority.recreate(key, now: world.now)) }
        }
    }

    @Test("every invariant holds after every step", arguments: weathers)
    func safety(weather: Weather) {
        var world = TradeWorld(seed: weather.seed, isLossy: weather.isLossy)
        let totals = Dictionary(uniqueKeysWithValues: TradeWorld.debtors.map { ($0, world.authority.total($0)) })
        for step in 0..<1500 {
            act(&world)
            guard step % 5 == 0 else { continue }
            let violations = WorldInvariants.violations(of: world, startTotals: totals)
            #expect(violations.isEmpty, "step \(step)")
            if !violations.isEmpty { return }
        }
        #expect(!world.authority.deeds.isEmpty, "something was traded")
    }

    @Test(
        "when nothing gets lost, everything ends: no lock, no prepared transfer, no attempt, no open status",
        arguments: weathers.filter { !$0.isLossy })
    func completeness(weather: Weather) {
        var world = TradeWorld(seed: weather.seed &+ 1000, isLossy: false)
        let totals = Dictionary(uniqueKeysWithValues: TradeWorld.debtors.map { ($0, world.authority.total($0)) })
        for _ in 0..<800 { act(&world) }
        settle(&world)
        #expect(WorldInvariants.violations(of: world, startTotals: totals) == [])
        #expect(world.authority.prepared.isEmpty)
        for worker in world.workers {
            #expect(worker.state.locks.values.filter { $0.release == nil } == [])
            #expect(worker.state.attempts.isEmpty && worker.state.statuses.isEmpty && worker.state.participations.isEmpty)
        }
        let owed = world.results.values.flatMap(\.takings).reduce(0) { $0 + $1.amount }
        let taken = world.authority.deeds.filter { AgentTransferNote($0.key.note)?.kind == .collecting }.reduce(0) { $0 + $1.value[0] }
        #expect(taken == owed, "every sale was paid")
    }

    /// Ends the running turn and lets everything come to rest.
    private func settle(_ world: inout TradeWorld) {
        if world.stage == .locking {
            while !world.pool.isEmpty { world.deliver(atMost: 30) }
            world.solve()
        }
        for index in world.workers.indices { world.takeResults(index) }
        for _ in 0..<400 {
            while !world.pool.isEmpty { world.deliver(atMost: 30) }
            for index in world.workers.indices {
                world.dispatch(index)
                world.triggerDueAttempts(index)
            }
            if world.pool.isEmpty { world.now = world.now.adding(seconds: 3600) }
        }
    }
}
