import Foundation
import Synchronization

/// A program that was started by a test, and is always ended by it.
public final class ChildProcess: Sendable {
    /// The program could not be started.
    public struct CannotStart: Error {
        /// Which program.
        public let path: String
        /// The `errno` that says why.
        public let errorNumber: Int32
    }

    /// Its process ID.
    public let pid: pid_t
    private let ended = Mutex<Int32?>(nil)

    /// - Parameter outputPath: where standard output and standard error go.
    public init(_ path: String, _ arguments: [String], environment: [String: String], outputPath: String) throws {
        let words = ([path] + arguments).map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + variables).forEach { free($0) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, outputPath, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        // Threads of the test runner block signals, and programs inherit that.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var pid: pid_t = 0
        let error = posix_spawn(&pid, path, &actions, &attributes, words, variables)
        guard error == 0 else { throw CannotStart(path: path, errorNumber: error) }
        self.pid = pid
    }

    /// Whether the program does something else than die when it gets the signal.
    public func heeds(_ signal: Int32) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8) else { return false }
        return status.split(separator: "\n").contains { line in
            guard line.hasPrefix("SigCgt:") || line.hasPrefix("SigIgn:") else { return false }
            let mask = line.split(whereSeparator: \.isWhitespace).last.flatMap { UInt64($0, radix: 16) } ?? 0
            return mask >> UInt64(signal - 1) & 1 == 1
        }
    }

    /// Sends a signal, unless the program has ended.
    public func send(_ signal: Int32) { if ended.withLock({ $0 == nil }) { kill(pid, signal) } }

    /// Waits until the program has ended; when the test is cancelled, because its time is over, the program is killed. Returns its exit
    /// status, or 128 + the signal that has killed it.
    public func wait() async -> Int32 {
        if let status = ended.withLock({ $0 }) { return status }
        let status: Int32 = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    var status: Int32 = 0
                    while waitpid(self.pid, &status, 0) == -1, errno == EINTR {}
                    continuation.resume(returning: status)
                }
            }
        } onCancel: {
            send(SIGKILL)
        }
        let result = status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
        ended.withLock { $0 = result }
        return result
    }

    /// A program that the build has put beside the tests.
    public static func product(_ name: String) throws -> String {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return (tests as NSString).deletingLastPathComponent + "/" + name
    }
}
