import CCrypto
import Foundation
import TestSupport

/// Ends TLS in front of a server that does not speak it.
final class TLSProxy: Sendable {
    private let listener: Int32
    private let target: UInt16
    private let certificate: TestCertificate
    let port: UInt16

    /// - Parameters:
    ///   - target: a port on the loopback interface.
    ///   - host: where it listens: the last part of the address 127.0.0.x.
    init(to target: UInt16, certificate: TestCertificate = .localhost, host: UInt32 = 1) throws {
        self.target = target
        self.certificate = certificate
        (listener, port) = try TCPProxy.listenOnLoopback(host: host)
        Thread { [self] in acceptAll() }.start()
    }

    func close() {
        shutdown(listener, Int32(SHUT_RDWR))
        Glibc.close(listener)
    }

    private func acceptAll() {
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { return }
            Thread { [self] in serve(client) }.start()
        }
    }

    private func serve(_ client: Int32) {
        defer { Glibc.close(client) }
        // OpenSSL writes without MSG_NOSIGNAL. Only for this thread: the library under test has to look after itself.
        var pipe = sigset_t()
        sigemptyset(&pipe)
        sigaddset(&pipe, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &pipe, nil)
        guard let session = makeSession(client) else { return }
        defer { SSL_free(session) }
        guard SSL_accept(session) == 1, let server = TCPProxy.connectToLoopback(target) else { return }
        defer { Glibc.close(server) }
        var buffer = [UInt8](repeating: 0, count: 16384)
        while true {
            var entries = [pollfd(fd: client, events: Int16(POLLIN), revents: 0), pollfd(fd: server, events: Int16(POLLIN), revents: 0)]
            if SSL_pending(session) == 0 { poll(&entries, 2, -1) }
            if SSL_pending(session) > 0 || entries[0].revents != 0 {
                let count = Int(SSL_read(session, &buffer, Int32(buffer.count)))
                guard count > 0, TCPProxy.sendAll(buffer[..<count], to: server) else { return }
            }
            if entries[1].revents != 0 {
                let count = recv(server, &buffer, buffer.count, 0)
                guard count > 0, SSL_write(session, buffer, Int32(count)) == count else { return }
            }
        }
    }

    private func makeSession(_ descriptor: Int32) -> OpaquePointer? {
        let context = SSL_CTX_new(TLS_server_method())
        defer { SSL_CTX_free(context) }
        let certificateSource = BIO_new(BIO_s_mem()), keySource = BIO_new(BIO_s_mem())
        defer {
            BIO_free(certificateSource)
            BIO_free(keySource)
        }
        BIO_write(certificateSource, certificate.certificate, Int32(certificate.certificate.utf8.count))
        BIO_write(keySource, certificate.key, Int32(certificate.key.utf8.count))
        let x509 = PEM_read_bio_X509(certificateSource, nil, nil, nil), key = PEM_read_bio_PrivateKey(keySource, nil, nil, nil)
        defer {
            X509_free(x509)
            EVP_PKEY_free(key)
        }
        guard SSL_CTX_use_certificate(context, x509) == 1, SSL_CTX_use_PrivateKey(context, key) == 1 else { return nil }
        let session = SSL_new(context)
        SSL_set_fd(session, descriptor)
        return session
    }
}
