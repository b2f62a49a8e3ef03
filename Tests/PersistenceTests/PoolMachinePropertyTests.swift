import TestSupport
import Testing

@testable import Persistence

@Suite("the pool's decisions, whatever happens")
struct PoolMachinePropertyTests {
    /// Callers, connections and a server as the pool sees them, which do everything that they may in random order.
    private struct World {
        static let connections = 5

        var machine: PoolMachine
        var random: SplitMix64
        var now: Duration = .zero
        var lastCaller: UInt64 = 0
        var waiting: Set<UInt64> = []
        var lent: Set<UInt64> = []
        var resting: Set<UInt64> = []
        var opening: Set<UInt64> = []
        var closing: Set<UInt64> = []
        var wakeUps: [Duration] = []
        var served = 0, refused = 0, left = 0
        var isDrained = false
        var opensAreRefused = false

        init(seed: UInt64) {
            var configuration = DatabaseConfiguration(maximumConnections: Self.connections)
            configuration.maximumWaiters = 12
            configuration.acquireTimeout = .seconds(3)
            configuration.idleTimeout = .seconds(2)
            configuration.maximumConnectionAge = .seconds(20)
            machine = PoolMachine(configuration)
            random = SplitMix64(seed: seed)
        }

        mutating func feed(_ input: PoolMachine.Input) {
            for action in machine.handle(input, at: now) { carryOut(action) }
            let open = lent.count + resting.count + opening.count + closing.count
            #expect(open <= Self.connections, "\(open) connections after \(input)")
            #expect(resting.isEmpty || waiting.isEmpty, "somebody waits beside a resting connection after \(input)")
            #expect(machine.waiting == waiting.count, "\(input)")
        }

        private mutating func carryOut(_ action: PoolMachine.Action) {
            switch action {
            case .lend(let connection, let caller):
                #expect(waiting.remove(caller) != nil, "lent to nobody")
                #expect(resting.remove(connection) != nil, "lent although it does not rest")
                lent.insert(connection)
                served += 1
            case .refuse(let caller, _):
                #expect(waiting.remove(caller) != nil, "nobody was refused")
                refused += 1
            case .open(let connection): opening.insert(connection)
            case .close(let connection):
                #expect(resting.remove(connection) != nil, "closed although it is lent")
                closing.insert(connection)
            case .wake(let moment): wakeUps.append(moment)
            case .drained:
                #expect(!isDrained && lent.isEmpty && resting.isEmpty && opening.isEmpty && closing.isEmpty)
                isDrained = true
            }
        }

        mutating func come() {
            lastCaller += 1
            waiting.insert(lastCaller)
            feed(.callerCame(lastCaller))
        }

        mutating func finishOpening(_ connection: UInt64, succeeds: Bool) {
            opening.remove(connection)
            if succeeds { resting.insert(connection) }
            feed(succeeds ? .opened(connection) : .openingFailed(connection, factor: 0.75))
        }

        mutating func giveBack(_ connection: UInt64, isReusable: Bool) {
            lent.remove(connection)
            resting.insert(connection)
            feed(.returned(connection, isReusable: isReusable))
        }

        mutating func finishClosing(_ connection: UInt64) {
            closing.remove(connection)
            feed(.closed(connection))
        }

        /// Time goes by; timers ring when they are due.
        mutating func pass(_ time: Duration) {
            let end = now + time
            while let next = wakeUps.filter({ $0 <= end }).min() {
                wakeUps.remove(at: wakeUps.firstIndex(of: next)!)
                now = max(now, next)
                feed(.woken)
            }
            now = end
        }

        mutating func step() {
            switch Int.random(in: 0..<12, using: &random) {
            case 0...2: come()
            case 3: if let caller = waiting.sorted().randomElement(using: &random) { leave(caller) }
            case 4...5: if let one = opening.sorted().randomElement(using: &random) { finishOpening(one, succeeds: !opensAreRefused) }
            case 6...8:
                if let one = lent.sorted().randomElement(using: &random) {
                    giveBack(one, isReusable: Int.random(in: 0..<8, using: &random) > 0)
                }
            case 9: if let one = closing.sorted().randomElement(using: &random) { finishClosing(one) }
            case 10: pass(.milliseconds(Int.random(in: 0..<400, using: &random)))
            default: opensAreRefused = Int.random(in: 0..<3, using: &random) == 0
            }
        }

        private mutating func leave(_ caller: UInt64) {
            waiting.remove(caller)
            left += 1
            feed(.callerLeft(caller))
        }

        /// From now on everything goes well, and everybody ends what is under way.
        mutating func settle() {
            while true {
                if let one = opening.first {
                    finishOpening(one, succeeds: true)
                } else if let one = lent.first {
                    giveBack(one, isReusable: true)
                } else if let one = closing.first {
                    finishClosing(one)
                } else if !waiting.isEmpty, !wakeUps.isEmpty {
                    pass(.seconds(1))
                } else {
                    return
                }
            }
        }
    }

    @Test("nobody is forgotten, nothing is lent twice, limits hold, and the end comes", arguments: 1...40 as ClosedRange<UInt64>)
    func anything(seed: UInt64) {
        var world = World(seed: seed)
        for _ in 0..<2_000 { world.step() }
        world.settle()
        #expect(world.waiting.isEmpty)
        #expect(world.served + world.refused + world.left == Int(world.lastCaller))
        #expect(world.served > 100)
        world.feed(.shutDown)
        world.come()
        world.settle()
        #expect(world.isDrained && world.waiting.isEmpty)
    }
}
