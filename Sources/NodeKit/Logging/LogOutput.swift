import Foundation

/// Where log records go: each record in one piece, so that records of concurrent tasks are never mixed.
protocol LogOutput: Sendable {
    func write(_ record: String)
}

/// Standard output of the process, for what commands tell people. Nothing else may be printed there in JSON mode (OPS 9.1).
struct StandardOutput {
    private static let lock = NSLock()

    func write(_ text: String) {
        Self.lock.lock()
        defer { Self.lock.unlock() }
        writeAll(text, to: STDOUT_FILENO)
    }
}

/// Writes a text, however long it takes. A log that nobody can read any more must not end the process: it is dropped.
func writeAll(_ text: String, to descriptor: Int32) {
    var bytes = text
    bytes.withUTF8 { buffer in
        var rest = UnsafeRawBufferPointer(buffer)
        while !rest.isEmpty {
            let written = Foundation.write(descriptor, rest.baseAddress, rest.count)
            if written < 0 {
                guard errno == EINTR else { return }
            } else {
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
    }
}
