import TestSupport
import Testing

@testable import Messaging

@Suite struct PreconditionFailureTests {
    @Test func `A broker's text is taken apart`() {
        let reason =
            "PRECONDITION_FAILED - inequivalent arg 'x-queue-type' for queue 'q' in vhost '/': received 'quorum' but current is 'classic'"
        let failure = PreconditionFailure(object: "queue \"q\"", reason: reason)
        #expect(failure.argument == "x-queue-type")
        #expect(failure.declared == "'quorum'")
        #expect(failure.existing == "'classic'")
        #expect(failure.description == "queue \"q\" exists with another \"x-queue-type\": declared is 'quorum', existing is 'classic'")
    }

    @Test(arguments: ["", "PRECONDITION_FAILED", "inequivalent arg '", "inequivalent arg 'x", "inequivalent arg ''"])
    func `Another text is shown as it is`(_ reason: String) {
        let failure = PreconditionFailure(object: "queue \"q\"", reason: reason)
        #expect(failure.declared == nil && failure.existing == nil)
        #expect(failure.description.contains(reason.isEmpty ? "different" : reason))
    }
}

@Suite struct BackoffTests {
    @Test func `Pauses double up to the maximum, with jitter`() {
        let backoff = Backoff(initialSeconds: 1, maximumSeconds: 10, giveUpAfterSeconds: 60)
        #expect((1...6).map { backoff.pauseSeconds(afterFailure: $0, jitter: 0) } == [0.5, 1, 2, 4, 5, 5])
        #expect(backoff.pauseSeconds(afterFailure: 1, jitter: 0.5) == 0.75)
        #expect(backoff.pauseSeconds(afterFailure: .max, jitter: 0.999) < 10)
    }
}

@Suite struct DrainingScheduleTests {
    @Test func `Idle limits and scales grow as specified`() {
        var schedule = DrainingSchedule()
        var idle: [Int] = [], scales: [Int] = []
        for _ in 0..<10 {
            idle.append((0...).first { schedule.mustPause(idleSeconds: $0) }!)
            scales.append(schedule.scaleSeconds)
            _ = schedule.beginPause(unixTime: 0)
        }
        #expect(idle == [2, 3, 5, 8, 14, 26, 50, 98, 182, 182])
        #expect(scales == [15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600])
    }

    @Test func `A pause ends at the next multiple of the scale`() {
        for time in [0, 14.5, 15, 1_700_000_003.25] {
            var schedule = DrainingSchedule()
            let pause = schedule.beginPause(unixTime: time)
            #expect(pause > 0 && pause <= 15)
            #expect((time + pause).truncatingRemainder(dividingBy: 15) == 0)
        }
    }
}

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

@Suite struct ReturnMatcherTests {
    static func message(_ key: String, _ body: String, mandatory: Bool = true) -> OutgoingMessage {
        OutgoingMessage(
            exchange: "e", routingKey: key, isMandatory: mandatory, type: "T", appID: "a", headers: [Field("n", 1)], body: [UInt8](body.utf8))
    }

    static func returned(_ message: OutgoingMessage) -> ReceivedContent {
        ReceivedContent(
            exchange: message.exchange, routingKey: message.routingKey, type: message.type, headers: message.headers, body: message.body)
    }

    @Test func `Returns are found in the order of publishing, and out of it`() {
        let messages = [
            Self.message("k", "1", mandatory: false), Self.message("k", "1"), Self.message("k", "2"), Self.message("k", "1"),
            Self.message("other", "1"),
        ]
        var matcher = ReturnMatcher()
        var open = Set(messages.indices)
        func find(_ content: ReceivedContent) -> Int? {
            let found = matcher.position(
                of: content, count: messages.count, message: { messages[$0] }, awaitsReturn: { open.contains($0) })
            if let found { open.remove(found) }
            return found
        }
        #expect(find(Self.returned(messages[1])) == 1)
        #expect(find(Self.returned(messages[3])) == 3)
        #expect(find(Self.returned(messages[2])) == 2)
        #expect(find(Self.returned(messages[2])) == nil)
        #expect(find(Self.returned(messages[4])) == 4)
    }
}
