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

/// Writes a text, however long it takes. A log that nobody can read any more, or whose disk is full, must not end the process: the rest is
/// dropped.
///
/// - Returns: how many bytes were written.
@discardableResult
func writeAll(_ text: String, to descriptor: Int32) -> Int {
    var bytes = text
    return bytes.withUTF8 { buffer in
        var rest = UnsafeRawBufferPointer(buffer)
        while !rest.isEmpty {
            let written = Foundation.write(descriptor, rest.baseAddress, rest.count)
            if written < 0 {
                // Somebody who shares the pipe may have made it one that nobody waits for.
                if errno == EAGAIN {
                    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&entry, 1, -1)
                } else if errno != EINTR {
                    break
                }
            } else {
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
        return buffer.count - rest.count
    }
}
