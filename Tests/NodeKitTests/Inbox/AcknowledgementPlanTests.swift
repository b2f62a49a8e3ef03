import Testing

@testable import NodeKit

@Suite struct AcknowledgementPlanTests {
    @Test("a batch that was handled whole is acknowledged with one command")
    func handledWhole() {
        let plan = AcknowledgementPlan((1...100).map { (UInt64($0), .handled) })
        #expect(plan.commands == [.acknowledgeUpTo(tag: 100)])
    }

    @Test("rejections go first, so that the acknowledgement of many does not swallow them")
    func rejectionsFirst() {
        let plan = AcknowledgementPlan([(4, .handled), (5, .rejected), (6, .handled), (7, .rejected)])
        #expect(plan.commands == [.reject(tag: 5), .reject(tag: 7), .acknowledgeUpTo(tag: 6)])
    }

    @Test("nothing after a kept delivery is acknowledged with `multiple`")
    func keptOnes() {
        let plan = AcknowledgementPlan([(1, .handled), (2, .kept), (3, .handled), (4, .handled)])
        #expect(plan.commands == [.acknowledgeUpTo(tag: 1), .acknowledge(tag: 3), .acknowledge(tag: 4)])
    }

    @Test("played against a channel, every delivery gets exactly its outcome", arguments: 0..<200)
    func playedAgainstAChannel(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func random() -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state >> 33)
        }
        var tag: UInt64 = UInt64(random() % 10)
        let outcomes = (0..<random() % 20).map { _ -> (tag: UInt64, outcome: DeliveryOutcome) in
            tag += 1 + UInt64(random() % 2)
            return (tag, [.handled, .rejected, .kept][random() % 3])
        }
        var open = Set(outcomes.map(\.tag))
        var handled: Set<UInt64> = []
        var rejected: Set<UInt64> = []
        for command in AcknowledgementPlan(outcomes).commands {
            switch command {
            case .reject(let tag):
                #expect(open.remove(tag) != nil)
                rejected.insert(tag)
            case .acknowledge(let tag):
                #expect(open.remove(tag) != nil)
                handled.insert(tag)
            case .acknowledgeUpTo(let tag):
                handled.formUnion(open.filter { $0 <= tag })
                open = open.filter { $0 > tag }
            }
        }
        func tags(_ outcome: DeliveryOutcome) -> Set<UInt64> { Set(outcomes.filter { $0.outcome == outcome }.map(\.tag)) }
        #expect(handled == tags(.handled))
        #expect(rejected == tags(.rejected))
        #expect(open == tags(.kept))
    }
}
