import Foundation
import Synchronization

/// A TCP proxy on the loopback interface that can misbehave: hold everything back, or cut all connections.
final class TCPProxy: Sendable {
    private struct State {
        var isFrozen = false
        var sockets: Set<Int32> = []
        var acceptedCount = 0
    }

    private let listener: Int32
    let port: UInt16
    private let target: UInt16
    private let state = Mutex(State())

    /// - Parameter target: a port on the loopback interface.
    init(to target: UInt16) throws {
        self.target = target
        (listener, port) = try Self.listenOnLoopback()
        let thread = Thread { [self] in acceptAll() }
        thread.start()
    }

    var acceptedCount: Int { state.withLock { $0.acceptedCount } }

    /// While true, nothing is passed on, so both sides' buffers fill up.
    func setFrozen(_ isFrozen: Bool) {
        state.withLock { $0.isFrozen = isFrozen }
    }

    /// Ends all connections; new ones are accepted.
    func cut() {
        state.withLock { state in
            for socket in state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    /// Ends all connections and accepts no more.
    func close() {
        shutdown(listener, Int32(SHUT_RDWR))
        Glibc.close(listener)
        setFrozen(false)
        cut()
    }

    /// A socket that listens on a port of the system's choice.
    /// - Parameter host: the last part of the address 127.0.0.x.
    static func listenOnLoopback(host: UInt32 = 1) throws -> (descriptor: Int32, port: UInt16) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = loopback(port: 0, host: host), length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 ? getsockname(listener, address, &length) : -1
            }
        }
        guard listener >= 0, status == 0, listen(listener, 16) == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
        return (listener, UInt16(bigEndian: address.sin_port))
    }

    static func connectToLoopback(_ port: UInt16) -> Int32? {
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = loopback(port: port)
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        if status == 0 { return server }
        Glibc.close(server)
        return nil
    }

    private static func loopback(port: UInt16, host: UInt32 = 1) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = (0x7f00_0000 + host).bigEndian
        return address
    }

    private func acceptAll() {
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { return }
            guard let server = Self.connectToLoopback(target) else {
                Glibc.close(client)
                continue
            }
            state.withLock { state in
                state.sockets.formUnion([client, server])
                state.acceptedCount += 1
            }
            let pair = Pair(client: client, server: server)
            Thread { [self] in forward(from: client, to: server, pair) }.start()
            Thread { [self] in forward(from: server, to: client, pair) }.start()
        }
    }

    /// Two sockets that are closed when both directions have ended.
    private final class Pair: Sendable {
        let client: Int32, server: Int32
        let remaining = Mutex(2)

        init(client: Int32, server: Int32) {
            self.client = client
            self.server = server
        }
    }

    private func forward(from source: Int32, to destination: Int32, _ pair: Pair) {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = recv(source, &buffer, buffer.count, 0)
            while state.withLock({ $0.isFrozen }) { usleep(10_000) }
            guard count > 0, Self.sendAll(buffer[..<count], to: destination) else { break }
        }
        shutdown(source, Int32(SHUT_RDWR))
        shutdown(destination, Int32(SHUT_RDWR))
        let isLast = pair.remaining.withLock { remaining in
            remaining -= 1
            return remaining == 0
        }
        guard isLast else { return }
        state.withLock { $0.sockets.subtract([pair.client, pair.server]) }
        Glibc.close(pair.client)
        Glibc.close(pair.server)
    }

    static func sendAll(_ bytes: ArraySlice<UInt8>, to socket: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent > 0 else { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }
}
