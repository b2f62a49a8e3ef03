import Foundation
import Glibc

/// A connection to a server on this machine, on which anything can be sent.
public final class RawSocket: @unchecked Sendable {
    /// The system refuses.
    public struct Failure: Error {
        /// Why.
        public let code = errno
    }

    private let descriptor: Int32
    private var isOpen = true

    /// Connects.
    ///
    /// - Parameter source: from where: the last part of the address 127.0.0.x.
    public init(port: Int, from source: UInt32 = 1) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure() }
        let isConnected =
            Self.with(host: source, port: 0) { bind(descriptor, $0, $1) == 0 }
            && Self.with(host: 1, port: port) { connect(descriptor, $0, $1) == 0 }
        guard isConnected else { throw Failure() }
    }

    private static func with<R>(host: UInt32, port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = (0x7f00_0000 + host).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }

    /// Sends a text, in UTF-8.
    public func send(_ text: String) throws { try send(Array(text.utf8)) }

    /// Sends bytes.
    public func send(_ bytes: [UInt8]) throws {
        guard Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { throw Failure() }
    }

    /// Says that nothing more will be sent.
    public func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// What comes until the server closes the connection.
    public func receiveAll() async -> [UInt8] {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                var all: [UInt8] = []
                var buffer = [UInt8](repeating: 0, count: 65536)
                while true {
                    let count = recv(descriptor, &buffer, buffer.count, 0)
                    guard count > 0 else { break }
                    all += buffer[..<count]
                }
                continuation.resume(returning: all)
            }
        }
    }

    /// Closes it.
    ///
    /// - Parameter resets: with RST instead of FIN.
    public func end(resets: Bool) {
        guard isOpen else { return }
        isOpen = false
        if resets {
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
        }
        close(descriptor)
    }

    deinit { end(resets: false) }
}
