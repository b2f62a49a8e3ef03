import Foundation
import TestSupport
import Testing

@testable import Debtors

@Suite("File descriptors nearly used up", .usesBroker, .timeLimit(.minutes(10)))
struct FewDescriptorsTests {
    @Test("with too few to work the program says so in one line, and ends with 78", arguments: ["all", "configure"])
    func tooFew(command: String) async throws {
        try await LiveNode.with { node async throws in
            let before = node.output
            let process = try node.program.start([command], openFiles: 30)
            #expect(await process.wait() == 78)
            let said = node.output.dropFirst(before.count)
            #expect(said == "at most 30 files may be open at once (ulimit -n); this program needs 48\n", "\(said)")
        }
    }

    /// Nanoseconds of processor time that all threads of a process have used.
    private static func processorTime(of pid: pid_t) throws -> UInt64 {
        let tasks = "/proc/\(pid)/task"
        return try FileManager.default.contentsOfDirectory(atPath: tasks).reduce(0) { sum, task in
            let text = (try? String(contentsOfFile: "\(tasks)/\(task)/schedstat", encoding: .utf8)) ?? "0"
            return sum + (text.split(separator: " ").first.flatMap { UInt64($0) } ?? 0)
        }
    }

    @Test("with few it serves what it can while a client holds hundreds of connections: quietly, and without working in vain")
    func few() async throws {
        try await LiveNode.with { node async throws in
            let id = node.newID()
            try await node.serving { _ = try await node.json(.post, "\(id.path)/activate", "{}") }
            let process = try node.program.start(["develop-run-flask"], openFiles: 64)
            let result: Result<Void, any Error>
            do {
                try await node.waitUntilHealthy()
                let before = node.output
                let sockets = try (0..<200).map { _ in try RawSocket(port: node.port, from: 2) }
                for socket in sockets { try? socket.send("GET ") }
                for _ in 0..<20 {
                    #expect(try await node.send(.get, "/debtors/health/check/public").status == 200)
                    #expect(try await node.send(.get, "\(id.path)/config").status == 200)
                }
                // Soon nothing happens any more, until the silent clients are told to go; what is used in such a second is used in vain.
                try await TestBroker.eventually("a second in which little is done", within: .seconds(60)) {
                    let start = try Self.processorTime(of: process.pid)
                    try await Task.sleep(for: .seconds(1))
                    return try Self.processorTime(of: process.pid) - start < 100_000_000
                }
                let said = node.output.dropFirst(before.count).split(separator: "\n")
                #expect(said.count { !$0.contains("NOT checked") } <= 3, "\(said.prefix(10))")
                for socket in sockets { socket.end(resets: false) }
                result = .success(())
            } catch {
                result = .failure(error)
            }
            process.send(SIGTERM)
            #expect(await process.wait() == 0, "\(node.output.suffix(2000))")
            try result.get()
        }
    }
}
