import CCrypto
import Foundation
import Synchronization

/// A TCP server on loopback for tests: each connection gets a thread that runs the handler, so a handler may block.
///
/// What a handler throws ends its connection. The server stays until it is closed, or the tests end.
public final class LocalServer: Sendable {
    /// What is done with each connection, on a thread of its own.
    public typealias Handler = @Sendable (LocalConnection) throws -> Void

    private struct State {
        var accepted = 0
        var connections: Set<Int32> = []
        var isClosed = false
    }

    /// The address or port is taken.
    public struct CannotListen: Error {}

    /// The address at which it listens.
    public let address: String
    /// The port at which it listens; the kernel has chosen it.
    public let port: UInt16
    private let listener: Int32
    private let state = Mutex(State())

    /// - Parameters:
    ///   - address: a loopback address; 127.0.0.2 and so on are other "hosts".
    ///   - certificate: with one the server speaks TLS.
    public init(address: String = "127.0.0.1", certificate: TestCertificate? = nil, handler: @escaping Handler) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        inet_pton(AF_INET, address, &name.sin_addr)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutableBytes(of: &name) { bytes in
            let pointer = bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self)
            return bind(listener, pointer, size) == 0 && listen(listener, 512) == 0 && getsockname(listener, pointer, &size) == 0
        }
        guard isListening else { throw CannotListen() }
        self.address = address
        port = UInt16(bigEndian: name.sin_port)
        self.listener = listener
        Thread.detachNewThread { self.accept(certificate, handler) }
    }

    /// A port at which nobody listens.
    public static func freePort() throws -> Int {
        let server = try LocalServer { _ in }
        server.close()
        return Int(server.port)
    }

    /// How many connections were accepted so far.
    public var acceptedCount: Int { state.withLock { $0.accepted } }

    /// Ends the server: no new connections, and the present ones are shut down.
    public func close() {
        state.withLock { state in
            guard !state.isClosed else { return }
            state.isClosed = true
            shutdown(listener, Int32(SHUT_RDWR))
            for descriptor in state.connections { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }

    private func accept(_ certificate: TestCertificate?, _ handler: @escaping Handler) {
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            guard descriptor >= 0 else { break }
            let isOpen = state.withLock { state in
                guard !state.isClosed else { return false }
                state.accepted += 1
                state.connections.insert(descriptor)
                return true
            }
            guard isOpen else {
                Glibc.close(descriptor)
                break
            }
            Thread.detachNewThread {
                // OpenSSL writes without MSG_NOSIGNAL.
                var signals = sigset_t()
                sigemptyset(&signals)
                sigaddset(&signals, SIGPIPE)
                pthread_sigmask(SIG_BLOCK, &signals, nil)
                if let connection = LocalConnection(descriptor, certificate: certificate) {
                    try? handler(connection)
                    connection.end()
                }
                self.state.withLock { _ = $0.connections.remove(descriptor) }
                Glibc.close(descriptor)
            }
        }
        Glibc.close(listener)
    }
}

/// One connection of a `LocalServer`. Reads and writes block.
public final class LocalConnection {
    /// The other side has closed, or the server was.
    public struct Ended: Error {
        /// Thrown by a handler to end the connection.
        public init() {}
    }

    /// The socket.
    public let descriptor: Int32
    private var session: OpaquePointer?
    private var buffer: [UInt8] = []

    init?(_ descriptor: Int32, certificate: TestCertificate?) {
        self.descriptor = descriptor
        guard let certificate else { return }
        session = Self.session(descriptor, certificate)
        if session == nil || SSL_accept(session) != 1 { return nil }
    }

    deinit {
        SSL_free(session)
    }

    private static func session(_ descriptor: Int32, _ certificate: TestCertificate) -> OpaquePointer? {
        let context = SSL_CTX_new(TLS_server_method())
        defer { SSL_CTX_free(context) }
        let certificateSource = source(certificate.certificate)
        let keySource = source(certificate.key)
        defer {
            BIO_free(certificateSource)
            BIO_free(keySource)
        }
        let x509 = PEM_read_bio_X509(certificateSource, nil, nil, nil)
        let key = PEM_read_bio_PrivateKey(keySource, nil, nil, nil)
        defer {
            X509_free(x509)
            EVP_PKEY_free(key)
        }
        guard SSL_CTX_use_certificate(context, x509) == 1, SSL_CTX_use_PrivateKey(context, key) == 1 else { return nil }
        let session = SSL_new(context)
        SSL_set_fd(session, descriptor)
        return session
    }

    /// Has a copy of the text, as the text itself has no address that stays.
    private static func source(_ text: String) -> OpaquePointer? {
        let source = BIO_new(BIO_s_mem())
        BIO_write(source, text, Int32(text.utf8.count))
        return source
    }

    /// What has arrived, at least one byte.
    public func readSome() throws -> [UInt8] {
        if buffer.isEmpty { try fill() }
        defer { buffer = [] }
        return buffer
    }

    /// So many bytes.
    public func read(exactly count: Int) throws -> [UInt8] {
        while buffer.count < count { try fill() }
        defer { buffer.removeFirst(count) }
        return Array(buffer[..<count])
    }

    /// A line without its end (CR LF, or LF).
    public func readLine() throws -> String {
        while true {
            if let end = buffer.firstIndex(of: 0x0a) {
                defer { buffer.removeFirst(end + 1) }
                var line = buffer[..<end]
                if line.last == 0x0d { line.removeLast() }
                return String(decoding: line, as: UTF8.self)
            }
            try fill()
        }
    }

    /// Sends bytes.
    public func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { bytes in
                if let session { return Int(SSL_write(session, bytes.baseAddress, Int32(bytes.count))) }
                return send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Ended() }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends a text, in UTF-8.
    public func write(_ text: String) throws {
        try write(Array(text.utf8))
    }

    /// Returns when the other side has closed, or the server was; what arrives meanwhile is dropped.
    public func waitForEnd() {
        while (try? fill()) != nil { buffer = [] }
    }

    private func fill() throws {
        var bytes = [UInt8](repeating: 0, count: 16 << 10)
        let count = bytes.withUnsafeMutableBytes { bytes in
            if let session { return Int(SSL_read(session, bytes.baseAddress, Int32(bytes.count))) }
            return recv(descriptor, bytes.baseAddress, bytes.count, 0)
        }
        guard count > 0 else { throw Ended() }
        buffer += bytes[..<count]
    }

    func end() {
        if let session { SSL_shutdown(session) }
    }
}
