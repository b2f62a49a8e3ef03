import CCrypto
import CRabbitMQ
import Glibc

extension BrokerConnection {
    /// Connects, greets and opens a channel; as often as the URL says, with its pauses.
    /// - Parameter pause: waits between two attempts; false ends them.
    static func open(
        _ url: BrokerURL, name: String, pause: (_ seconds: Double) -> Bool
    ) throws(MessagingError) -> BrokerConnection {
        var attempt = 1
        while true {
            do throws(MessagingError) {
                return try openOnce(url, name: name)
            } catch {
                guard error.isTransient, attempt < url.options.connectionAttempts else { throw error }
                attempt += 1
                guard pause(url.options.retryDelaySeconds) else { throw error }
            }
        }
    }

    private static func openOnce(_ url: BrokerURL, name: String) throws(MessagingError) -> BrokerConnection {
        guard let handle = amqp_new_connection() else { fatalError("out of memory") }
        do throws(MessagingError) {
            try openSocket(handle, url)
            try logIn(handle, url, name: name)
        } catch {
            amqp_destroy_connection(handle)
            throw error
        }
        let connection = BrokerConnection(handle: handle)
        try connection.openChannel()
        return connection
    }

    private static func openSocket(_ handle: amqp_connection_state_t, _ url: BrokerURL) throws(MessagingError) {
        guard let socket = url.usesTLS ? amqp_ssl_socket_new(handle) : amqp_tcp_socket_new(handle) else {
            throw unreachable(url, "no socket can be made")
        }
        if url.usesTLS { try configureTLS(socket, url) }
        var limit = timeval(seconds: url.options.socketTimeoutSeconds)
        let status = amqp_socket_open_noblock(socket, url.host, Int32(url.port), &limit)
        guard status == 0 else { throw unreachable(url, String(cString: amqp_error_string2(status))) }
    }

    private static func configureTLS(_ socket: OpaquePointer, _ url: BrokerURL) throws(MessagingError) {
        let tls = url.options.tls
        amqp_ssl_socket_set_verify_peer(socket, tls.verifiesPeer ? 1 : 0)
        // The library compares names only.
        let isAddress = url.hostIsAddress
        amqp_ssl_socket_set_verify_hostname(socket, tls.verifiesPeer && !isAddress ? 1 : 0)
        if tls.verifiesPeer && isAddress { try verifyAddress(socket, url) }
        amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST)
        if tls.verifiesPeer {
            guard let file = tls.trustedCertificatesFile ?? systemCertificatesFile() else {
                throw unreachable(url, "no file of trusted certificates has been found; name one in SSL_CERT_FILE")
            }
            guard amqp_ssl_socket_set_cacert(socket, file) == 0 else {
                throw unreachable(url, "the trusted certificates in \"\(file)\" cannot be read")
            }
        }
        if let certificate = tls.clientCertificateFile, let key = tls.clientKeyFile {
            guard amqp_ssl_socket_set_key(socket, certificate, key) == 0 else {
                throw unreachable(url, "the client certificate \"\(certificate)\" or its key \"\(key)\" cannot be read")
            }
        }
    }

    /// Lets OpenSSL demand that the certificate has the address.
    private static func verifyAddress(_ socket: OpaquePointer, _ url: BrokerURL) throws(MessagingError) {
        guard let context = amqp_ssl_socket_get_context(socket) else { throw unreachable(url, "no socket can be made") }
        let parameters = SSL_CTX_get0_param(OpaquePointer(context))
        guard X509_VERIFY_PARAM_set1_ip_asc(parameters, url.host) == 1 else { throw unreachable(url, "no socket can be made") }
    }

    /// Where the distributions keep the certificates that the system trusts.
    private static func systemCertificatesFile() -> String? {
        if let file = getenv("SSL_CERT_FILE").map({ String(cString: $0) }), !file.isEmpty { return file }
        return ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"]
            .first { access($0, R_OK) == 0 }
    }

    private static func logIn(_ handle: amqp_connection_state_t, _ url: BrokerURL, name: String) throws(MessagingError) {
        var limit = timeval(seconds: url.options.stackTimeoutSeconds)
        amqp_set_handshake_timeout(handle, &limit)
        amqp_set_rpc_timeout(handle, &limit)
        let pool = FieldPool()
        var properties = pool.table([
            Field("product", "swaptacular"),
            Field("connection_name", .string(name)),
            Field("capabilities", .table([Field("connection.blocked", true), Field("consumer_cancel_notify", true)])),
        ])
        // The library takes the smaller of both sides' proposals: with the largest of ours, the broker's counts.
        let heartbeat = url.options.heartbeatSeconds ?? UInt16.max
        let reply = crabbitmq_login_plain(
            handle, url.virtualHost, Int32(url.options.channelMax), Int32(url.options.frameMax), Int32(heartbeat), &properties, url.user,
            url.password)
        switch reply.reply_type {
        case AMQP_RESPONSE_NORMAL:
            return
        case AMQP_RESPONSE_SERVER_EXCEPTION where reply.reply.id == crabbitmq_connection_close:
            let close = reply.reply.decoded.assumingMemoryBound(to: amqp_connection_close_t.self).pointee
            let error = MessagingError(code: close.reply_code, reason: close.reply_text.text)
            guard case .accessRefused = error else { throw unreachable(url, close.reply_text.text) }
            throw error
        case AMQP_RESPONSE_LIBRARY_EXCEPTION:
            throw unreachable(url, String(cString: amqp_error_string2(reply.library_error)))
        default:
            throw unreachable(url, "the broker does not answer as AMQP 0-9-1 demands")
        }
    }

    private static func unreachable(_ url: BrokerURL, _ reason: String) -> MessagingError {
        .unreachable(broker: url.address, reason: reason)
    }
}

extension timeval {
    init(seconds: Double) {
        self.init(tv_sec: Int(seconds), tv_usec: Int((seconds - seconds.rounded(.down)) * 1e6))
    }
}
