import Foundation
import SMPProtocol
import TestSupport

/// The wall clock of all nodes of a stack, which a test moves forward (`Tests/MovedClock`). Servers keep the real one.
struct MovedClock: Sendable {
    private let path: String

    /// The file of `MOVED_CLOCK_FILE`, which `scripts/test` hands to the nodes, too.
    init() throws {
        guard let path = ProcessInfo.processInfo.environment["MOVED_CLOCK_FILE"], !path.isEmpty else {
            throw TestDatabase.MissingVariable("MOVED_CLOCK_FILE")
        }
        self.path = path
    }

    /// How far the nodes are ahead, in microseconds.
    private var ahead: Int64 {
        get throws {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            guard bytes.count == 8 else { throw CocoaError(.fileReadCorruptFile) }
            return bytes.withUnsafeBytes { $0.loadUnaligned(as: Int64.self) }
        }
    }

    private static func real() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    /// The moment, as the nodes believe.
    func now() throws -> Timestamp { Self.real().adding(microseconds: try ahead) }

    /// Moves the clock, unless the moment has passed.
    func advance(to moment: Timestamp) throws {
        let missing = moment.microseconds(since: try now())
        if missing > 0 { try advance(microseconds: missing) }
    }

    /// Moves the clock by so much.
    func advance(by duration: Duration) throws {
        try advance(microseconds: Int64(duration / .microseconds(1)))
    }

    /// In place, as nodes have the file in their memory.
    private func advance(microseconds: Int64) throws {
        precondition(microseconds >= 0, "clocks go forward")
        var sum = try ahead + microseconds
        let file = open(path, O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { throw CocoaError(.fileWriteUnknown) }
        defer { close(file) }
        guard pwrite(file, &sum, 8, 0) == 8 else { throw CocoaError(.fileWriteUnknown) }
    }
}
