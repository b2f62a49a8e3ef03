import HTTPTypes
import SMPProtocol

/// How clients see this server: what absolute URLs begin with (CA-API 2.6, DA-API 1.7). Pure.
///
/// The scheme is the last value of `X-Forwarded-Proto`, the host that of `Host`, the port the last value of `X-Forwarded-Port`, else that
/// of `Host`; the default port of the scheme is left out. `X-Forwarded-Host` is not used.
public struct ExternalBase: Sendable, Equatable {
    /// `http` or `https`.
    public let scheme: String
    /// A name, an IPv4 address, or an IPv6 address in brackets.
    public let host: String
    /// Nil for the default port of the scheme.
    public let port: Int?

    init(authority: String?, headers: HTTPFields) {
        let proto = Self.last(headers, Self.forwardedProto)?.lowercased()
        scheme = proto == "https" ? "https" : "http"
        let (host, ownPort) = Self.split(authority ?? "")
        self.host = host
        let forwardedPort = Self.last(headers, Self.forwardedPort).flatMap { Self.port($0[...]) }
        let port = forwardedPort ?? ownPort
        self.port = port == (scheme == "https" ? 443 : 80) ? nil : port
    }

    /// `scheme://host[:port]`
    public var text: String {
        "\(scheme)://\(host)\(port.map { ":\($0)" } ?? "")"
    }

    private static let forwardedProto = HTTPField.Name("X-Forwarded-Proto")!
    private static let forwardedPort = HTTPField.Name("X-Forwarded-Port")!

    private static func last(_ headers: HTTPFields, _ name: HTTPField.Name) -> String? {
        guard let value = headers[name]?.split(separator: ",").last else { return nil }
        let trimmed = value.drop(while: { $0 == " " })
        return String(trimmed.reversed().drop(while: { $0 == " " }).reversed())
    }

    private static func port(_ text: Substring) -> Int? { HostAndPort.port(text).map(Int.init) }

    /// A host is letters, digits and `.-_`, or an IPv6 address in brackets; anything else is not repeated in our headers.
    private static func split(_ authority: String) -> (host: String, port: Int?) {
        guard let parts = HostAndPort(authority[...]), !parts.host.isEmpty,
            parts.host.utf8.allSatisfy({ isHostByte($0) || parts.isBracketed && $0 == UInt8(ascii: ":") })
        else { return ("localhost", nil) }
        return (parts.isBracketed ? "[\(parts.host)]" : String(parts.host), parts.portText.flatMap(port))
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
