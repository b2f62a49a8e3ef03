import SMPProtocol
import TestSupport
import Testing

@testable import Trade

@Suite("A batch of messages")
struct ScopePropertyTests {
    private static func scope(_ state: WorkerState, firstRequest: Int64, _ count: Int) -> MessageScope {
        MessageScope(
            state, rules: Sample.rules, now: Sample.now,
            requestIDs: (0..<count).map { CoordinatorRequestID(firstRequest + Int64($0)) }.reversed(),
            random: { 7 })
    }

    @Test("needs no other rows than those that its messages name", arguments: 1...60 as ClosedRange<UInt64>)
    func keysSuffice(seed: UInt64) {
        var rows = RandomRows(seed: seed)
        let everything = rows.state()
        rows.known = everything
        for _ in 0..<20 {
            let batch = (0..<Int.random(in: 1...6, using: &rows.random)).map { _ in rows.message() }
            let keys = MessageScopeKeys(batch, Sample.rules)
            var loaded = Self.scope(keys.load(from: everything), firstRequest: rows.requestCount + 1, keys.requestIDCount)
            var all = everything
            all.offeredTurns = all.turns
            var whole = Self.scope(all, firstRequest: rows.requestCount + 1, keys.requestIDCount)
            loaded.handle(batch)
            whole.handle(batch)
            #expect(loaded.effects == whole.effects, "seed \(seed): \(batch)")
        }
    }

    @Test("does what its messages would do one by one", arguments: 1...60 as ClosedRange<UInt64>)
    func batchEqualsSequence(seed: UInt64) {
        var rows = RandomRows(seed: seed)
        var together = PlayedWorker()
        together.state = rows.state()
        together.lastRequestID = rows.requestCount
        for _ in 0..<10 {
            var oneByOne = together
            (together.effects, oneByOne.effects) = (Effects(), Effects())
            rows.known = together.state
            let batch = (0..<Int.random(in: 1...10, using: &rows.random)).map { _ in rows.message() }
            together.handle(batch)
            for message in batch { oneByOne.handle(message) }
            #expect(together.effects == oneByOne.effects, "seed \(seed): \(batch)")
            #expect(together.state.differences(from: oneByOne.state) == [], "seed \(seed): \(batch)")
        }
    }
}
