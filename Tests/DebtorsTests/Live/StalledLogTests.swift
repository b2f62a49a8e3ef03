import Foundation
import TestSupport
import Testing

@testable import Debtors

/// A process whose log nobody reads any more.
@Suite("A stalled log", .usesBroker, .timeLimit(.minutes(10)))
struct StalledLogTests {
    @Test("the node works on when the reader of its log stops reading, and obeys SIGTERM", arguments: ["info", "debug"])
    func stalled(level: String) async throws {
        try await LiveNode.with { node async throws in
            let fifo = NSTemporaryDirectory() + node.broker.uniqueName("fifo")
            try #require(mkfifo(fifo, 0o600) == 0)
            // Open for both, so that nobody waits for the other side. Nobody ever reads.
            let descriptor = open(fifo, O_RDWR | O_CLOEXEC)
            defer {
                close(descriptor)
                unlink(fifo)
            }
            let process = try node.program.start(["all"], settings: ["APP_LOG_LEVEL": level], outputPath: fifo)
            try await node.waitUntilHealthy()
            // More records than a pipe holds: one for each message that is sent.
            let count = 800
            for _ in 1...count {
                let path = node.newID().path
                let reservation = try await node.json(.post, "\(path)/reserve", "{}")["reservationId"]?.text ?? ""
                _ = try await node.json(.post, "\(path)/activate", #"{"reservationId":"\#(reservation)"}"#)
            }
            #expect(try await node.authority.take(count).count == count)
            process.send(SIGTERM)
            #expect(await process.wait() == 0)
        }
    }
}
