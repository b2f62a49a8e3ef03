/// Why there is no response. The texts name hosts, never paths, queries, headers or bodies: these may hold secrets.
public enum WebError: Error, Sendable, Equatable {
    /// Not an absolute URL, longer than 8,000 bytes, or with a user name in it; also of a redirect's target.
    case invalidURL
    /// The URL's or a redirect's scheme is not one that the request allows.
    case schemeRefused(host: String)
    /// A header field of the request with an impossible name or value.
    case invalidHeader(name: String)
    /// The name resolves to addresses that are refused only (private, loopback…).
    case addressRefused(host: String)
    /// There is no such host, or nobody knows.
    case nameNotResolved(host: String)
    /// The host does not accept a connection.
    case connectionFailed(host: String, reason: String)
    /// The certificate was not accepted, or the handshake failed.
    case tlsFailed(host: String, reason: String)
    /// One of the limits of time was reached.
    case timedOut(host: String)
    /// The body exceeds the request's limit.
    case bodyTooLarge(limit: Int)
    /// The header lines exceed the request's limit.
    case headersTooLarge(limit: Int)
    /// One more redirect than the request's limit.
    case tooManyRedirects(limit: Int)
    /// No place for a connection to the host has become free in time.
    case noFreeConnection(host: String)
    /// As many requests as are allowed already wait for a connection.
    case queueFull(limit: Int)
    /// The connection broke, or what came over it was not HTTP.
    case transferFailed(host: String, reason: String)
    /// The client was closed.
    case clientClosed

    /// Whether the same request may succeed a little later.
    public var isTransient: Bool {
        switch self {
        case .invalidURL, .schemeRefused, .invalidHeader, .addressRefused, .bodyTooLarge, .headersTooLarge, .tooManyRedirects,
            .clientClosed:
            false
        case .nameNotResolved, .connectionFailed, .tlsFailed, .timedOut, .noFreeConnection, .queueFull, .transferFailed:
            true
        }
    }
}

extension WebError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .invalidURL: "invalid URL"
        case .schemeRefused(let host): "the scheme of the URL is not allowed (host \(host))"
        case .invalidHeader(let name): "invalid header field \(name)"
        case .addressRefused(let host): "\(host) has no address that may be connected to"
        case .nameNotResolved(let host): "the name \(host) could not be resolved"
        case .connectionFailed(let host, let reason): "no connection to \(host): \(reason)"
        case .tlsFailed(let host, let reason): "TLS with \(host) failed: \(reason)"
        case .timedOut(let host): "\(host) did not answer in time"
        case .bodyTooLarge(let limit): "the response body is longer than \(limit) bytes"
        case .headersTooLarge(let limit): "the response headers are longer than \(limit) bytes"
        case .tooManyRedirects(let limit): "more than \(limit) redirects"
        case .noFreeConnection(let host): "too many requests to \(host) are running"
        case .queueFull(let limit): "\(limit) requests already wait for a connection"
        case .transferFailed(let host, let reason): "the transfer from \(host) failed: \(reason)"
        case .clientClosed: "the HTTP client is closed"
        }
    }
}
