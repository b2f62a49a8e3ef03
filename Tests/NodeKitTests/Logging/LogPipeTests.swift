import Foundation
import Testing

@testable import NodeKit

@Suite("A log whose reader stops reading", .timeLimit(.minutes(1)))
struct LogPipeTests {
    /// The ends of a pipe.
    private static func makePipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        return (ends[0], ends[1])
    }

    /// Everything that comes until the last record has come.
    private static func lines(from descriptor: Int32, upTo isLast: @escaping @Sendable (Substring) -> Bool) async -> [String] {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var text = ""
                var buffer = [UInt8](repeating: 0, count: 65536)
                while !(text.hasSuffix("\n") && text.split(separator: "\n").last.map(isLast) == true) {
                    let count = read(descriptor, &buffer, buffer.count)
                    guard count > 0 else { break }
                    text += String(decoding: buffer[..<count], as: UTF8.self)
                }
                continuation.resume(returning: text.split(separator: "\n").map(String.init))
            }
        }
    }

    @Test("whoever logs does not wait; what finds no room is lost and counted, and the rest comes in order")
    func stalled() async throws {
        let ends = try Self.makePipe()
        defer {
            close(ends.read)
            close(ends.write)
        }
        let log = LogPipe(descriptor: ends.write, limitBytes: 100_000) { "lost \($0)\n" }
        let total = 20_000
        for number in 1...total { log.write("record \(number) " + String(repeating: "x", count: 50) + "\n") }
        let lines = await Self.lines(from: ends.read) { $0.hasPrefix("lost ") }
        let records = lines.dropLast().compactMap { $0.split(separator: " ").dropFirst().first.flatMap { Int($0) } }
        #expect(records == Array(1...records.count))
        #expect(lines.last == "lost \(total - records.count)")
        // The pipe of 64 KiB, and what is kept.
        #expect(records.count > 2000)

        log.finish(within: 10)
        log.write("again\n")
        #expect(await Self.lines(from: ends.read) { $0 == "again" } == ["again"])
    }

    @Test("a record that is longer than what a pipe takes at once comes as a whole")
    func long() async throws {
        let ends = try Self.makePipe()
        defer {
            close(ends.read)
            close(ends.write)
        }
        let log = LogPipe(descriptor: ends.write) { "lost \($0)\n" }
        let record = String(repeating: "y", count: 300_000)
        log.write(record + "\n")
        log.write("end\n")
        #expect(await Self.lines(from: ends.read) { $0 == "end" } == [record, "end"])
    }

    @Test("the end of the process does not wait for a reader that is gone")
    func end() throws {
        let ends = try Self.makePipe()
        let log = LogPipe(descriptor: ends.write) { "lost \($0)\n" }
        for _ in 1...5 { log.write(String(repeating: "z", count: 50_000) + "\n") }
        log.finish(within: 0.05)
        // Lets the thread go that still writes.
        signal(SIGPIPE, SIG_IGN)
        close(ends.read)
    }
}
