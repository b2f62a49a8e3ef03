import Foundation
import Logging
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
        #expect(board.troubled(at: start) == [])
        board.failed("scan")
        #expect(board.troubled(at: start) == ["scan"])
        board.started("scan", at: start + .seconds(10))
        #expect(board.troubled(at: start + .seconds(14)) == ["scan"])
        #expect(board.troubled(at: start + .seconds(15)) == [])
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
