import CCrypto
import Foundation

/// A TLS connection whose contents go to and come from another one. Everything blocks: it belongs to a thread.
struct SecureConnection: ~Copyable {
    private let descriptor: Int32
    private let session: OpaquePointer?

    /// Silence of so many milliseconds ends it.
    private static let idleMilliseconds: Int32 = 30_000

    /// - Parameters:
    ///   - descriptor: a connected socket, which is the connection's from now on.
    ///   - context: what the certificate is in.
    init(_ descriptor: Int32, context: OpaquePointer?) {
        self.descriptor = descriptor
        var limit = timeval(tv_sec: Int(Self.idleMilliseconds) / 1000, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        session = SSL_new(context)
        SSL_set_fd(session, descriptor)
    }

    deinit {
        SSL_free(session)
        close(descriptor)
    }

    /// Returns when one of the two sides has ended, or neither says anything for long.
    func relay(to entrance: Entrance) {
        // OpenSSL writes without MSG_NOSIGNAL.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        guard SSL_accept(session) == 1, let inner = entrance.connect() else { return }
        defer { close(inner) }
        while true {
            var sides = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0), pollfd(fd: inner, events: Int16(POLLIN), revents: 0)]
            if SSL_pending(session) == 0 {
                guard poll(&sides, 2, Self.idleMilliseconds) > 0 else { break }
            } else {
                sides[0].revents = Int16(POLLIN)
            }
            if sides[0].revents != 0, !passInwards(inner) { break }
            if sides[1].revents != 0, !passOutwards(inner) { break }
        }
        SSL_shutdown(session)
    }

    private func passInwards(_ inner: Int32) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 16 << 10, alignment: 1) { buffer in
            let count = Int(SSL_read(session, buffer.baseAddress, Int32(buffer.count)))
            var sent = 0
            while sent < count {
                let part = send(inner, buffer.baseAddress! + sent, count - sent, Int32(MSG_NOSIGNAL))
                guard part > 0 else { return false }
                sent += part
            }
            return count > 0
        }
    }

    private func passOutwards(_ inner: Int32) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 16 << 10, alignment: 1) { buffer in
            let count = recv(inner, buffer.baseAddress, buffer.count, 0)
            return count > 0 && SSL_write(session, buffer.baseAddress, Int32(count)) == Int32(count)
        }
    }
}
