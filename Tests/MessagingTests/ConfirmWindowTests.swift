import TestSupport
import Testing

@testable import Messaging

@Suite struct ConfirmWindowTests {
    @Test(arguments: [11, 12, 13, 14, 15, 16] as [UInt64])
    func `Each message gets one outcome, whatever comes in whatever order`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let count = 200
        var window = ConfirmWindow(count: count)
        var expected: [Int: PublishOutcome] = [:], actual: [Int: PublishOutcome] = [:]
        var returned: Set<Int> = []
        for _ in 0..<2000 {
            let position = Int.random(in: -3..<(count + 3), using: &generator)
            if (0..<count).contains(position), Bool.random(using: &generator), expected[position] == nil {
                window.markReturned(position, code: 312, reason: "NO_ROUTE")
                returned.insert(position)
                continue
            }
            let andBefore = Int.random(in: 0..<20, using: &generator) == 0, isPositive = Int.random(in: 0..<4, using: &generator) > 0
            if (0..<count).contains(position) {
                for settled in (andBefore ? 0 : position)...position where expected[settled] == nil {
                    expected[settled] =
                        returned.contains(settled) ? .returned(code: 312, reason: "NO_ROUTE") : isPositive ? .confirmed : .nacked
                }
            }
            window.settle(position, andBefore: andBefore, isPositive: isPositive) { position, outcome in
                #expect(actual[position] == nil, "seed \(seed)")
                actual[position] = outcome
            }
            #expect(window.openCount == count - actual.count, "seed \(seed)")
        }
        #expect(actual == expected, "seed \(seed)")
    }
}
