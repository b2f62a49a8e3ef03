import NIOHTTP1
import SMPProtocol

/// What the head of a request means for its connection (RFC 9112). Pure.
enum RequestHead {
    /// Why the request is answered with a refusal at once, and nothing more is read; nil: it is well-formed.
    static func refusal(of head: HTTPRequestHead) -> HTTPResponseStatus? {
        guard head.version.major == 1 else { return .httpVersionNotSupported }
        return hostRefusal(head) ?? framingRefusal(head)
    }

    /// RFC 9112, 3.2: HTTP/1.1 has exactly one `Host`, and nobody has two.
    private static func hostRefusal(_ head: HTTPRequestHead) -> HTTPResponseStatus? {
        let hosts = head.headers["host"]
        guard hosts.count == 1 || hosts.isEmpty && head.version.minor == 0 else { return .badRequest }
        return hosts.allSatisfy(isHost) ? nil : .badRequest
    }

    /// RFC 9110, 7.2: a host and perhaps a port, or nothing.
    private static func isHost(_ text: String) -> Bool {
        if text.isEmpty { return true }
        guard let parts = HostAndPort(text[...]) else { return false }
        let isPort = parts.portText.map { $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } } ?? true
        return isPort && parts.host.utf8.allSatisfy { isHostByte($0) || parts.isBracketed && $0 == UInt8(ascii: ":") }
    }

    /// Unreserved characters, sub-delimiters and the percent sign (RFC 3986, 3.2.2).
    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        default: "-._~!$&'()*+,;=%".utf8.contains(byte)
        }
    }

    /// RFC 9112, 6.1 and 6.3: whoever says in two ways how long a body is, or says it in a way that HTTP/1.0 does not know, wants us to
    /// misunderstand the next request.
    private static func framingRefusal(_ head: HTTPRequestHead) -> HTTPResponseStatus? {
        let codings = head.headers[canonicalForm: "transfer-encoding"].map { $0.lowercased() }
        if codings.isEmpty { return nil }
        guard head.version.minor > 0, !head.headers.contains(name: "content-length") else { return .badRequest }
        return codings == ["chunked"] ? nil : .notImplemented
    }

    /// How long the body is; nil: its own form says it.
    static func bodyLength(of head: HTTPRequestHead) -> Int? {
        if head.headers.contains(name: "transfer-encoding") { return nil }
        return head.headers["content-length"].first.flatMap { Int($0) } ?? 0
    }

    /// Whether the connection stays open after the answer (RFC 9112, 9.3).
    static func persists(_ head: HTTPRequestHead) -> Bool {
        let options = head.headers[canonicalForm: "connection"].map { $0.lowercased() }
        if options.contains("close") { return false }
        return head.version.minor > 0 || options.contains("keep-alive")
    }

    /// Whether the client waits for `100 Continue` before it sends the body (RFC 9110, 10.1.1).
    static func awaitsContinue(_ head: HTTPRequestHead) -> Bool {
        head.version.minor > 0 && head.headers[canonicalForm: "expect"].contains { $0.lowercased() == "100-continue" }
    }
}
