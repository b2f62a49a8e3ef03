import CCrypto

/// A key and a self-signed certificate for this machine, made when the process starts. They prove nothing to anybody: whoever fetches
/// documents from here must not check certificates.
enum ServerCertificate {
    private static let validSeconds = 10 * 365 * 86_400

    /// What TLS connections are made from; it is not freed before the process ends. Nil when the library refuses.
    static func makeContext() -> OpaquePointer? {
        guard let key = makeKey() else { return nil }
        defer { EVP_PKEY_free(key) }
        guard let certificate = makeCertificate(key) else { return nil }
        defer { X509_free(certificate) }
        let context = SSL_CTX_new(TLS_server_method())
        guard SSL_CTX_use_certificate(context, certificate) == 1, SSL_CTX_use_PrivateKey(context, key) == 1 else {
            SSL_CTX_free(context)
            return nil
        }
        return context
    }

    private static func makeKey() -> OpaquePointer? {
        let generator = EVP_PKEY_CTX_new_id(EVP_PKEY_ED25519, nil)
        defer { EVP_PKEY_CTX_free(generator) }
        var key: OpaquePointer?
        guard EVP_PKEY_keygen_init(generator) == 1, EVP_PKEY_keygen(generator, &key) == 1 else { return nil }
        return key
    }

    private static func makeCertificate(_ key: OpaquePointer) -> OpaquePointer? {
        let certificate = X509_new()
        X509_set_version(certificate, 2)
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1)
        X509_gmtime_adj(X509_getm_notBefore(certificate), -86_400)
        X509_gmtime_adj(X509_getm_notAfter(certificate), validSeconds)
        let name = X509_get_subject_name(certificate)
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, "localhost", -1, -1, 0)
        X509_set_issuer_name(certificate, name)
        X509_set_pubkey(certificate, key)
        // Without a digest: this kind of key brings its own.
        guard X509_sign(certificate, key, nil) > 0 else {
            X509_free(certificate)
            return nil
        }
        return certificate
    }
}
