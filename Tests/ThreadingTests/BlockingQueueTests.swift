import Foundation
import Synchronization
import Testing
import Threading

@Suite("the line between two threads", .timeLimit(.minutes(1)))
struct BlockingQueueTests {
    /// Runs a body on a thread that may block.
    static func onThread<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            Thread { continuation.resume(with: Result(catching: body)) }.start()
        }
    }

    @Test("all elements come in order, and the sender is never ahead by more than the capacity")
    func order() async throws {
        let queue = BlockingQueue<Int>(capacity: 3)
        let sent = Atomic<Int>(0)
        async let sending: Void = Self.onThread {
            for number in 0..<10_000 {
                try queue.append(number)
                sent.store(number + 1, ordering: .sequentiallyConsistent)
            }
            queue.finish()
        }
        let (received, lead) = try await Self.onThread {
            var received: [Int] = [], lead = 0
            while let number = try queue.next() {
                received.append(number)
                lead = max(lead, sent.load(ordering: .sequentiallyConsistent) - received.count)
            }
            return (received, lead)
        }
        try await sending
        #expect(received == Array(0..<10_000))
        #expect(lead <= 3)
    }

    @Test("giving up wakes a sender who waits for room and a receiver who waits for elements")
    func abandon() async throws {
        let full = BlockingQueue<Int>(capacity: 1)
        try full.append(1)
        let empty = BlockingQueue<Int>(capacity: 1)
        let sending = Task { try await Self.onThread { try full.append(2) } }
        let receiving = Task { try await Self.onThread { try empty.next() } }
        full.abandon()
        empty.abandon()
        await #expect(throws: BlockingQueue<Int>.Abandoned.self) { try await sending.value }
        await #expect(throws: BlockingQueue<Int>.Abandoned.self) { _ = try await receiving.value }
        #expect(throws: BlockingQueue<Int>.Abandoned.self) { try full.next() }
    }

    @Test("once everything was taken, giving up changes nothing")
    func abandonAtTheEnd() throws {
        let queue = BlockingQueue<Int>(capacity: 1)
        try queue.append(1)
        queue.finish()
        #expect(try queue.next() == 1)
        queue.abandon()
        #expect(try queue.next() == nil)
    }
}
