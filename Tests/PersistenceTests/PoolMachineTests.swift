import Testing

@testable import Persistence

@Suite("the pool's decisions")
struct PoolMachineTests {
    /// Feeds inputs and compares what they cause, one line per step. Times are in milliseconds.
    final class Play {
        private var machine: PoolMachine

        init(connections: Int = 20, waiters: Int = 100, age: Duration? = nil) {
            var configuration = DatabaseConfiguration(maximumConnections: connections)
            configuration.maximumWaiters = waiters
            configuration.acquireTimeout = .milliseconds(30_000)
            configuration.idleTimeout = .milliseconds(600_000)
            configuration.maximumConnectionAge = age
            machine = PoolMachine(configuration)
        }

        func at(
            _ time: Int, _ input: PoolMachine.Input, _ wanted: [PoolMachine.Action], sourceLocation: SourceLocation = #_sourceLocation
        ) {
            #expect(machine.handle(input, at: .milliseconds(time)) == wanted, sourceLocation: sourceLocation)
        }
    }

    private static func failed(_ connection: UInt64) -> PoolMachine.Input { .openingFailed(connection, factor: 0.5) }
    private static func back(_ connection: UInt64) -> PoolMachine.Input { .returned(connection, isReusable: true) }
    private static func broken(_ connection: UInt64) -> PoolMachine.Input { .returned(connection, isReusable: false) }
    private static func wake(_ time: Int) -> PoolMachine.Action { .wake(.milliseconds(time)) }

    @Test("a connection is opened for who comes, rests when it is given back, and serves the next one")
    func lending() {
        let play = Play()
        play.at(0, .callerCame(1), [.open(1), Self.wake(30_000)])
        play.at(5, .opened(1), [.lend(1, 1)])
        play.at(9, Self.back(1), [])
        play.at(10, .callerCame(2), [.lend(1, 2)])
        play.at(11, .callerCame(3), [.open(2)])
        play.at(12, Self.back(1), [.lend(1, 3)])
        play.at(13, .opened(2), [])
        play.at(14, .callerCame(4), [.lend(2, 4)])
    }

    @Test("who comes first is served first, whoever has left in between")
    func order() {
        let play = Play(connections: 1)
        play.at(0, .callerCame(1), [.open(1), Self.wake(30_000)])
        play.at(1, .callerCame(2), [])
        play.at(2, .callerCame(3), [])
        play.at(3, .callerCame(4), [])
        play.at(4, .opened(1), [.lend(1, 1)])
        play.at(5, .callerLeft(2), [])
        play.at(6, Self.back(1), [.lend(1, 3)])
        play.at(7, Self.back(1), [.lend(1, 4)])
        play.at(8, Self.back(1), [])
    }

    @Test("no more connections than allowed, a few at a time, and no more than there are callers")
    func limits() {
        let play = Play(connections: 5)
        play.at(0, .callerCame(1), [.open(1), Self.wake(30_000)])
        for number in 2...4 { play.at(0, .callerCame(UInt64(number)), [.open(UInt64(number))]) }
        for number in 5...8 { play.at(0, .callerCame(UInt64(number)), []) }
        play.at(1, .opened(1), [.lend(1, 1), .open(5)])
        for number in 2...5 { play.at(2, .opened(UInt64(number)), [.lend(UInt64(number), UInt64(number))]) }
        play.at(3, .callerCame(9), [])
        play.at(4, Self.back(3), [.lend(3, 6)])
    }

    @Test("while a connection lives, waiters stay in line, and the pauses between attempts to open another one grow")
    func backOff() {
        let play = Play()
        play.at(0, .callerCame(1), [.open(1), Self.wake(30_000)])
        play.at(1, .opened(1), [.lend(1, 1)])
        play.at(2, .callerCame(2), [.open(2)])
        play.at(3, .callerCame(3), [.open(3)])
        play.at(1_000, Self.failed(2), [])
        // Refused for the same reason at the same time: counted once.
        play.at(1_001, Self.failed(3), [Self.wake(1_050)])
        play.at(1_002, .callerCame(4), [])
        play.at(1_050, .woken, [.open(4), Self.wake(30_002)])
        play.at(1_060, Self.failed(4), [Self.wake(1_160)])
        play.at(1_160, .woken, [.open(5), Self.wake(30_002)])
        play.at(1_170, Self.failed(5), [Self.wake(1_370)])
        play.at(1_200, Self.back(1), [.lend(1, 2)])
        play.at(1_370, .woken, [.open(6), Self.wake(30_003)])
        play.at(1_380, .opened(6), [.lend(6, 3), .open(7)])
        play.at(1_390, .opened(7), [.lend(7, 4)])
    }

    @Test("the pauses have a longest one")
    func longestPause() {
        let play = Play()
        play.at(0, .callerCame(1), [.open(1), Self.wake(30_000)])
        play.at(0, .opened(1), [.lend(1, 1)])
        play.at(0, .callerCame(2), [.open(2)])
        var time = 0
        for (number, pause) in zip((2 as UInt64)..., [50, 100, 200, 400, 800, 1_600, 2_500, 2_500, 2_500]) {
            play.at(time, Self.failed(number), [Self.wake(time + pause)])
            time += pause
            play.at(time, .woken, [.open(number + 1), Self.wake(30_000)])
        }
    }

    @Test("without any connection everybody learns why none can be opened, and the next caller causes a single attempt at once")
    func unreachable() {
        let play = Play()
        play.at(0, .callerCame(1), [.open(1), Self.wake(30_000)])
        play.at(0, .callerCame(2), [.open(2)])
        play.at(0, .callerCame(3), [.open(3)])
        play.at(1, Self.failed(1), [])
        play.at(1, Self.failed(2), [])
        play.at(1, Self.failed(3), [.refuse(1, .cannotOpen), .refuse(2, .cannotOpen), .refuse(3, .cannotOpen)])
        play.at(2, .callerCame(4), [.open(4)])
        play.at(2, .callerCame(5), [])
        play.at(3, Self.failed(4), [.refuse(4, .cannotOpen), .refuse(5, .cannotOpen)])
        play.at(4, .callerCame(6), [.open(5)])
        play.at(4, .callerCame(7), [])
        play.at(5, .opened(5), [.lend(5, 6), .open(6)])
    }

    @Test("when the last connection is lost during a pause, the next attempt does not wait")
    func lastConnectionLost() {
        let play = Play()
        play.at(0, .callerCame(1), [.open(1), Self.wake(30_000)])
        play.at(0, .opened(1), [.lend(1, 1)])
        play.at(0, .callerCame(2), [.open(2)])
        play.at(0, Self.failed(2), [Self.wake(50)])
        play.at(1, Self.broken(1), [.close(1)])
        play.at(2, .closed(1), [.open(3)])
        play.at(3, Self.failed(3), [.refuse(2, .cannotOpen)])
    }

    @Test("a wait that takes too long ends, with the number of connections that there were")
    func exhaustion() {
        let play = Play(connections: 1, waiters: 2)
        play.at(0, .callerCame(1), [.open(1), Self.wake(30_000)])
        play.at(1, .opened(1), [.lend(1, 1)])
        play.at(2, .callerCame(2), [])
        play.at(9, .callerCame(3), [])
        play.at(10, .callerCame(4), [.refuse(4, .tooManyWaiters)])
        play.at(30_000, .woken, [Self.wake(30_002)])
        play.at(30_002, .woken, [.refuse(2, .exhausted(connections: 1)), Self.wake(30_009)])
        play.at(30_003, Self.back(1), [.lend(1, 3)])
        play.at(30_009, .woken, [])
    }

    @Test("connections that are broken, too old, or rested too long are closed, and replaced when somebody waits")
    func replacement() {
        let play = Play(connections: 2, age: .milliseconds(1_000_000))
        play.at(0, .callerCame(1), [.open(1), Self.wake(30_000)])
        play.at(0, .callerCame(2), [.open(2)])
        play.at(0, .opened(1), [.lend(1, 1)])
        play.at(0, .opened(2), [.lend(2, 2)])
        play.at(1, Self.back(1), [])
        play.at(30_000, .woken, [])
        play.at(600_002, Self.back(2), [.close(1)])
        play.at(600_003, .closed(1), [])
        play.at(600_004, .callerCame(3), [.lend(2, 3)])
        play.at(1_000_001, Self.back(2), [.close(2)])
        play.at(1_000_002, .callerCame(4), [.open(3), Self.wake(1_030_002)])
        play.at(1_000_003, .callerCame(5), [])
        play.at(1_000_004, .closed(2), [.open(4)])
    }

    @Test("after the shutdown nobody is let in, and the end comes with the last connection")
    func shutDown() {
        let play = Play(connections: 3)
        play.at(0, .callerCame(1), [.open(1), Self.wake(30_000)])
        play.at(0, .callerCame(2), [.open(2)])
        play.at(0, .callerCame(3), [.open(3)])
        play.at(0, .opened(1), [.lend(1, 1)])
        play.at(0, .opened(2), [.lend(2, 2)])
        play.at(1, Self.back(1), [.lend(1, 3)])
        play.at(2, Self.back(1), [])
        play.at(3, .shutDown, [.close(1)])
        play.at(4, .callerCame(4), [.refuse(4, .shutDown)])
        play.at(5, .closed(1), [])
        play.at(6, Self.back(2), [.close(2)])
        play.at(7, .opened(3), [.close(3)])
        play.at(8, .closed(2), [])
        play.at(9, .closed(3), [.drained])
        play.at(10, .callerCame(5), [.refuse(5, .shutDown)])
        let unused = Play()
        unused.at(0, .shutDown, [.drained])
    }
}
