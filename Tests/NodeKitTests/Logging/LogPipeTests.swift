import Foundation
import Synchronization
import TestSupport
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
        // Who waits for the reader nevertheless is let go in the end.
        signal(SIGPIPE, SIG_IGN)
        defer { close(ends.read) }
        let log = LogPipe(descriptor: ends.write, limitBytes: 100_000) { "lost \($0)\n" }
        let total = 20_000
        let writtenCount = Mutex(0)
        Thread.detachNewThread {
            for number in 1...total {
                log.write("record \(number) " + String(repeating: "x", count: 50) + "\n")
                writtenCount.withLock { $0 = number }
            }
        }
        try await TestBroker.eventually("whoever logs goes on") { writtenCount.withLock { $0 } == total }
        let lines = await Self.lines(from: ends.read) { $0.hasPrefix("lost ") }
        let records = lines.dropLast().compactMap { $0.split(separator: " ").dropFirst().first.flatMap { Int($0) } }
        #expect(records == Array(1...records.count))
        #expect(lines.last == "lost \(total - records.count)")
        // The pipe of 64 KiB, and what is kept.
        #expect(records.count > 2000)

        log.finish(within: 10)
        log.write("again\n")
        #expect(await Self.lines(from: ends.read) { $0 == "again" } == ["again"])
        close(ends.write)
    }

    /// So many bytes find room on it.
    private final class Disk: Sendable {
        private let state: Mutex<(room: Int, text: String)>

        init(room: Int) { state = Mutex((room, "")) }

        var text: String { state.withLock { $0.text } }

        func makeRoom(_ bytes: Int) { state.withLock { $0.room = bytes } }

        func write(_ text: String) -> Int {
            state.withLock { state in
                let part = text.utf8.prefix(state.room)
                state.room -= part.count
                state.text += String(part) ?? ""
                return part.count
            }
        }
    }

    @Test("a full disk loses records and counts them; what comes after one that was cut has a line of its own", arguments: [10, 5000])
    func fullDisk(length: Int) async throws {
        let ends = try Self.makePipe()
        defer {
            close(ends.read)
            close(ends.write)
        }
        let disk = Disk(room: 2 * length + 5)
        let log = LogPipe(descriptor: ends.write, writer: { text, _ in disk.write(text) }) { "lost \($0)\n" }
        func record(_ number: Int) -> String { "\(number)" + String(repeating: "x", count: length - 2) + "\n" }
        for number in 1...6 {
            log.write(record(number))
            log.finish(within: 10)
        }
        #expect(disk.text == record(1) + record(2) + record(3).prefix(5))
        disk.makeRoom(1_000_000)
        // What finds a thread at work, or begins with one, may come before the number.
        for number in 7...8 {
            log.write(record(number))
            log.finish(within: 10)
        }
        let lines = disk.text.split(separator: "\n").dropFirst(2)
        #expect(lines.first == record(3).prefix(5))
        #expect(Set(lines.dropFirst()) == ["lost 4", record(7).dropLast(), record(8).dropLast()])
    }

    @Test("the number of lost records and the next record are written at once only when there is room for both")
    func lossAndRecord() async throws {
        let ends = try Self.makePipe()
        signal(SIGPIPE, SIG_IGN)
        defer { close(ends.read) }
        let isBroken = Mutex(true)
        let log = LogPipe(
            descriptor: ends.write, writer: { text, descriptor in isBroken.withLock { $0 } ? 0 : writeAll(text, to: descriptor) }
        ) { "lost \($0)\n" }
        log.write("it is lost\n")
        isBroken.withLock { $0 = false }
        // One page is free: as much as makes a pipe writable. (F_GETPIPE_SZ, which Swift does not import.)
        let capacity = Int(fcntl(ends.write, 1032))
        try #require(writeAll(String(repeating: "y", count: capacity - 4097) + "\n", to: ends.write) == capacity - 4096)
        let record = String(repeating: "x", count: 4089)
        let isWritten = Mutex(false)
        Thread.detachNewThread {
            log.write(record + "\n")
            isWritten.withLock { $0 = true }
        }
        try await TestBroker.eventually("whoever logs goes on") { isWritten.withLock { $0 } }
        let lines = await Self.lines(from: ends.read) { $0.hasPrefix("lost ") }
        #expect(lines.dropFirst() == [record, "lost 1"])
        log.finish(within: 10)
        close(ends.write)
    }

    @Test("a pipe that nobody waits for is waited for")
    func nonBlocking() async throws {
        let ends = try Self.makePipe()
        defer { close(ends.read) }
        try #require(fcntl(ends.write, F_SETFL, O_NONBLOCK) == 0)
        let text = String(repeating: "y", count: 300_000) + "\n"
        let (read, write) = ends
        let lines = Task { await Self.lines(from: read) { $0.hasPrefix("y") } }
        let written = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: writeAll(text, to: write)) }
        }
        #expect(written == text.utf8.count)
        #expect(await lines.value.map(\.utf8.count) == [300_000])
        close(write)
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
