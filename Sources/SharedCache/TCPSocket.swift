import Glibc

/// A TCP connection whose every operation has a deadline.
final class TCPSocket {
    typealias Deadline = ContinuousClock.Instant

    let descriptor: Int32

    /// Connects to the first address of the host that answers.
    init(host: String, port: UInt16, deadline: Deadline) throws(RedisFailure) {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &list) == 0 else { throw .nameNotResolved }
        defer { freeaddrinfo(list) }
        var failure = RedisFailure.nameNotResolved
        for address in sequence(first: list, next: { $0?.pointee.ai_next }).compactMap({ $0?.pointee }) {
            do throws(RedisFailure) {
                descriptor = try Self.connect(address, deadline)
                return
            } catch {
                failure = error
            }
        }
        throw failure
    }

    deinit {
        Glibc.close(descriptor)
    }

    private static func connect(_ address: addrinfo, _ deadline: Deadline) throws(RedisFailure) -> Int32 {
        let type = address.ai_socktype | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.ai_family, type, address.ai_protocol)
        guard descriptor >= 0 else { throw .broken(systemWords(errno)) }
        do throws(RedisFailure) {
            if Glibc.connect(descriptor, address.ai_addr, address.ai_addrlen) != 0 {
                guard errno == EINPROGRESS else { throw .broken(systemWords(errno)) }
                try wait(descriptor, for: POLLOUT, deadline)
                var code: Int32 = 0
                var size = socklen_t(MemoryLayout<Int32>.size)
                getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
                guard code == 0 else { throw .broken(systemWords(code)) }
            }
            var yes: Int32 = 1
            setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
            return descriptor
        } catch {
            Glibc.close(descriptor)
            throw error
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer, _ deadline: Deadline) throws(RedisFailure) {
        var sent = 0
        while sent < bytes.count {
            let count = Glibc.send(descriptor, bytes.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
            if count >= 0 {
                sent += count
            } else if errno == EAGAIN {
                try wait(for: POLLOUT, deadline)
            } else if errno != EINTR {
                throw .broken(systemWords(errno))
            }
        }
    }

    /// - Returns: at least 1 byte.
    func read(into buffer: UnsafeMutableRawBufferPointer, _ deadline: Deadline) throws(RedisFailure) -> Int {
        while true {
            let count = Glibc.recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if count > 0 { return count }
            if count == 0 { throw .broken("it closed the connection") }
            if errno == EAGAIN {
                try wait(for: POLLIN, deadline)
            } else if errno != EINTR {
                throw .broken(systemWords(errno))
            }
        }
    }

    func wait(for events: Int32, _ deadline: Deadline) throws(RedisFailure) {
        try Self.wait(descriptor, for: events, deadline)
    }

    private static func wait(_ descriptor: Int32, for events: Int32, _ deadline: Deadline) throws(RedisFailure) {
        while true {
            let milliseconds = (deadline - .now) / .milliseconds(1)
            guard milliseconds > 0 else { throw .timedOut }
            var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
            let count = poll(&entry, 1, Int32(min(milliseconds.rounded(.up), 60_000)))
            if count > 0 { return }
            if count < 0 && errno != EINTR { throw .broken(systemWords(errno)) }
        }
    }
}

private func systemWords(_ code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 128)
    guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
