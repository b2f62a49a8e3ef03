import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import NodeKit

private struct Broken: Error {}

/// Signals that a test sends. Each process listens to a stream of its own, as to real signals: one that was left has ended.
private final class Signals: Sendable {
    private let listener = Mutex<AsyncStream<Int32>.Continuation?>(nil)

    func listen() -> AsyncStream<Int32> {
        let (stream, continuation) = AsyncStream<Int32>.makeStream()
        listener.withLock { $0 = continuation }
        return stream
    }

    func send(_ signal: Int32) {
        _ = listener.withLock { $0?.yield(signal) }
    }
}

@Suite("Exit statuses")
struct NodeProcessTests {
    private let output = RecordedOutput()
    private let signals = Signals()

    /// A process of the Creditors Agent that gets its signals from the test.
    private func process(
        _ stopStatuses: StopStatuses = StopStatuses(queueWorkers: 1, jobs: 1), grace: Duration = .seconds(8)
    ) -> NodeProcess {
        let output = self.output
        let logger = Logger(label: "swpt_mint") { label in
            NodeLogging.handler(label: label, configuration: LogConfiguration(level: "info"), service: "swpt_mint", output: output)
        }
        let listen: @Sendable () async -> AsyncStream<Int32> = { [signals] in signals.listen() }
        return NodeProcess(logger: logger, stopStatuses: stopStatuses, grace: grace, lastResort: nil, signals: listen)
    }

    /// Works until it is told to stop, which happens as soon as it works.
    private var stopped: Role {
        Role("stopped") { [signals] in
            signals.send(SIGTERM)
            try await gracefulShutdown()
        }
    }

    @Test("a job whose work is done: 0; one that was to go on and has ended: 1")
    func ended() async {
        #expect(await process().run(Role("once") {}, as: .job, hasEnd: true) == 0)
        #expect(output.lines.map { $0.split(separator: ":").last } == ["Started once\n", "Ended once\n"])
        #expect(await process().run(Role("scanner") {}, as: .job) == 1)
        #expect(output.lines.contains { $0.hasSuffix("scanner ended unexpectedly\n") })
    }

    @Test("a role that fails: 1, with the error in the log", arguments: RoleKind.allCases, [true, false])
    func failed(_ kind: RoleKind, hasEnd: Bool) async {
        #expect(await process(StopStatuses()).run(Role("broken") { throw Broken() }, as: kind, hasEnd: hasEnd) == 1)
        #expect(output.lines.last?.hasSuffix("broken failed\nBroken: Broken()\n") == true)
    }

    @Test("a role that was told to stop ends with the status that its kind has in this node")
    func stoppedRoles() async {
        #expect(await process().run(stopped, as: .service) == 0)
        #expect(await process().run(stopped, as: .queueWorker) == 1)
        #expect(!output.lines.contains { $0.contains("WARNING") })
        #expect(await process().run(stopped, as: .job) == 1)
        #expect(output.lines.contains { $0.hasSuffix("WARNING:swpt_mint:stopped was told to stop\n") })
    }

    @Test("in a node without such supervisors every role that was told to stop ends with 0", arguments: RoleKind.allCases)
    func stoppedRolesElsewhere(_ kind: RoleKind) async {
        #expect(await process(StopStatuses()).run(stopped, as: kind) == 0)
    }

    @Test("a job with an end that is stopped before it never says that its work is done")
    func stoppedBeforeTheEnd() async {
        #expect(await process(StopStatuses()).run(stopped, as: .job, hasEnd: true) == 128 + SIGTERM)
        #expect(await process().run(stopped, as: .job, hasEnd: true) == 1)
        #expect(await process(StopStatuses()).run(stopped, as: .queueWorker, hasEnd: true) == 128 + SIGTERM)
    }

    @Test("a role that does not stop is cancelled after the grace period, and counts as stopped")
    func deaf() async {
        let deaf = Role("deaf") { [signals] in
            signals.send(SIGINT)
            try await Task.sleep(for: .seconds(3600))
        }
        #expect(await process(grace: .milliseconds(1)).run(deaf, as: .queueWorker) == 1)
        #expect(await process(grace: .milliseconds(1)).run(deaf, as: .service) == 0)
    }

    @Test("a command with an end: its own status, 1 when it throws, 128 + the signal when it is stopped")
    func toEnd() async {
        #expect(await process().runToEnd { 7 } == 7)
        #expect(await process().runToEnd { throw Broken() } == 1)
        #expect(output.lines.last?.contains("Broken: Broken()") == true)
        let signals = self.signals
        let status = await process().runToEnd {
            signals.send(SIGHUP)
            try await Task.sleep(for: .seconds(3600))
            return 0
        }
        #expect(status == 128 + SIGHUP)
    }

    @Test("the table of statuses")
    func table() {
        func statuses(_ kind: RoleKind, _ hasEnd: Bool, _ stops: StopStatuses) -> [Int32] {
            let end = RoleEnd(kind: kind, hasEnd: hasEnd, stopStatuses: stops)
            return [.returned, .stopped(signal: 15), .failed].map { end.status(after: $0) }
        }
        for stops in [StopStatuses(), StopStatuses(queueWorkers: 1, jobs: 1)] {
            #expect(statuses(.service, false, stops) == [1, 0, 1])
            #expect(statuses(.queueWorker, false, stops) == [1, stops.queueWorkers, 1])
            #expect(statuses(.queueWorker, true, stops) == [1, stops.queueWorkers == 0 ? 143 : 1, 1])
            #expect(statuses(.job, false, stops) == [1, stops.jobs, 1])
            #expect(statuses(.job, true, stops) == [0, stops.jobs == 0 ? 143 : 1, 1])
        }
    }
}
