import Foundation
import Synchronization

/// A relay in front of the server that cuts the connection when the client says a certain word: a network that fails at the worst
/// moment. Passes everything on otherwise.
final class CuttingProxy: Sendable {
    enum Moment: String, Sendable, CaseIterable {
        /// The server never gets to see the word.
        case beforeTheServerHears
        /// The server acts on the word, but its answer is lost.
        case afterTheServerHasActed
    }

    let port: UInt16
    private let listener: Int32
    private let serverPort: UInt16
    private let word: [UInt8]
    private let moment: Moment
    private let isArmed = Atomic<Bool>(true)

    /// - Parameter word: cuts the first connection that says it; later ones work.
    init(serverPort: UInt16, word: String, moment: Moment) throws {
        self.serverPort = serverPort
        self.word = Array(word.utf8)
        self.moment = moment
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Self.loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                bind(listener, raw, length) == 0 && listen(listener, 16) == 0 && getsockname(listener, raw, &length) == 0
            }
        }
        guard isBound else { throw CocoaError(.fileReadUnknown) }
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        Thread { [self] in accept() }.start()
    }

    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    private static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        address.sin_port = port.bigEndian
        return address
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            if client < 0 { break }
            let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = Self.loopback(port: serverPort)
            let isConnected = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
            guard isConnected else {
                close(client)
                continue
            }
            Thread { [self] in relay(client, server) }.start()
        }
        close(listener)
    }

    /// Relays both ways on one thread until one side closes or the word is said.
    private func relay(_ client: Int32, _ server: Int32) {
        var entries = [
            pollfd(fd: client, events: Int16(POLLIN), revents: 0), pollfd(fd: server, events: Int16(POLLIN), revents: 0),
        ]
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        relaying: while poll(&entries, 2, -1) >= 0 {
            for (source, target) in [(0, server), (1, client)] where entries[source].revents != 0 {
                let count = read(entries[source].fd, &buffer, buffer.count)
                if count <= 0 { break relaying }
                let saysIt = source == 0 && contains(buffer[..<count]) && isArmed.exchange(false, ordering: .relaxed)
                if saysIt && moment == .beforeTheServerHears { break relaying }
                var sent = 0
                while sent < count { sent += write(target, Array(buffer[sent..<count]), count - sent) }
                if saysIt {
                    // The answer shows that the server has acted. It goes nowhere.
                    _ = read(server, &buffer, buffer.count)
                    break relaying
                }
            }
        }
        close(client)
        close(server)
    }

    private func contains(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count >= word.count else { return false }
        return (bytes.startIndex...bytes.endIndex - word.count).contains { bytes[$0..<$0 + word.count].elementsEqual(word) }
    }
}
