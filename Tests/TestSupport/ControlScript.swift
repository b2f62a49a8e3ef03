import Foundation

/// A program that stops and starts a server of the tests: `TEST_POSTGRES_CONTROL`, `TEST_BROKER_CONTROL`, `TEST_REDIS_CONTROL`.
///
/// Not through Foundation's `Process`: that notices the end of a program by a descriptor which the servers that the program starts inherit,
/// and so would wait for as long as they live.
public struct ControlScript: Sendable {
    /// The program is not there, or has failed.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    private let path: String

    /// - Parameter variable: the environment variable that names the program.
    public init(variable: String) throws {
        guard let path = ProcessInfo.processInfo.environment[variable], !path.isEmpty else {
            throw Failure(
                description: "\(variable) is not set. It names a program that takes stop, start and restart; scripts/test sets it.")
        }
        self.path = path
    }

    /// - Parameter path: where the program is.
    public init(path: String) { self.path = path }

    /// - Parameter command: `stop`, `start` or `restart`. Returns when it is done.
    public func run(_ command: String) async throws {
        let path = path
        let status = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: Self.spawn(path, command)) }
        }
        guard status == 0 else { throw Failure(description: "\(path) \(command) ended with status \(status)") }
    }

    /// What this process holds open, but for the standard streams. One that is closed meanwhile does not matter: it is ignored.
    private static var openDescriptors: [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return names.compactMap { Int32($0) }.filter { $0 > STDERR_FILENO }
    }

    /// Blocks until the program has ended; returns its wait status, or an error number.
    private static func spawn(_ path: String, _ command: String) -> Int32 {
        let arguments: [UnsafeMutablePointer<CChar>?] = [strdup(path), strdup(command), nil]
        defer { arguments.forEach { free($0) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        // The servers live on, and would keep what this process holds: its sockets, and the package manager's lock of the build folder.
        for descriptor in openDescriptors { posix_spawn_file_actions_addclose(&actions, descriptor) }
        // This thread may block signals, and what it starts would too: the servers could never be stopped.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var blocked = sigset_t()
        var restored = sigset_t()
        sigemptyset(&blocked)
        sigfillset(&restored)
        posix_spawnattr_setsigmask(&attributes, &blocked)
        posix_spawnattr_setsigdefault(&attributes, &restored)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var pid: pid_t = 0
        let error = posix_spawn(&pid, path, &actions, &attributes, arguments, environ)
        guard error == 0 else { return error }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) == -1 {
            if errno != EINTR { return errno }
        }
        return status
    }
}
