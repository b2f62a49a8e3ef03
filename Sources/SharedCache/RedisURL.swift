import SMPProtocol

/// Where a Redis server is: `redis://[user[:password]@]host[:port][/database][?parameters]`, or `rediss://` for TLS.
///
/// Of the parameters `db`, `ssl_cert_reqs` (`none`: any certificate) and `ssl_ca_certs` (a PEM file) are honoured, others ignored.
public struct RedisURL: Sendable, Equatable {
    /// A name or an address, without brackets.
    public var host: String
    /// 6379 when the URL has none.
    public var port: UInt16
    /// Nil: the server's default user.
    public var user: String?
    /// Nil: none is sent.
    public var password: String?
    /// The number of the database on the server.
    public var database: Int
    /// `rediss`.
    public var usesTLS: Bool
    /// False accepts any certificate.
    public var verifiesCertificate: Bool
    /// A file of certificates to trust (PEM); nil: the system's.
    public var caFile: String?

    /// Never shows the URL: there may be a password in it.
    public struct ParseError: Error, Sendable, Equatable, CustomStringConvertible {
        public let description: String
    }

    /// - Throws: words that do not show the URL.
    public init(_ text: String) throws(ParseError) {
        guard let parts = ServerURL(text), let usesTLS = ["redis": false, "rediss": true][parts.scheme] else {
            throw ParseError(description: "a Redis URL begins with redis:// or rediss://")
        }
        let parameters = try Self.parameters(parts.query)
        self.usesTLS = usesTLS
        user = if let user = parts.user, !user.isEmpty { try Self.decoded(user) } else { nil }
        password = if let password = parts.password { try Self.decoded(password) } else { nil }
        (host, port) = try Self.address(parts.address)
        database = try Self.database(parameters["db"] ?? String(parts.path ?? ""))
        verifiesCertificate = parameters["ssl_cert_reqs"]?.lowercased() != "none"
        caFile = parameters["ssl_ca_certs"]
    }

    private static func address(_ text: Substring) throws(ParseError) -> (String, UInt16) {
        guard let address = HostAndPort(text) else { throw ParseError(description: "the Redis URL has an invalid host") }
        let host = try decoded(address.host)
        guard !host.utf8.contains(0) else { throw ParseError(description: "the Redis URL has an invalid host") }
        let name = host.isEmpty ? "localhost" : host
        guard let text = address.portText, !text.isEmpty else { return (name, 6379) }
        guard let port = HostAndPort.port(text) else { throw ParseError(description: "the Redis URL has an invalid port") }
        return (name, port)
    }

    private static func database(_ text: String) throws(ParseError) -> Int {
        guard !text.isEmpty else { return 0 }
        guard text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = Int(text), number <= 1 << 20 else {
            throw ParseError(description: "the database of the Redis URL is not a number")
        }
        return number
    }

    private static func parameters(_ query: Substring) throws(ParseError) -> [String: String] {
        var result: [String: String] = [:]
        for (name, value) in PercentEncoding.pairs(of: query) { result[try decoded(name)] = try decoded(value ?? "") }
        return result
    }

    private static func decoded(_ text: Substring) throws(ParseError) -> String {
        guard let result = try? PercentEncoding.decode(text) else {
            throw ParseError(description: "the Redis URL has an invalid percent-encoding")
        }
        return result
    }
}
