import Foundation

/// Where somebody on this machine (or in this container) asks how the process is. A thread of its own accepts whoever connects.
final class HealthSocket: Sendable {
    private let descriptor: Int32
    /// Those who ask, in their order; ends when whoever walks along it is cancelled.
    let clients: AsyncStream<HealthClient>

    /// Nil when another process already listens under the name.
    init?(name: String) {
        guard let descriptor = AbstractSocket.listen(name) else { return nil }
        self.descriptor = descriptor
        let (clients, continuation) = AsyncStream<HealthClient>.makeStream(bufferingPolicy: .bufferingOldest(16))
        self.clients = clients
        // Wakes the thread, which closes the socket: a descriptor must not be closed while another thread waits for it.
        continuation.onTermination = { _ in shutdown(descriptor, Int32(SHUT_RDWR)) }
        Thread.detachNewThread { Self.accept(descriptor, continuation) }
    }

    private static func accept(_ descriptor: Int32, _ clients: AsyncStream<HealthClient>.Continuation) {
        while true {
            let client = Glibc.accept(descriptor, nil, nil)
            if client >= 0 {
                clients.yield(HealthClient(client))
            } else if [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(errno) {
                Thread.sleep(forTimeInterval: 0.1)
            } else if errno != EINTR && errno != ECONNABORTED {
                break
            }
        }
        close(descriptor)
        clients.finish()
    }
}

/// Somebody who asks. Whoever is dropped without an answer is hung up on.
final class HealthClient: Sendable {
    private let descriptor: Int32

    fileprivate init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Never waits: what does not fit into the buffer of a new socket is left out.
    func tell(_ answer: String) {
        let bytes = Array(answer.utf8)
        _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
    }
}

/// Asks a process of this machine (or container) how it is.
enum HealthProbe {
    /// How long an answer may take: a process that hangs gives none.
    private static let patienceSeconds = 5

    /// - Parameter name: that of its ``HealthSocket``.
    /// - Returns: its answer; nil when nobody answers.
    static func ask(_ name: String) -> String? {
        guard let descriptor = AbstractSocket.connect(name) else { return nil }
        defer { close(descriptor) }
        var patience = timeval(tv_sec: patienceSeconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while answer.count < 16384 {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            answer += buffer[..<count]
        }
        return answer.isEmpty ? nil : String(decoding: answer, as: UTF8.self)
    }
}
