import Glibc

/// Where a broker is and how to talk to it (SMP 15.8, OPS 1.3): `amqp://user:password@host:5672/vhost?heartbeat=30`.
///
/// Printing it never shows the password.
public struct BrokerURL: Sendable, Equatable {
    /// `amqps`.
    public var usesTLS: Bool
    /// Decoded; `guest` when the URL has none.
    public var user: String
    /// Decoded; `guest` when the URL has none.
    public var password: String
    /// A name or an address, without brackets; `localhost` when the URL has none.
    public var host: String
    /// 5672, or 5671 with TLS, when the URL has none.
    public var port: UInt16
    /// `/` when the URL has none.
    public var virtualHost: String
    /// What the query says.
    public var options: Options
    /// What the URL says and we do not understand, one sentence each; worth a warning in the log.
    public var warnings: [String]

    /// The query parameters that we honour. The others of SMP 15.8 (`locale`, `client_properties`, `tcp_options`) are accepted and have no
    /// effect.
    public struct Options: Sendable, Equatable {
        /// Seconds; 0 = no heartbeats; nil = what the broker proposes. The smaller of ours and the broker's counts.
        public var heartbeatSeconds: UInt16?
        /// How often one attempt to connect is repeated at once.
        public var connectionAttempts = 1
        /// The pause between these.
        public var retryDelaySeconds = 2.0
        /// Limit for establishing the TCP connection.
        public var socketTimeoutSeconds = 10.0
        /// Limit for the TLS and AMQP greeting, and for the answer to each request.
        public var stackTimeoutSeconds = 15.0
        /// A publisher that the broker blocks for longer gives up; nil = only the publisher's own limit counts.
        public var blockedConnectionTimeoutSeconds: Double?
        /// The most channels that we propose; 0 = as many as the broker proposes.
        public var channelMax: UInt16 = 0
        /// The largest frame that we propose, in bytes.
        public var frameMax: UInt32 = 131_072
        /// How the broker's certificate is checked; only with TLS.
        public var tls = TLS()
    }

    /// From `ssl_options` (`{'ca_certs': '/path'}`), or from the parameters `cacertfile`, `certfile`, `keyfile`, `verify` of RabbitMQ's
    /// own URLs.
    public struct TLS: Sendable, Equatable {
        /// A file of certificates to trust; nil = the system's.
        public var trustedCertificatesFile: String?
        /// A file with our own certificate; together with its key, or not at all.
        public var clientCertificateFile: String?
        /// The file with the key of our certificate.
        public var clientKeyFile: String?
        /// False accepts any certificate.
        public var verifiesPeer = true
    }

    /// - Throws: `MessagingError.invalidURL`.
    public init(_ text: String) throws(MessagingError) {
        self = try BrokerURLParser.parse(text)
    }

    init(usesTLS: Bool, user: String, password: String, host: String, port: UInt16, virtualHost: String) {
        self.usesTLS = usesTLS
        self.user = user
        self.password = password
        self.host = host
        self.port = port
        self.virtualHost = virtualHost
        options = Options()
        warnings = []
    }

    /// Whether the host is an IPv4 or IPv6 address, and not a name.
    var hostIsAddress: Bool {
        var bytes = in6_addr()
        return inet_pton(AF_INET, host, &bytes) == 1 || inet_pton(AF_INET6, host, &bytes) == 1
    }

    /// `host:port`, for messages to people.
    public var address: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}

extension BrokerURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The URL with `***` in place of the password, and without its query.
    public var description: String {
        "\(usesTLS ? "amqps" : "amqp")://\(user):***@\(address)/\(virtualHost == "/" ? "" : virtualHost)"
    }

    public var debugDescription: String { description }

    /// Keeps `dump` and the test reporter from showing the password.
    public var customMirror: Mirror { Mirror(self, children: ["url": description]) }
}
