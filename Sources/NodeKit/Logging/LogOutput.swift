import Foundation

/// Where log records go: standard output, each record in one write, so that records of concurrent tasks are never mixed.
protocol LogOutput: Sendable {
    func write(_ record: String)
}

/// Standard output of the process. Nothing else may be printed there in JSON mode (OPS 9.1).
struct StandardOutput: LogOutput {
    private static let lock = NSLock()

    func write(_ record: String) {
        Self.lock.lock()
        defer { Self.lock.unlock() }
        var bytes = record
        bytes.withUTF8 { buffer in
            var rest = UnsafeRawBufferPointer(buffer)
            while !rest.isEmpty {
                let written = Foundation.write(STDOUT_FILENO, rest.baseAddress, rest.count)
                if written < 0 {
                    // A log that nobody can read any more must not end the process.
                    guard errno == EINTR else { return }
                } else {
                    rest = UnsafeRawBufferPointer(rebasing: rest[written...])
                }
            }
        }
    }
}
