import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import NodeKit

private struct Broken: Error {}

/// Runs a role until the test says stop.
func withRunning(_ role: any NodeRole, _ body: (ServiceGroup) async throws -> Void) async throws {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let group = ServiceGroup(
        configuration: ServiceGroupConfiguration(
            services: [
                .init(service: role, successTerminationBehavior: .gracefullyShutdownGroup, failureTerminationBehavior: .cancelGroup)
            ], logger: logger))
    try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        try await body(group)
        try await tasks.waitForAll()
    }
}

@Suite("Supervisor")
struct SupervisorTests {
    @Test("a failing role is started again and does not touch the others; all stop together")
    func supervise() async throws {
        let output = RecordedOutput()
        let logger = Logger(label: "swpt_mint") { label in
            NodeLogging.handler(label: label, configuration: LogConfiguration(), service: "swpt_mint", output: output)
        }
        let starts = Mutex(0)
        let pauses = Mutex<[Duration]>([])
        let (events, continuation) = AsyncStream.makeStream(of: String.self)
        let steady = Role("steady") {
            continuation.yield("steady")
            try await gracefulShutdown()
            continuation.yield("stopped")
        }
        let failing = Role("failing") {
            let start = starts.withLock { count in
                count += 1
                return count
            }
            if start == 1 { throw Broken() }
            if start == 2 { return }
            continuation.yield("third start")
            try await gracefulShutdown()
        }
        let supervisor = Supervisor(name: "all", roles: [steady, failing], logger: logger) { pause in
            pauses.withLock { $0.append(pause) }
            return true
        }
        try await withRunning(supervisor) { group in
            var seen: Set<String> = []
            for await event in events {
                seen.insert(event)
                if seen.isSuperset(of: ["steady", "third start"]) { break }
            }
            await group.triggerGracefulShutdown()
            for await event in events where event == "stopped" { break }
        }
        #expect(starts.withLock { $0 } == 3)
        #expect(pauses.withLock { $0 } == [.seconds(1), .seconds(2)])
        #expect(output.lines.count == 2)
        #expect(output.lines[0].hasSuffix(":ERROR:swpt_mint:failing failed\nBroken: Broken()\n"))
        #expect(output.lines[1].hasSuffix(":ERROR:swpt_mint:failing ended unexpectedly\n"))
    }

    @Test("without workers a role idles until it is told to stop")
    func idle() async throws {
        let role = Role("idle") { try await Workers.run(0) { _ in Issue.record("nobody is to work") } }
        try await withRunning(role) { await $0.triggerGracefulShutdown() }
    }

    @Test("when one worker fails, the others finish, and the first error comes out")
    func workers() async throws {
        let finished = Mutex(0)
        let role = Role("workers") {
            try await Workers.run(3) { number in
                if number == 1 { throw Broken() }
                try await gracefulShutdown()
                finished.withLock { $0 += 1 }
            }
        }
        await #expect(throws: Broken.self) { try await role.run() }
        #expect(finished.withLock { $0 } <= 2, "a worker that had not begun does not begin any more")
    }

    @Test("workers stop when the process is told to stop")
    func stopWorkers() async throws {
        let (events, continuation) = AsyncStream.makeStream(of: Void.self)
        let stopped = Mutex(0)
        let role = Role("workers") {
            try await Workers.run(2) { _ in
                continuation.yield()
                try await gracefulShutdown()
                stopped.withLock { $0 += 1 }
            }
        }
        try await withRunning(role) { group in
            var started = 0
            for await _ in events {
                started += 1
                if started == 2 { break }
            }
            await group.triggerGracefulShutdown()
        }
        #expect(stopped.withLock { $0 } == 2)
    }

    @Test("a periodic role makes one pass when it is to quit early, and ends with the error of a pass")
    func periodic() async throws {
        let passes = Mutex(0)
        try await PeriodicRole("once", everySeconds: 3600, quitsEarly: true) { passes.withLock { $0 += 1 } }.run()
        #expect(passes.withLock { $0 } == 1)
        let failing = PeriodicRole("failing", everySeconds: 0) { throw Broken() }
        await #expect(throws: Broken.self) { try await failing.run() }
    }

    @Test("a wake-up begins the next pass at once, and a stop ends the pause")
    func wakeUp() async throws {
        let (events, continuation) = AsyncStream.makeStream(of: Void.self)
        let wakeUp = WakeUp()
        let role = PeriodicRole("woken", everySeconds: 3600, wakeUp: wakeUp) { continuation.yield() }
        try await withRunning(role) { group in
            var passes = events.makeAsyncIterator()
            await passes.next()
            wakeUp.raise()
            await passes.next()
            await group.triggerGracefulShutdown()
        }
    }
}
