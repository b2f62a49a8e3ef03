import Foundation
import NodeKit
import ServiceLifecycle
import Synchronization
import Threading

/// HTTPS in front of the web server: documents of currencies are fetched over nothing else (TW 10.6). What arrives is decrypted and handed
/// on to the web server's own port.
struct SecureEntrance: NodeRole {
    let name = "https"
    /// Where it listens: on the address of the web server (`WEBSERVER_HOST`), at a port of its own.
    let outer: Entrance
    /// Where the web server is reached from here.
    let inner: Entrance

    /// So many connections at once; others are closed at once.
    private static let maximumConnections = 64

    enum Failure: Error {
        case cannotListen(Entrance)
        case noCertificate
    }

    func run() async throws {
        guard let context = ServerCertificate.makeContext().map({ UInt(bitPattern: $0) }) else { throw Failure.noCertificate }
        guard let listener = outer.listen() else { throw Failure.cannotListen(outer) }
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
                    SecureConnection(descriptor, context: OpaquePointer(bitPattern: context)).relay(to: inner)
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
