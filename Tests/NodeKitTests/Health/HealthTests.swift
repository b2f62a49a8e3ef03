import Foundation
import Logging
import TestSupport
import Testing

@testable import NodeKit

@Suite("The command health", .timeLimit(.minutes(1)))
struct HealthTests {
    private struct Broken: Error, CustomStringConvertible {
        let description = "it is broken"
    }

    private func service(_ board: RoleBoard, _ checks: ReadinessCheck...) -> HealthService {
        HealthService(
            name: "swpt-health-\(UInt64.random(in: 0 ... .max))", board: board, readiness: Readiness(checks),
            logger: Logger(label: "swpt_mint"))
    }

    @Test("a role is trusted when it runs, not when it has ended, and after a failure not before it has run for a while")
    func board() {
        let board = RoleBoard()
        let start = ContinuousClock.now
        board.started("scan", at: start)
        board.started("flush", at: start)
        #expect(board.troubles(at: start) == [])
        board.failed("scan")
        #expect(board.troubles(at: start) == ["scan does not run"])
        board.started("scan", at: start + .seconds(10))
        #expect(board.troubles(at: start + .seconds(14)) == ["scan does not run"])
        #expect(board.troubles(at: start + .seconds(15)) == [])
    }

    /// Waits until its task is cancelled.
    private static func hang() async throws { try await Task.sleep(for: .seconds(86_400)) }

    /// Runs roles as a node does, until the body ends.
    private func running(_ roles: any NodeRole..., body: (RoleBoard) async throws -> Void) async throws {
        let board = RoleBoard()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await Supervisor(name: "all", roles: roles, board: board, logger: Logger(label: "swpt_mint")).run() }
            try await body(board)
            group.cancelAll()
        }
    }

    /// Waits until it would be said, if nothing happened any more for some time, that these give no sign of life.
    private func expect(silent roles: [String], after time: Duration, _ board: RoleBoard) async throws {
        let sentences = roles.map { "\($0) gives no sign of life" }
        try await TestBroker.eventuallyNothing(missing: "\(sentences) after \(time)") {
            let said = board.troubles(at: .now + time)
            return said == sentences ? nil : "\(said)"
        }
    }

    @Test("a loop that hangs is named when its patience is over, and those that rest or wait for messages are not")
    func hanging() async throws {
        let hanging = PeriodicRole("hangs", everySeconds: 1) { try await Self.hang() }
        let resting = PeriodicRole("rests", everySeconds: 7200) {}
        let waiting = PeriodicRole("waits", everySeconds: 7200, wakeUp: WakeUp()) {}
        let listening = Role("listens") {
            Pulse.beat()
            Pulse.rest(for: nil)
            try await Self.hang()
        }
        let serving = Role("serves") { try await Self.hang() }
        let (hour, minute) = (Duration.seconds(3600), Duration.seconds(60))
        try await running(hanging, resting, waiting, listening, serving) { board in
            try await expect(silent: ["hangs"], after: Pulse.patience + minute, board)
            #expect(board.troubles(at: .now + Pulse.patience - minute) == [])
            try await expect(silent: ["hangs"], after: hour * 2, board)
            try await expect(silent: ["hangs", "rests", "waits"], after: hour * 2 + Pulse.patience + minute, board)
        }
    }

    @Test("one of several workers that hangs is enough")
    func workers() async throws {
        let role = Role("scan") {
            try await Workers.run(3) { number in
                try await PeriodicRole("worker", everySeconds: 7200) { if number == 1 { try await Self.hang() } }.run()
            }
        }
        try await running(role) { board in try await expect(silent: ["scan"], after: Pulse.patience + .seconds(60), board) }
    }

    @Test("a role that is started again has a new pulse")
    func startedAgain() {
        let board = RoleBoard()
        let start = ContinuousClock.now
        board.started("scan", at: start).beat(at: start)
        let late = start + Pulse.patience + .seconds(1)
        #expect(board.troubles(at: late) == ["scan gives no sign of life"])
        board.started("scan", at: late)
        #expect(board.troubles(at: late) == [])
    }

    @Test("whoever asks is told that all is well, or what is not")
    func answers() async {
        let board = RoleBoard()
        board.started("flush_all")
        let service = service(board, ReadinessCheck("broker") {})
        while await service.answer() != HealthService.healthy { await Task.yield() }
        board.failed("consume_messages")
        let broken = self.service(board, ReadinessCheck("database") { throw Broken() }, ReadinessCheck("broker") {})
        // A machine that is busy for a whole second lets a check fail for that.
        while await broken.answer() != "consume_messages does not run\ndatabase: it is broken\n" { await Task.yield() }
    }

    /// Asks on a thread that nobody else needs.
    private func ask(_ name: String) async -> String? {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: HealthProbe.ask(name)) }
        }
    }

    @Test("a process answers as long as it runs, again and again; nobody else answers in its place")
    func socket() async {
        let service = service(RoleBoard())
        #expect(await ask(service.name) == nil)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await service.run() }
            while await ask(service.name) != HealthService.healthy {}
            while await ask(service.name) != HealthService.healthy {}
            #expect(HealthSocket(name: service.name) == nil)
            // Returns although it has not been told to end.
            await service.run()
            group.cancelAll()
        }
        while await ask(service.name) != nil {}
    }

    @Test("the name of a process that has ended is free")
    func nameIsFree() async {
        let service = service(RoleBoard())
        for _ in 1...2 {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { while !Task.isCancelled { await service.run() } }
                while await ask(service.name) == nil {}
                group.cancelAll()
            }
        }
    }
}
