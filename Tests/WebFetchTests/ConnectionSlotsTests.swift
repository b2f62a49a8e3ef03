import Testing

@testable import WebFetch

@Suite struct ConnectionSlotsTests {
    private static let start = ContinuousClock.now

    private static func slots(_ total: Int, _ perHost: Int, _ hosts: [String]) -> ConnectionSlots<String> {
        var slots = ConnectionSlots<String>(total: total, perHost: perHost)
        for (id, host) in hosts.enumerated() {
            slots.enqueue("\(host)\(id)", id: UInt64(id), host: host, deadline: start + .seconds(id))
        }
        return slots
    }

    private static func all(_ slots: inout ConnectionSlots<String>) -> [String] {
        var started: [String] = []
        while let entry = slots.next() { started.append(entry) }
        return started
    }

    @Test func `hosts take turns, each in its order, within both limits`() {
        var slots = Self.slots(5, 2, ["a", "a", "a", "b", "a", "c", "b", "b"])
        #expect(Self.all(&slots) == ["a0", "b3", "c5", "a1", "b6"])
        #expect(slots.runningCount == 5 && slots.waitingCount == 3)
        slots.release(host: "c")
        #expect(Self.all(&slots) == [])
        slots.release(host: "a")
        #expect(Self.all(&slots) == ["a2"])
        slots.release(host: "b")
        #expect(Self.all(&slots) == ["b7"])
        #expect(slots.isFree("d") == (slots.runningCount < 5))
    }

    @Test func `a host with all places taken waits, others do not`() {
        var slots = Self.slots(100, 2, Array(repeating: "slow", count: 2000) + ["quick"])
        #expect(Self.all(&slots) == ["slow0", "quick2000", "slow1"])
        #expect(slots.waitingCount == 1998)
        slots.release(host: "slow")
        #expect(slots.next() == "slow2" && slots.next() == nil)
    }

    @Test func `what is taken back, or has waited for too long, does not start`() {
        var slots = Self.slots(1, 1, ["a", "a", "b", "b", "a"])
        #expect(slots.remove(id: 1) == "a1" && slots.remove(id: 1) == nil)
        #expect(slots.removeExpired(now: Self.start - .seconds(1)) == [])
        #expect(slots.untilNextDeadline(now: Self.start) == .zero)
        #expect(Set(slots.removeExpired(now: Self.start + .seconds(2))) == ["a0", "b2"])
        #expect(slots.untilNextDeadline(now: Self.start) == .seconds(3))
        #expect(slots.next() == "a4")
        slots.release(host: "a")
        #expect(slots.next() == "b3" && slots.waitingCount == 0)
        #expect(slots.untilNextDeadline(now: Self.start) == nil)
    }

    @Test func `at the end everything that waits is given back`() {
        var slots = Self.slots(1, 1, ["a", "a", "b"])
        _ = slots.next()
        #expect(Set(slots.removeAll()) == ["a1", "b2"])
        slots.release(host: "a")
        #expect(slots.next() == nil && slots.runningCount == 0 && slots.waitingCount == 0)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `whatever happens, limits hold, nobody is forgotten, and each host keeps its order`(seed: UInt64) {
        var generator = seed &* 0x9e37_79b9_7f4a_7c15
        func random(_ bound: Int) -> Int {
            generator = generator &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(generator >> 33) % bound
        }
        var slots = ConnectionSlots<(id: Int, host: String)>(total: 4, perHost: 2)
        var running: [(id: Int, host: String)] = []
        var waiting: [Int: String] = [:]
        var lastStarted: [String: Int] = [:]
        for id in 0..<3000 {
            let host = "h\(random(5))"
            slots.enqueue((id, host), id: UInt64(id), host: host, deadline: Self.start)
            waiting[id] = host
            if random(4) == 0, let victim = waiting.keys.min() {
                #expect(slots.remove(id: UInt64(victim))?.id == victim)
                waiting[victim] = nil
            }
            for _ in 0..<random(3) where !running.isEmpty { slots.release(host: running.remove(at: random(running.count)).host) }
            while let entry = slots.next() {
                let host = waiting.removeValue(forKey: entry.id)
                #expect(host == entry.host && lastStarted[entry.host, default: -1] < entry.id)
                lastStarted[entry.host] = entry.id
                running.append(entry)
            }
            let perHost = Dictionary(grouping: running, by: \.host).mapValues(\.count)
            #expect(running.count <= 4 && perHost.values.allSatisfy { $0 <= 2 } && slots.waitingCount == waiting.count)
            let couldStart = running.count < 4 && waiting.values.contains { perHost[$0, default: 0] < 2 }
            #expect(!couldStart)
        }
        while !running.isEmpty {
            slots.release(host: running.removeLast().host)
            while let entry = slots.next() { running.append(entry) }
        }
        #expect(slots.waitingCount == 0 && slots.runningCount == 0)
    }
}
