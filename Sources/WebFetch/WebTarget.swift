import CCurl

/// A URL that was checked, read by libcurl's own parser, so that the check and the connection agree on what it means.
struct WebTarget: Sendable {
    static let maximumBytes = 8_000

    /// The URL, with the bytes of other than ASCII characters percent-encoded.
    let url: String
    let isHTTPS: Bool
    /// In lower case; IPv6 addresses in brackets. What connections are counted by.
    let host: String
    let port: UInt16
    /// Scheme, host and port.
    let origin: String

    /// - Parameter base: what a relative reference is relative to; nil: there must be none.
    init(_ text: String, relativeTo base: WebTarget? = nil, schemes: WebRequest.Schemes) throws(WebError) {
        guard text.utf8.count <= Self.maximumBytes, let parts = URLParts(text, base: base?.url), parts.url.utf8.count <= Self.maximumBytes
        else { throw .invalidURL }
        guard parts.scheme == "https" || (parts.scheme == "http" && schemes == .httpAndHTTPS) else {
            throw .schemeRefused(host: parts.host)
        }
        guard !parts.host.isEmpty else { throw .invalidURL }
        url = parts.url
        host = parts.host
        isHTTPS = parts.scheme == "https"
        guard let port = UInt16(parts.port) else { throw .invalidURL }
        self.port = port
        origin = "\(parts.scheme)://\(parts.host):\(port)"
    }
}

private struct URLParts {
    let url: String
    let scheme: String
    /// Empty when there is none.
    let host: String
    let port: String

    /// - Parameter base: an absolute URL.
    init?(_ text: String, base: String? = nil) {
        // A C string ends at NUL; libcurl refuses the other control characters.
        guard !text.utf8.contains(0), let handle = curl_url() else { return nil }
        defer { curl_url_cleanup(handle) }
        let flags = UInt32(CURLU_DISALLOW_USER | CURLU_URLENCODE | CURLU_NON_SUPPORT_SCHEME)
        if let base, curl_url_set(handle, CURLUPART_URL, base, flags) != CURLUE_OK { return nil }
        guard curl_url_set(handle, CURLUPART_URL, text, flags) == CURLUE_OK else { return nil }
        func part(_ part: CURLUPart, _ flags: Int32 = 0) -> String? {
            var value: UnsafeMutablePointer<CChar>?
            guard curl_url_get(handle, part, &value, UInt32(flags)) == CURLUE_OK, let value else { return nil }
            defer { curl_free(value) }
            return String(cString: value)
        }
        guard let url = part(CURLUPART_URL), let scheme = part(CURLUPART_SCHEME) else { return nil }
        self.url = url
        self.scheme = scheme.lowercased()
        host = part(CURLUPART_HOST)?.lowercased() ?? ""
        port = part(CURLUPART_PORT, CURLU_DEFAULT_PORT) ?? ""
    }
}
