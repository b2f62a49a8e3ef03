import CLibPQ
import SMPProtocol

/// Takes a database URL apart (OPS 1.2).
struct DatabaseURLParser {
    private(set) var parameters: [String: String] = [:]
    private(set) var ignored: [String] = []
    private(set) var preparedStatements = DatabaseURL.PreparedStatements.automatic

    mutating func parse(_ text: String) throws(DatabaseURLError) {
        guard let parts = ServerURL(text, style: .postgres), Self.isDatabaseScheme(parts.scheme) else { throw .wrongScheme }
        if let user = parts.user, !user.isEmpty { parameters["user"] = try Self.decoded(user, "user") }
        if let password = parts.password, !password.isEmpty { parameters["password"] = try Self.decoded(password, "password") }
        try parseHosts(parts.address)
        if let name = parts.path, !name.isEmpty { parameters["dbname"] = try Self.decoded(name, "database name") }
        try parseQuery(parts.query)
    }

    /// `postgresql` or `postgres`, with any `+driver` behind it.
    private static func isDatabaseScheme(_ scheme: String) -> Bool {
        let name = scheme.prefix { $0 != "+" }
        guard name == "postgresql" || name == "postgres" else { return false }
        let driver = scheme.dropFirst(name.count).dropFirst()
        return driver.utf8.allSatisfy(Self.isDriverCharacter) && (name == scheme || !driver.isEmpty)
    }

    private static func isDriverCharacter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
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
        guard let parts = HostAndPort(text) else { throw .wrongHost }
        guard let port = parts.portText, !port.isEmpty else { return (parts.host, "") }
        guard HostAndPort.port(port) != nil else { throw .wrongPort }
        return (parts.host, port)
    }

    private mutating func parseQuery(_ text: Substring) throws(DatabaseURLError) {
        for (rawName, rawValue) in PercentEncoding.pairs(of: text) {
            let name = try Self.decoded(rawName, "query parameters")
            // libpq decodes + as itself, so blanks are %20.
            let value = try Self.decoded(rawValue ?? "", "parameter \(name)")
            if name == "prepared_statements" {
                preparedStatements = try Self.preparedStatements(value)
                continue
            }
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
                guard HostAndPort.port(port) != nil else { throw .wrongPort }
            }
        default: break
        }
    }

    private static func preparedStatements(_ value: String) throws(DatabaseURLError) -> DatabaseURL.PreparedStatements {
        guard let choice = DatabaseURL.PreparedStatements(rawValue: value), choice != .automatic else {
            throw .invalidParameter(name: "prepared_statements", expected: "on or off")
        }
        return choice
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
        guard let result = try? PercentEncoding.decode(text) else { throw .malformedPercentEncoding(part: part) }
        guard !result.utf8.contains(0) else { throw .containsNUL(part: part) }
        return result
    }
}
