import Foundation
import NodeKit
import ServiceLifecycle
import Synchronization
import Threading

/// HTTPS in front of the web server: documents of currencies are fetched over nothing else (TW 10.6). What arrives is decrypted and handed
/// on to the web server's own port.
struct SecureEntrance: NodeRole {
    let name = "https"
    /// Where it listens, on loopback.
    let port: Int
    /// Where the web server listens.
    let innerPort: Int

    /// So many connections at once; others are closed at once.
    private static let maximumConnections = 64

    enum Failure: Error {
        case cannotListen(port: Int)
        case noCertificate
    }

    func run() async throws {
        guard let context = ServerCertificate.makeContext().map({ UInt(bitPattern: $0) }) else { throw Failure.noCertificate }
        guard let listener = SocketAddress.listen(port: port) else { throw Failure.cannotListen(port: port) }
        // Closing would free the number for others while the thread still waits.
        await withTaskCancellationOrGracefulShutdownHandler {
            _ = try? await ComputingThread.run("https") { isCancelled in accept(listener, context, isCancelled) }
        } onCancelOrGracefulShutdown: {
            shutdown(listener, Int32(SHUT_RDWR))
        }
    }

    private func accept(_ listener: Int32, _ context: UInt, _ isCancelled: () -> Bool) {
        let open = ConnectionCount()
        while !isCancelled() {
            let descriptor = Foundation.accept(listener, nil, nil)
            guard descriptor >= 0 else { break }
            guard open.add(atMost: Self.maximumConnections) else {
                close(descriptor)
                continue
            }
            Task {
                _ = try? await ComputingThread.run("https") { _ in
                    SecureConnection(descriptor, context: OpaquePointer(bitPattern: context)).relay(toPort: innerPort)
                    open.remove()
                }
            }
        }
        close(listener)
    }
}

/// How many connections are open.
private final class ConnectionCount: Sendable {
    private let count = Mutex(0)

    func add(atMost limit: Int) -> Bool {
        count.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
    }

    func remove() { count.withLock { $0 -= 1 } }
}

/// TCP on loopback.
enum SocketAddress {
    /// - Returns: a listening socket, or nil when the port cannot be had.
    static func listen(port: Int) -> Int32? {
        open(port) { descriptor, address, size in
            var yes: Int32 = 1
            setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
            return bind(descriptor, address, size) == 0 && Foundation.listen(descriptor, 64) == 0
        }
    }

    /// - Returns: a connected socket, or nil when nobody listens there.
    static func connect(port: Int) -> Int32? {
        open(port) { descriptor, address, size in Foundation.connect(descriptor, address, size) == 0 }
    }

    private static func open(_ port: Int, _ use: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Bool) -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        let isUsed = withUnsafeBytes(of: &address) { bytes in
            use(descriptor, bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
        }
        guard isUsed else {
            close(descriptor)
            return nil
        }
        return descriptor
    }
}
