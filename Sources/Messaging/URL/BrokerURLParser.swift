import SMPProtocol

/// Reads broker URLs (SMP 15.8, OPS 1.3).
enum BrokerURLParser {
    static func parse(_ text: String) throws(MessagingError) -> BrokerURL {
        guard let parts = ServerURL(text), let usesTLS = ["amqp": false, "amqps": true][parts.scheme] else {
            throw invalid("\"amqp://\" or \"amqps://\" is expected at the start")
        }
        let (host, port) = try readAddress(parts.address, defaultPort: usesTLS ? 5671 : 5672)
        let firstSegment = parts.path.map { $0.prefix { $0 != "/" } } ?? ""
        let virtualHost = firstSegment.isEmpty ? "/" : try decode(firstSegment, "virtual host")
        guard virtualHost.utf8.count <= 255 else { throw invalid("the virtual host is longer than 255 bytes") }
        var url = BrokerURL(
            usesTLS: usesTLS, user: try decode(parts.user ?? "guest", "user"), password: try decode(parts.password ?? "guest", "password"),
            host: host, port: port, virtualHost: virtualHost)
        try readQuery(parts.query, into: &url)
        return url
    }

    private static func readAddress(_ text: Substring, defaultPort: UInt16) throws(MessagingError) -> (host: String, port: UInt16) {
        guard let address = HostAndPort(text) else { throw invalid("the host is malformed") }
        let host = address.host.isEmpty ? "localhost" : try decode(address.host, "host")
        guard host.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }) else { throw invalid("the host holds white space or control characters") }
        guard let text = address.portText, !text.isEmpty else { return (host, defaultPort) }
        guard let port = HostAndPort.port(text) else { throw invalid("the port is not a number from 1 to 65535") }
        return (host, port)
    }

    /// Percent-decoding without NUL: the C library ends its texts there.
    static func decode(_ text: Substring, _ part: String) throws(MessagingError) -> String {
        let decoded: String
        do throws(PercentEncoding.Problem) {
            decoded = try PercentEncoding.decode(text)
        } catch .malformedEscape {
            throw invalid("\"%\" is not followed by two hexadecimal digits in the \(part)")
        } catch {
            throw invalid("the \(part) is not UTF-8")
        }
        guard !decoded.utf8.contains(0) else { throw invalid("the \(part) holds a NUL") }
        return decoded
    }

    static func invalid(_ reason: String) -> MessagingError { .invalidURL(reason: reason) }
}
