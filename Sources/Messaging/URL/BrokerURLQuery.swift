import SMPProtocol

/// The query part of broker URLs: the parameters of SMP 15.8, and the TLS parameters of RabbitMQ's own URLs.
extension BrokerURLParser {
    static func readQuery(_ query: Substring, into url: inout BrokerURL) throws(MessagingError) {
        var seen: Set<String> = []
        for (rawName, rawValue) in PercentEncoding.pairs(of: query) {
            let name = try decode(rawName, "query")
            let value = try decode(rawValue ?? "", "query parameter \"\(name)\"")
            guard seen.insert(name).inserted else { throw invalid("the query parameter \"\(name)\" is given twice") }
            try read(name, value, into: &url)
        }
        let tls = url.options.tls
        if (tls.clientCertificateFile == nil) != (tls.clientKeyFile == nil) {
            throw invalid("a client certificate and its key must be given together")
        }
    }

    private static func read(_ name: String, _ value: String, into url: inout BrokerURL) throws(MessagingError) {
        switch name {
        case "heartbeat": url.options.heartbeatSeconds = try integer(name, value, 0...UInt16.max)
        case "connection_attempts": url.options.connectionAttempts = try integer(name, value, 1...1_000_000)
        case "retry_delay": url.options.retryDelaySeconds = try seconds(name, value, atLeast: 0)
        case "socket_timeout": url.options.socketTimeoutSeconds = try seconds(name, value, atLeast: 0.001)
        case "stack_timeout": url.options.stackTimeoutSeconds = try seconds(name, value, atLeast: 0.001)
        case "blocked_connection_timeout": url.options.blockedConnectionTimeoutSeconds = try seconds(name, value, atLeast: 0.001)
        case "channel_max": url.options.channelMax = try integer(name, value, 1...UInt16.max)
        case "frame_max": url.options.frameMax = try integer(name, value, 4096...131_072)
        case "ssl_options": readTLSOptions(value, into: &url)
        case "cacertfile": url.options.tls.trustedCertificatesFile = value
        case "certfile": url.options.tls.clientCertificateFile = value
        case "keyfile": url.options.tls.clientKeyFile = value
        case "verify": try readVerify(value, into: &url)
        case "locale", "client_properties", "tcp_options": break
        default: url.warnings.append("The broker URL has an unknown query parameter \"\(name)\"; it has no effect.")
        }
    }

    private static func integer<I: FixedWidthInteger>(_ name: String, _ value: String, _ range: ClosedRange<I>) throws(MessagingError) -> I
    {
        guard value.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = I(value), range.contains(number) else {
            throw invalid("the query parameter \"\(name)\" is not a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private static func seconds(_ name: String, _ value: String, atLeast minimum: Double) throws(MessagingError) -> Double {
        let maximum = 86_400.0
        guard let number = Double(value), number >= minimum, number <= maximum else {
            throw invalid("the query parameter \"\(name)\" is not a number of seconds from \(minimum) to \(maximum)")
        }
        return number
    }

    private static func readVerify(_ value: String, into url: inout BrokerURL) throws(MessagingError) {
        switch value {
        case "verify_peer": url.options.tls.verifiesPeer = true
        case "verify_none": url.options.tls.verifiesPeer = false
        default: throw invalid("the query parameter \"verify\" is neither verify_peer nor verify_none")
        }
    }

    /// Reads the quoted texts of `{'ca_certs': '/path', 'certfile': '/path', 'keyfile': '/path'}`, pair by pair.
    private static func readTLSOptions(_ value: String, into url: inout BrokerURL) {
        let texts = value.split(omittingEmptySubsequences: false) { $0 == "'" || $0 == "\"" }
        // Between the quotes are the odd pieces: name, value, name, value…
        let quoted = stride(from: 1, to: texts.count - 1, by: 2).map { String(texts[$0]) }
        for pair in stride(from: 0, to: quoted.count - 1, by: 2) {
            switch quoted[pair] {
            case "ca_certs": url.options.tls.trustedCertificatesFile = quoted[pair + 1]
            case "certfile": url.options.tls.clientCertificateFile = quoted[pair + 1]
            case "keyfile": url.options.tls.clientKeyFile = quoted[pair + 1]
            default: url.warnings.append("The TLS option \"\(quoted[pair])\" of the broker URL is unknown; it has no effect.")
            }
        }
        if quoted.isEmpty, !value.isEmpty, value != "{}" {
            url.warnings.append("The query parameter \"ssl_options\" of the broker URL is not understood; it has no effect.")
        }
    }
}
