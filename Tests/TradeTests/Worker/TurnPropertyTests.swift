import Foundation
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

    /// 24 seeds, or `TEST_SEED_COUNT`, from `TEST_SEED` on, or always the same.
    static let weathers: [Weather] = {
        func number(_ name: String) -> UInt64? { ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) } }
        let first = number("TEST_SEED") ?? 1
        return (0..<(number("TEST_SEED_COUNT") ?? 24)).map { Weather(seed: first &+ $0, isLossy: (first &+ $0) % 2 == 0) }
    }()

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
        var step = 0
        // In a few of many worlds the first trade comes late.
        while step < 1500 || world.authority.deeds.isEmpty && step < 15_000 {
            act(&world)
            step += 1
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

    @Test(
        "whatever has got lost, nothing is left in the end: the authority's reminders and the scanners bring everything to rest (TW-24)",
        arguments: weathers.filter(\.isLossy))
    func end(weather: Weather) {
        var world = TradeWorld(seed: weather.seed &+ 2000, isLossy: true)
        let totals = Dictionary(uniqueKeysWithValues: TradeWorld.debtors.map { ($0, world.authority.total($0)) })
        for _ in 0..<800 { act(&world) }
        world.isLossy = false
        settle(&world)
        #expect(WorldInvariants.violations(of: world, startTotals: totals) == [])
        let open = Set(world.authority.prepared.values.map { RequestKey($0.request, $0.request.coordinatorRequestID) })
        for worker in world.workers {
            let running = worker.state.attempts.values.compactMap(\.requestKey)
            #expect(open.isDisjoint(with: running), "an attempt is left only when the authority has done with it, or never heard of it")
        }
        for _ in 0..<20 {
            world.now = world.now.adding(days: 30)
            for index in world.workers.indices { world.scan(index) }
            settle(&world, rounds: 5)
        }
        #expect(WorldInvariants.violations(of: world, startTotals: totals) == [])
        #expect(world.authority.prepared.isEmpty)
        for worker in world.workers {
            let state = worker.state.normalized
            #expect(state.locks.isEmpty && state.attempts.isEmpty && state.statuses.isEmpty && state.participations.isEmpty)
            #expect(state.collectings.isEmpty && state.sendings.isEmpty && state.receivings.isEmpty && state.dispatchings.isEmpty)
        }
    }

    /// Ends the running turn and lets everything come to rest.
    private func settle(_ world: inout TradeWorld, rounds: Int = 400) {
        if world.stage == .locking {
            while !world.pool.isEmpty { world.deliver(atMost: 30) }
            world.solve()
        }
        for index in world.workers.indices { world.takeResults(index) }
        for round in 0..<rounds {
            if round % 40 == 0 { world.remind() }
            while !world.pool.isEmpty { world.deliver(atMost: 30) }
            for index in world.workers.indices {
                world.dispatch(index)
                world.triggerDueAttempts(index)
            }
            if world.pool.isEmpty { world.now = world.now.adding(seconds: 3600) }
        }
    }
}
