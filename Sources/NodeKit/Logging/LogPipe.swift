import Collections
import Foundation
import Synchronization

/// Where the log goes: usually a pipe, whose reader may stop reading. Whoever logs never waits for it: what the pipe cannot take at once is
/// kept, and written by a thread of its own; beyond a limit records are dropped and counted, and their number is told when the reader is
/// back.
final class LogPipe: LogOutput {
    /// What a pipe that is writable takes without waiting, in one piece.
    private static let atOnceBytes = 4096

    private struct State {
        var waiting: Deque<String> = []
        var waitingBytes = 0
        var lostCount = 0
        /// Whether a thread is writing what waits.
        var isDraining = false
    }

    private let descriptor: Int32
    private let limitBytes: Int
    private let lossRecord: @Sendable (Int) -> String
    private let state = Mutex(State())

    /// - Parameters:
    ///   - limitBytes: how much is kept.
    ///   - lossRecord: the record that tells how many were lost.
    init(descriptor: Int32 = STDOUT_FILENO, limitBytes: Int = 1 << 20, lossRecord: @escaping @Sendable (Int) -> String) {
        self.descriptor = descriptor
        self.limitBytes = limitBytes
        self.lossRecord = lossRecord
    }

    func write(_ record: String) {
        let mustDrain = state.withLock { state in
            if !state.isDraining, canTakeAtOnce(record) {
                writeAll(record, to: descriptor)
                return false
            }
            // Once something is lost nothing is kept until that has been told: so the record of it stands where the others are missing.
            guard state.lostCount == 0, state.waitingBytes + record.utf8.count <= limitBytes else {
                state.lostCount += 1
                return false
            }
            state.waiting.append(record)
            state.waitingBytes += record.utf8.count
            defer { state.isDraining = true }
            return !state.isDraining
        }
        if mustDrain { Thread.detachNewThread { self.drain() } }
    }

    private func canTakeAtOnce(_ record: String) -> Bool {
        guard record.utf8.count <= Self.atOnceBytes else { return false }
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&entry, 1, 0) == 1 && entry.revents & Int16(POLLOUT) != 0
    }

    private func drain() {
        while let record = next() { writeAll(record, to: descriptor) }
    }

    /// Nil when nothing waits any more: then the thread has ended.
    private func next() -> String? {
        state.withLock { state in
            if let record = state.waiting.popFirst() {
                state.waitingBytes -= record.utf8.count
                return record
            }
            guard state.lostCount > 0 else {
                state.isDraining = false
                return nil
            }
            defer { state.lostCount = 0 }
            return lossRecord(state.lostCount)
        }
    }

    /// Waits until everything is written, but not long: the process is to end.
    func finish(within seconds: Double) {
        let end = ContinuousClock.now + .seconds(seconds)
        while state.withLock({ $0.isDraining }), ContinuousClock.now < end { usleep(5000) }
    }
}
