import Collections
import Foundation
import Synchronization

/// Where the log goes: usually a pipe, whose reader may stop reading. Whoever logs never waits for it: what the pipe cannot take at once is
/// kept, and written by a thread of its own; beyond a limit records are dropped and counted, and their number is told when the reader is
/// back. So are records that cannot be written at all, because the disk is full.
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
    private let writer: @Sendable (String, Int32) -> Int
    private let lossRecord: @Sendable (Int) -> String
    private let state = Mutex(State())
    /// Whether only a part of the last record was written. Only one thread writes at a time.
    private let isCut = Atomic(false)

    /// - Parameters:
    ///   - limitBytes: how much is kept.
    ///   - writer: for tests: writes a text, and returns how many bytes of it.
    ///   - lossRecord: the record that tells how many were lost.
    init(
        descriptor: Int32 = STDOUT_FILENO, limitBytes: Int = 1 << 20, writer: @escaping @Sendable (String, Int32) -> Int = writeAll,
        lossRecord: @escaping @Sendable (Int) -> String
    ) {
        self.descriptor = descriptor
        self.limitBytes = limitBytes
        self.writer = writer
        self.lossRecord = lossRecord
    }

    func write(_ record: String) {
        let mustDrain = state.withLock { state in
            if !state.isDraining {
                let loss = state.lostCount > 0 ? lossRecord(state.lostCount) : ""
                if canTakeAtOnce(bytes: loss.utf8.count + record.utf8.count) {
                    if !loss.isEmpty, put(loss) { state.lostCount = 0 }
                    if !put(record) { state.lostCount += 1 }
                    return false
                }
            }
            // Once something is lost nothing is kept until that has been told: so the record of it stands where the others are missing.
            guard state.lostCount == 0 || !state.isDraining, state.waitingBytes + record.utf8.count <= limitBytes else {
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

    private func canTakeAtOnce(bytes: Int) -> Bool {
        guard bytes <= Self.atOnceBytes else { return false }
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&entry, 1, 0) == 1 && entry.revents & Int16(POLLOUT) != 0
    }

    /// Writes a record: on a line of its own, also after one of which only a part was written.
    ///
    /// - Returns: whether it was written as a whole.
    private func put(_ record: String) -> Bool {
        let text = isCut.load(ordering: .relaxed) ? "\n" + record : record
        let written = writer(text, descriptor)
        let isWhole = written == text.utf8.count
        if written > 0 { isCut.store(!isWhole, ordering: .relaxed) }
        return isWhole
    }

    private func drain() {
        while let next = next() {
            switch next {
            case .record(let record): if !put(record) { state.withLock { $0.lostCount += 1 } }
            case .loss(let count): if !put(lossRecord(count)) { return giveUp(count) }
            }
        }
    }

    private enum Next {
        case record(String)
        case loss(Int)
    }

    /// Nil when nothing waits any more: then the thread has ended.
    private func next() -> Next? {
        state.withLock { state in
            if let record = state.waiting.popFirst() {
                state.waitingBytes -= record.utf8.count
                return .record(record)
            }
            guard state.lostCount > 0 else {
                state.isDraining = false
                return nil
            }
            defer { state.lostCount = 0 }
            return .loss(state.lostCount)
        }
    }

    /// Nothing can be written at present, so what waits is lost, too. Who logs next tries again.
    private func giveUp(_ lostCount: Int) {
        state.withLock { state in
            state.lostCount += lostCount + state.waiting.count
            state.waiting = []
            state.waitingBytes = 0
            state.isDraining = false
        }
    }

    /// Waits until everything is written, but not long: the process is to end.
    func finish(within seconds: Double) {
        let end = ContinuousClock.now + .seconds(seconds)
        while state.withLock({ $0.isDraining }), ContinuousClock.now < end { usleep(5000) }
    }
}
