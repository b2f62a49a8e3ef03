import CLibPQ

/// Takes a database URL apart (OPS 1.2).
struct DatabaseURLParser {
    private(set) var parameters: [String: String] = [:]
    private(set) var ignored: [String] = []

    mutating func parse(_ text: String) throws(DatabaseURLError) {
        var rest = try Self.afterScheme(text)
        var query: Substring = ""
        if let mark = rest.firstIndex(of: "?") {
            query = rest[mark...].dropFirst()
            rest = rest[..<mark]
        }
        if let at = Self.endOfCredentials(rest) {
            try parseCredentials(rest[..<at])
            rest = rest[at...].dropFirst()
        }
        let hosts = rest.prefix { $0 != "/" }
        try parseHosts(hosts)
        let name = rest.dropFirst(hosts.count).dropFirst()
        if !name.isEmpty { parameters["dbname"] = try Self.decoded(name, "database name") }
        try parseQuery(query)
    }

    /// The `@` that ends user and password. Passwords with an unencoded `@` or `/` are understood where that is unambiguous.
    private static func endOfCredentials(_ text: Substring) -> Substring.Index? {
        let authority = text.prefix { $0 != "/" }
        if let at = authority.lastIndex(of: "@") { return at }
        return authority.contains(":") ? text.lastIndex(of: "@") : nil
    }

    private static func afterScheme(_ text: String) throws(DatabaseURLError) -> Substring {
        guard let separator = text.firstRange(of: "://") else { throw .wrongScheme }
        let scheme = text[..<separator.lowerBound].lowercased()
        let name = scheme.prefix { $0 != "+" }
        guard name == "postgresql" || name == "postgres" else { throw .wrongScheme }
        let driver = scheme.dropFirst(name.count).dropFirst()
        guard driver.utf8.allSatisfy(Self.isDriverCharacter), name == scheme || !driver.isEmpty else { throw .wrongScheme }
        return text[separator.upperBound...]
    }

    private static func isDriverCharacter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }

    private mutating func parseCredentials(_ text: Substring) throws(DatabaseURLError) {
        let user = text.prefix { $0 != ":" }
        if !user.isEmpty { parameters["user"] = try Self.decoded(user, "user") }
        let password = text.dropFirst(user.count)
        if password.count > 1 { parameters["password"] = try Self.decoded(password.dropFirst(), "password") }
    }

    /// One or more `host[:port]`, separated by commas.
    private mutating func parseHosts(_ text: Substring) throws(DatabaseURLError) {
        if text.isEmpty { return }
        var hosts: [String] = []
        var ports: [String] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let (host, port) = try Self.hostAndPort(part)
            hosts.append(try Self.decoded(host, "host"))
            ports.append(String(port))
        }
        if hosts.contains(where: { !$0.isEmpty }) { parameters["host"] = hosts.joined(separator: ",") }
        if ports.contains(where: { !$0.isEmpty }) { parameters["port"] = ports.joined(separator: ",") }
    }

    private static func hostAndPort(_ text: Substring) throws(DatabaseURLError) -> (Substring, Substring) {
        var host = text
        var tail = text.dropFirst(text.count)
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else { throw .wrongHost }
            host = text[text.index(after: text.startIndex)..<end]
            tail = text[text.index(after: end)...]
        } else if let colon = text.firstIndex(of: ":") {
            host = text[..<colon]
            tail = text[colon...]
        }
        if tail.isEmpty { return (host, tail) }
        guard tail.first == ":" else { throw .wrongHost }
        let port = tail.dropFirst()
        if port.isEmpty { return (host, port) }
        guard port.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(port), (1...65535).contains(number) else {
            throw .wrongPort
        }
        return (host, port)
    }

    private mutating func parseQuery(_ text: Substring) throws(DatabaseURLError) {
        for part in text.split(separator: "&") {
            let rawName = part.prefix { $0 != "=" }
            let name = try Self.decoded(rawName, "query parameters")
            // libpq decodes + as itself, so blanks are %20.
            let value = try Self.decoded(part.dropFirst(rawName.count).dropFirst(), "parameter \(name)")
            guard Self.knownParameters.contains(name) else {
                ignored.append(name)
                continue
            }
            try Self.check(name, value)
            parameters[name] = value
        }
    }

    /// Values that libpq would refuse only when it connects are refused at once, because a wrong variable must be told at start (OPS 1.1).
    private static func check(_ name: String, _ value: String) throws(DatabaseURLError) {
        switch name {
        case "sslmode":
            try oneOf(["disable", "allow", "prefer", "require", "verify-ca", "verify-full"], name, value)
        case "target_session_attrs":
            try oneOf(["any", "read-write", "read-only", "primary", "standby", "prefer-standby"], name, value)
        case "connect_timeout", "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout":
            guard Int32(value) != nil else { throw .invalidParameter(name: name, expected: "a whole number") }
        case "port":
            for port in value.split(separator: ",", omittingEmptySubsequences: false) where !port.isEmpty {
                guard let number = Int(port), (1...65535).contains(number) else { throw .wrongPort }
            }
        default: break
        }
    }

    private static func oneOf(_ values: [String], _ name: String, _ value: String) throws(DatabaseURLError) {
        guard values.contains(value) else {
            throw .invalidParameter(name: name, expected: "one of " + values.joined(separator: ", "))
        }
    }

    /// What libpq on this machine knows, without what we decide ourselves: texts are UTF-8, and the protocol is that of queries.
    private static let knownParameters: Set<String> = {
        guard let defaults = PQconndefaults() else { return [] }
        defer { PQconninfoFree(defaults) }
        var names: Set<String> = []
        var option = defaults
        while let keyword = option.pointee.keyword {
            names.insert(String(cString: keyword))
            option += 1
        }
        return names.subtracting(["client_encoding", "replication", "fallback_application_name"])
    }()

    private static func decoded(_ text: Substring, _ part: String) throws(DatabaseURLError) -> String {
        var bytes: [UInt8] = []
        var source = text.utf8.makeIterator()
        while let byte = source.next() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = source.next().flatMap(hexadecimal), let low = source.next().flatMap(hexadecimal) else {
                throw .malformedPercentEncoding(part: part)
            }
            bytes.append(high << 4 | low)
        }
        guard !bytes.contains(0) else { throw .containsNUL(part: part) }
        guard let result = String(validating: bytes, as: UTF8.self) else { throw .malformedPercentEncoding(part: part) }
        return result
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
