import Messaging
import Testing

@Suite struct BrokerURLTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var tls = false
        var user = "guest"
        var password = "guest"
        var host = "localhost"
        var port: UInt16 = 5672
        var virtualHost = "/"
        var testDescription: String { text }
    }

    @Test(arguments: [
        Case(text: "amqp://"),
        Case(text: "amqp://localhost"),
        Case(text: "AMQP://guest:guest@localhost:5672"),
        Case(text: "amqps://", tls: true, port: 5671),
        Case(text: "amqp://user:pass@host:5672/", user: "user", password: "pass", host: "host"),
        Case(text: "amqp://us%65r:p%40ss%2F%3A@host:1/%2f", user: "user", password: "p@ss/:", host: "host", port: 1),
        Case(text: "amqp://u:p@q@host/v", user: "u", password: "p@q", host: "host", virtualHost: "v"),
        Case(text: "amqp://u@host//", user: "u", host: "host"),
        Case(text: "amqp://:@h", user: "", password: "", host: "h"),
        Case(text: "amqp://h/a%20b/ignored", host: "h", virtualHost: "a b"),
        Case(text: "amqp://[::1]:5673/v", host: "::1", port: 5673, virtualHost: "v"),
        Case(text: "amqps://[fe80::1]", tls: true, host: "fe80::1", port: 5671),
        Case(text: "amqp://h:/v?heartbeat=1#x", host: "h", virtualHost: "v"),
    ])
    func `A URL is read with its defaults and percent-decoding`(_ expected: Case) throws {
        let url = try BrokerURL(expected.text)
        #expect(url.usesTLS == expected.tls)
        #expect(url.user == expected.user)
        #expect(url.password == expected.password)
        #expect(url.host == expected.host)
        #expect(url.port == expected.port)
        #expect(url.virtualHost == expected.virtualHost)
        #expect(url.warnings == [])
    }

    @Test(arguments: [
        "", "localhost", "http://localhost", "amqp:/localhost", "amqp://h:0", "amqp://h:65536", "amqp://h:x", "amqp://h:-1", "amqp://h:+1",
        "amqp://[::1", "amqp://[::1]x", "amqp://u:%zz@h", "amqp://u:%f@h", "amqp://u:%ff@h", "amqp://u%00:p@h", "amqp://a b",
        "amqp://h?heartbeat=x", "amqp://h?heartbeat=65536", "amqp://h?heartbeat=-1", "amqp://h?heartbeat=",
        "amqp://h?heartbeat=1&heartbeat=1",
        "amqp://h?connection_attempts=0", "amqp://h?retry_delay=-1", "amqp://h?retry_delay=nan", "amqp://h?socket_timeout=0",
        "amqp://h?frame_max=1", "amqp://h?certfile=x", "amqps://h?verify=maybe", "amqp://h/" + String(repeating: "v", count: 256),
    ])
    func `A wrong URL is refused`(_ text: String) {
        #expect {
            try BrokerURL(text)
        } throws: { error in
            if case MessagingError.invalidURL? = error as? MessagingError { true } else { false }
        }
    }

    @Test func `The query parameters are honoured`() throws {
        let url = try BrokerURL(
            "amqps://h?heartbeat=30&connection_attempts=3&retry_delay=0.5&socket_timeout=1&stack_timeout=2.5&blocked_connection_timeout=9"
                + "&channel_max=7&frame_max=4096&locale=en&client_properties=%7B%7D&tcp_options=%7B%7D"
                + "&ssl_options=%7B%27ca_certs%27%3A%20%27/ca%27%2C%20%22certfile%22:%22/c%22,%27keyfile%27:%27/k%27%7D")
        #expect(url.options.heartbeatSeconds == 30)
        #expect(url.options.connectionAttempts == 3)
        #expect(url.options.retryDelaySeconds == 0.5)
        #expect(url.options.socketTimeoutSeconds == 1)
        #expect(url.options.stackTimeoutSeconds == 2.5)
        #expect(url.options.blockedConnectionTimeoutSeconds == 9)
        #expect(url.options.channelMax == 7)
        #expect(url.options.frameMax == 4096)
        #expect(url.options.tls.trustedCertificatesFile == "/ca")
        #expect(url.options.tls.clientCertificateFile == "/c")
        #expect(url.options.tls.clientKeyFile == "/k")
        #expect(url.options.tls.verifiesPeer)
        #expect(url.warnings == [])
    }

    @Test func `An unknown parameter is a warning`() throws {
        let url = try BrokerURL("amqp://h?colour=red&ssl_options=yes")
        #expect(url.warnings.count == 2)
        #expect(url.warnings.first?.contains("\"colour\"") == true)
    }

    @Test func `The password is never printed`() throws {
        let url = try BrokerURL("amqp://user:s%65cret@host/v")
        var dumped = ""
        dump(url, to: &dumped)
        for text in ["\(url)", String(reflecting: url), String(describing: [url]), dumped] {
            #expect(!text.contains("secret") && !text.contains("s%65cret"), "\(text)")
            #expect(text.contains("amqp://user:***@host:5672/v"), "\(text)")
        }
    }
}
