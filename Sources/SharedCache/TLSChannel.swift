import CCrypto
import Glibc

/// TLS over a `TCPSocket`, with OpenSSL: hiredis of this age has none.
final class TLSChannel {
    private let socket: TCPSocket
    private let context: OpaquePointer
    private let session: OpaquePointer

    init(_ socket: TCPSocket, url: RedisURL, deadline: TCPSocket.Deadline) throws(RedisFailure) {
        // OpenSSL writes without MSG_NOSIGNAL; on this thread a broken pipe shall be an error, not a signal.
        blockBrokenPipeSignal()
        guard let context = SSL_CTX_new(TLS_client_method()) else { throw .tls(Self.openSSLWords()) }
        guard let session = SSL_new(context) else {
            SSL_CTX_free(context)
            throw .tls(Self.openSSLWords())
        }
        self.socket = socket
        self.context = context
        self.session = session
        try configure(url)
        try retrying(deadline) { SSL_connect(session) }
    }

    deinit {
        SSL_free(session)
        SSL_CTX_free(context)
    }

    private func configure(_ url: RedisURL) throws(RedisFailure) {
        let isTrusting =
            if let file = url.caFile { SSL_CTX_load_verify_locations(context, file, nil) } else {
                SSL_CTX_set_default_verify_paths(context)
            }
        guard isTrusting == 1 else { throw .tls("the file with the trusted certificates cannot be read") }
        // The store of a context counts for its sessions; how to verify was copied into the session when it was made.
        SSL_set_verify(session, url.verifiesCertificate ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nil)
        if url.host.contains(":") || url.host.utf8.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2e }) {
            X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), url.host)
        } else {
            SSL_set1_host(session, url.host)
            var name = Array(url.host.utf8CString)
            SSL_ctrl(session, SSL_CTRL_SET_TLSEXT_HOSTNAME, Int(TLSEXT_NAMETYPE_host_name), &name)
        }
        guard SSL_set_fd(session, socket.descriptor) == 1 else { throw .tls(Self.openSSLWords()) }
    }

    func write(_ bytes: UnsafeRawBufferPointer, _ deadline: TCPSocket.Deadline) throws(RedisFailure) {
        guard !bytes.isEmpty else { return }
        // Without partial writes (OpenSSL's default) success means all of it.
        try retrying(deadline) { SSL_write(session, bytes.baseAddress, Int32(bytes.count)) }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, _ deadline: TCPSocket.Deadline) throws(RedisFailure) -> Int {
        try retrying(deadline) { SSL_read(session, buffer.baseAddress, Int32(buffer.count)) }
    }

    /// Repeats an operation for as long as it waits for the socket.
    @discardableResult
    private func retrying(_ deadline: TCPSocket.Deadline, _ operation: () -> Int32) throws(RedisFailure) -> Int {
        while true {
            ERR_clear_error()
            let result = operation()
            if result > 0 { return Int(result) }
            switch SSL_get_error(session, result) {
            case SSL_ERROR_WANT_READ: try socket.wait(for: POLLIN, deadline)
            case SSL_ERROR_WANT_WRITE: try socket.wait(for: POLLOUT, deadline)
            case SSL_ERROR_ZERO_RETURN: throw .broken("it closed the connection")
            default: throw .tls(verificationFault ?? Self.openSSLWords())
            }
        }
    }

    private var verificationFault: String? {
        let code = SSL_get_verify_result(session)
        return code == Int(X509_V_OK) ? nil : String(cString: X509_verify_cert_error_string(code))
    }

    private static func openSSLWords() -> String {
        guard let words = ERR_reason_error_string(ERR_get_error()) else { return "the connection broke" }
        return String(cString: words)
    }
}

private func blockBrokenPipeSignal() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
}
