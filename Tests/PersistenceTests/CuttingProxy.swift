import Foundation
import Synchronization

/// A relay in front of the server that lets the connection fail when the client says a certain word: a network that fails at the worst
/// moment. Passes everything on otherwise.
final class CuttingProxy: Sendable {
    enum Moment: String, Sendable, CaseIterable {
        /// The server never gets to see the word.
        case beforeTheServerHears
        /// The server acts on the word, but its answer is lost.
        case afterTheServerHasActed
    }

    /// What happens to the connection.
    enum Failure: Sendable {
        /// Both sides see it closed.
        case cut(Moment)
        /// Nobody hears anything any more: a network that swallows everything.
        case silence
    }

    let port: UInt16
    private let listener: Int32
    private let serverPort: UInt16
    private let word: [UInt8]
    private let failure: Failure
    private let isArmed = Atomic<Bool>(true)
    private let silenced = Mutex<[Int32]>([])

    /// - Parameter word: the first connection that says it fails; later ones work.
    init(serverPort: UInt16, word: String, failure: Failure) throws {
        self.serverPort = serverPort
        self.word = Array(word.utf8)
        self.failure = failure
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

    /// Whether the word has been said.
    var hasFailed: Bool { !isArmed.load(ordering: .relaxed) }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        silenced.withLock { for client in $0 { shutdown(client, Int32(SHUT_RDWR)) } }
    }

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
                if saysIt {
                    fail(client, server, Array(buffer[..<count]))
                    break relaying
                }
                send(buffer[..<count], to: target)
            }
        }
        close(client)
        close(server)
    }

    private func fail(_ client: Int32, _ server: Int32, _ bytes: [UInt8]) {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        switch failure {
        case .cut(.beforeTheServerHears): break
        case .cut(.afterTheServerHasActed):
            send(bytes[...], to: server)
            // The answer shows that the server has acted. It goes nowhere.
            _ = read(server, &buffer, buffer.count)
        case .silence:
            // Until the client gives up, or the proxy stops.
            silenced.withLock { $0.append(client) }
            defer { silenced.withLock { $0.removeAll { $0 == client } } }
            while read(client, &buffer, buffer.count) > 0 {}
        }
    }

    private func send(_ bytes: ArraySlice<UInt8>, to target: Int32) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(target, $0.baseAddress, $0.count) }
            if count <= 0 { return }
            rest = rest.dropFirst(count)
        }
    }

    private func contains(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count >= word.count else { return false }
        return (bytes.startIndex...bytes.endIndex - word.count).contains { bytes[$0..<$0 + word.count].elementsEqual(word) }
    }
}
