import TestSupport
import Testing

@testable import Messaging

@Suite struct SettlementTrackerTests {
    @Test func `A whole batch is one acknowledgement`() {
        var tracker = SettlementTracker()
        for number in 1...100 { tracker.deliver(UInt64(number)) }
        #expect(tracker.settle((1...100).map { (UInt64($0), .acknowledge) }) == [.acknowledge(number: 100, andBefore: true)])
        #expect(tracker.openCount == 0)
    }

    @Test func `A rejection goes before the acknowledgement of the rest`() {
        var tracker = SettlementTracker()
        for number in 1...4 { tracker.deliver(UInt64(number)) }
        let commands = tracker.settle([(1, .acknowledge), (2, .reject), (3, .acknowledge), (4, .acknowledge)])
        #expect(commands == [.reject(number: 2, requeue: false), .acknowledge(number: 4, andBefore: true)])
    }

    @Test func `What is still open is never acknowledged with the rest`() {
        var tracker = SettlementTracker()
        for number in 1...4 { tracker.deliver(UInt64(number)) }
        #expect(
            tracker.settle([(3, .acknowledge), (4, .acknowledge)])
                == [.acknowledge(number: 3, andBefore: false), .acknowledge(number: 4, andBefore: false)])
        #expect(tracker.settle([(1, .acknowledge), (2, .acknowledge)]) == [.acknowledge(number: 2, andBefore: true)])
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func `Whatever the order, the broker learns exactly the verdicts that were given`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        var tracker = SettlementTracker()
        var given: [UInt64: SettlementTracker.Verdict] = [:]
        var open: Set<UInt64> = [], broker: [UInt64: SettlementTracker.Verdict] = [:]
        var delivered: UInt64 = 0
        for _ in 0..<500 {
            for _ in 0..<Int.random(in: 0...5, using: &generator) {
                delivered += 1
                tracker.deliver(delivered)
                open.insert(delivered)
            }
            // Also second verdicts, and numbers that do not exist.
            let verdicts = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                (
                    number: UInt64.random(in: 0...(delivered + 2), using: &generator),
                    verdict: [SettlementTracker.Verdict.acknowledge, .acknowledge, .reject, .requeue].randomElement(using: &generator)!
                )
            }
            for (number, verdict) in verdicts where number >= 1 && number <= delivered && given[number] == nil { given[number] = verdict }
            for command in tracker.settle(verdicts) {
                switch command {
                case .acknowledge(let number, let andBefore):
                    #expect(open.contains(number), "seed \(seed): unknown number \(number)")
                    for settled in open where settled == number || andBefore && settled < number {
                        open.remove(settled)
                        broker[settled] = .acknowledge
                    }
                case .reject(let number, let requeue):
                    #expect(open.remove(number) != nil, "seed \(seed): unknown number \(number)")
                    broker[number] = requeue ? .requeue : .reject
                }
            }
            #expect(broker == given, "seed \(seed)")
            #expect(tracker.openCount == open.count, "seed \(seed)")
        }
    }
}
