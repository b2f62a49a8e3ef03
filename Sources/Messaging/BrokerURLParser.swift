/// Reads broker URLs (SMP 15.8, OPS 1.3).
enum BrokerURLParser {
    static func parse(_ text: String) throws(MessagingError) -> BrokerURL {
        guard let scheme = text.range(ofASCII: "://") else { throw invalid("\"amqp://\" or \"amqps://\" is expected at the start") }
        let usesTLS: Bool
        switch text[..<scheme.lowerBound].lowercased() {
        case "amqp": usesTLS = false
        case "amqps": usesTLS = true
        default: throw invalid("\"amqp://\" or \"amqps://\" is expected at the start")
        }
        let rest = text[scheme.upperBound...].prefix { $0 != "#" }
        let (beforeQuery, query) = rest.split(atFirst: "?")
        let (authority, path) = beforeQuery.split(atFirst: "/")
        let (userInfo, hostAndPort) = splitAuthority(authority)

        let (user, password) = try readUserInfo(userInfo)
        let (host, port) = try readHost(hostAndPort, defaultPort: usesTLS ? 5671 : 5672)
        let firstSegment = path.map { $0.prefix { $0 != "/" } } ?? ""
        let virtualHost = firstSegment.isEmpty ? "/" : try decode(firstSegment, "virtual host")
        guard virtualHost.utf8.count <= 255 else { throw invalid("the virtual host is longer than 255 bytes") }

        var url = BrokerURL(usesTLS: usesTLS, user: user, password: password, host: host, port: port, virtualHost: virtualHost)
        try readQuery(query, into: &url)
        return url
    }

    /// At the last `@`, because people forget to encode it in passwords.
    private static func splitAuthority(_ authority: Substring) -> (userInfo: Substring?, host: Substring) {
        guard let at = authority.lastIndex(of: "@") else { return (nil, authority) }
        return (authority[..<at], authority[authority.index(after: at)...])
    }

    private static func readUserInfo(_ text: Substring?) throws(MessagingError) -> (user: String, password: String) {
        guard let text else { return ("guest", "guest") }
        let (user, password) = text.split(atFirst: ":")
        return (try decode(user, "user"), try password.map { text throws(MessagingError) in try decode(text, "password") } ?? "guest")
    }

    private static func readHost(_ text: Substring, defaultPort: UInt16) throws(MessagingError) -> (host: String, port: UInt16) {
        var host = text, port: Substring?
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else { throw invalid("\"]\" is missing in the host") }
            host = text[text.index(after: text.startIndex)..<end]
            let after = text[text.index(after: end)...]
            guard after.isEmpty || after.first == ":" else { throw invalid("\":\" and a port are expected after \"]\"") }
            port = after.isEmpty ? nil : after.dropFirst()
        } else {
            (host, port) = text.split(atFirst: ":")
        }
        let name = host.isEmpty ? "localhost" : try decode(host, "host")
        guard name.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }) else { throw invalid("the host holds white space or control characters") }
        guard let port, !port.isEmpty else { return (name, defaultPort) }
        guard port.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt16(port), number > 0 else {
            throw invalid("the port is not a number from 1 to 65535")
        }
        return (name, number)
    }

    /// Percent-decoding; the result must be UTF-8 without NUL (the C library ends its texts there).
    static func decode(_ text: Substring, _ part: String) throws(MessagingError) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexDigit), let low = rest.popFirst().flatMap(hexDigit) else {
                throw invalid("\"%\" is not followed by two hexadecimal digits in the \(part)")
            }
            bytes.append(high << 4 | low)
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else { throw invalid("the \(part) is not UTF-8") }
        guard !bytes.contains(0) else { throw invalid("the \(part) holds a NUL") }
        return decoded
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    static func invalid(_ reason: String) -> MessagingError { .invalidURL(reason: reason) }
}

extension StringProtocol where SubSequence == Substring {
    /// What is before the first `separator`, and what is after it; nil when there is none.
    func split(atFirst separator: Character) -> (Substring, Substring?) {
        guard let index = firstIndex(of: separator) else { return (self[...], nil) }
        return (self[..<index], self[self.index(after: index)...])
    }
}

extension String {
    fileprivate func range(ofASCII marker: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(marker) { return start..<index(start, offsetBy: marker.count) }
            start = index(after: start)
        }
        return nil
    }
}
