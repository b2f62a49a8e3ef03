/// Where a Redis server is: `redis://[user[:password]@]host[:port][/database][?parameters]`, or `rediss://` for TLS.
///
/// Of the parameters `db`, `ssl_cert_reqs` (`none`: any certificate) and `ssl_ca_certs` (a PEM file) are honoured, others ignored.
public struct RedisURL: Sendable, Equatable {
    public var host: String
    public var port: UInt16
    public var user: String?
    public var password: String?
    public var database: Int
    public var usesTLS: Bool
    public var verifiesCertificate: Bool
    public var caFile: String?

    /// Never shows the URL: there may be a password in it.
    public struct ParseError: Error, Sendable, Equatable, CustomStringConvertible {
        public let description: String
    }

    public init(_ text: String) throws(ParseError) {
        let (scheme, rest) = Substring(text).cut(at: ":")
        guard let rest, rest.hasPrefix("//"), ["redis", "rediss"].contains(scheme.lowercased()) else {
            throw ParseError(description: "a Redis URL begins with redis:// or rediss://")
        }
        let (location, query) = rest.dropFirst(2).prefix { $0 != "#" }.cut(at: "?")
        let (authority, path) = location.cut(at: "/")
        let parameters = try Self.parameters(query ?? "")
        usesTLS = scheme.lowercased() == "rediss"
        (user, password) = try Self.credentials(authority)
        (host, port) = try Self.address(authority)
        database = try Self.database(parameters["db"] ?? String(path ?? ""))
        verifiesCertificate = parameters["ssl_cert_reqs"]?.lowercased() != "none"
        caFile = parameters["ssl_ca_certs"]
    }

    private static func credentials(_ authority: Substring) throws(ParseError) -> (String?, String?) {
        guard let at = authority.lastIndex(of: "@") else { return (nil, nil) }
        let (user, password) = authority[..<at].cut(at: ":")
        return (user.isEmpty ? nil : try decoded(user), password == nil ? nil : try decoded(password!))
    }

    private static func address(_ authority: Substring) throws(ParseError) -> (String, UInt16) {
        var address = authority
        if let at = authority.lastIndex(of: "@") { address = authority[authority.index(after: at)...] }
        var host = address
        var port: Substring = ""
        if address.first == "[", let end = address.firstIndex(of: "]") {
            host = address[address.index(after: address.startIndex)..<end]
            port = address[address.index(after: end)...]
            guard port.isEmpty || port.first == ":" else { throw ParseError(description: "the Redis URL has an invalid port") }
        } else if let colon = address.lastIndex(of: ":") {
            host = address[..<colon]
            port = address[colon...]
        }
        guard port.count <= 1 || UInt16(port.dropFirst()) ?? 0 > 0 else {
            throw ParseError(description: "the Redis URL has an invalid port")
        }
        let name = try decoded(host)
        guard !name.utf8.contains(0) else { throw ParseError(description: "the Redis URL has an invalid host") }
        return (name.isEmpty ? "localhost" : name, UInt16(port.dropFirst()) ?? 6379)
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
        for pair in query.split(separator: "&") {
            let (name, value) = pair.cut(at: "=")
            result[try decoded(name)] = try decoded(value ?? "")
        }
        return result
    }

    private static func decoded(_ text: Substring) throws(ParseError) -> String {
        guard let result = text.percentDecoded else { throw ParseError(description: "the Redis URL has an invalid percent-encoding") }
        return result
    }
}

extension Substring {
    /// What is before and after the first such character; nil when there is none.
    fileprivate func cut(at character: Character) -> (Substring, Substring?) {
        guard let place = firstIndex(of: character) else { return (self, nil) }
        return (self[..<place], self[index(after: place)...])
    }

    /// Nil when a percent sign is not followed by two hexadecimal digits, or the bytes are no UTF-8.
    fileprivate var percentDecoded: String? {
        var bytes: [UInt8] = []
        var rest = utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, rest.prefix(2).allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(value)
            rest.removeFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
