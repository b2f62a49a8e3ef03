#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A pipe that ends a `poll` from another thread. Once signalled it stays so until it is cleared.
final class WakePipe: Sendable {
    let readEnd: Int32
    private let writeEnd: Int32

    init() throws(DatabaseError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw .clientFailure(statement: "pipe", reason: String(cString: strerror(errno)))
        }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    func signal() {
        var byte: UInt8 = 1
        // A full pipe is signalled already.
        _ = write(writeEnd, &byte, 1)
    }

    func clear() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(readEnd, &bytes, bytes.count) > 0 {}
    }
}

/// What a wait for a socket ended with.
struct SocketEvents: OptionSet {
    let rawValue: Int
    static let readable = SocketEvents(rawValue: 1)
    static let writable = SocketEvents(rawValue: 2)
    static let woken = SocketEvents(rawValue: 4)
}

/// Blocks the thread until the socket is ready, the wake pipe is signalled, or the time is over (then nothing is returned).
///
/// - Parameter socket: `nil` waits for the wake pipe alone. Errors and hang-ups of the socket count as readable.
func waitForSocket(
    _ socket: Int32?, for wanted: SocketEvents, wake: WakePipe?, timeout: Duration?
) -> SocketEvents {
    var entries = [
        pollfd(fd: socket ?? -1, events: wanted.contains(.writable) ? Int16(POLLIN | POLLOUT) : Int16(POLLIN), revents: 0),
        pollfd(fd: wake?.readEnd ?? -1, events: Int16(POLLIN), revents: 0),
    ]
    let deadline = timeout.map { ContinuousClock.now + $0 }
    while true {
        let milliseconds = deadline.map { max(Duration.zero, $0 - .now).roundedUpMilliseconds } ?? -1
        let count = poll(&entries, 2, milliseconds)
        if count < 0 && errno == EINTR { continue }
        break
    }
    var events: SocketEvents = []
    if entries[0].revents & Int16(POLLIN | POLLERR | POLLHUP | POLLNVAL) != 0 { events.insert(.readable) }
    if entries[0].revents & Int16(POLLOUT) != 0 { events.insert(.writable) }
    if entries[1].revents != 0 { events.insert(.woken) }
    return events
}

extension Duration {
    /// Whole milliseconds, rounded up, at most what `poll` takes.
    var roundedUpMilliseconds: Int32 {
        let (seconds, attoseconds) = components
        guard seconds < 2_000_000 else { return 2_000_000_000 }
        return Int32(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }

    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
