import Testing

@testable import SharedCache

@Suite struct RedisURLTests {
    @Test(arguments: [
        ("redis://localhost", "localhost", 6379, nil, nil, 0, false),
        ("redis://localhost:6380/0?health_check_interval=30", "localhost", 6380, nil, nil, 0, false),
        ("REDISS://cache.example/7", "cache.example", 6379, nil, nil, 7, true),
        ("redis://:p%40ss%2f@h:1/", "h", 1, nil, "p@ss/", 0, false),
        ("redis://us%3Aer:a:b@h/2", "h", 6379, "us:er", "a:b", 2, false),
        ("redis://user@h", "h", 6379, "user", nil, 0, false),
        ("redis://u:p@ss@h", "h", 6379, "u", "p@ss", 0, false),
        ("redis://[::1]:6400/3", "::1", 6400, nil, nil, 3, false),
        ("redis://[fd00::5]", "fd00::5", 6379, nil, nil, 0, false),
        ("redis://", "localhost", 6379, nil, nil, 0, false),
        ("redis://h/1?db=4&unknown&x=%20", "h", 6379, nil, nil, 4, false),
        ("redis://h?db=5#fragment", "h", 6379, nil, nil, 5, false),
    ])
    func `a URL is read`(
        text: String, host: String, port: UInt16, user: String?, password: String?, database: Int, usesTLS: Bool
    ) throws {
        let url = try RedisURL(text)
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.user == user)
        #expect(url.password == password)
        #expect(url.database == database)
        #expect(url.usesTLS == usesTLS)
        #expect(url.verifiesCertificate)
        #expect(url.caFile == nil)
    }

    @Test func `parameters say how certificates are checked`() throws {
        let url = try RedisURL("rediss://h?ssl_cert_reqs=none&ssl_ca_certs=%2Fetc%2Fca.pem")
        #expect(!url.verifiesCertificate)
        #expect(url.caFile == "/etc/ca.pem")
        #expect(try RedisURL("rediss://h?ssl_cert_reqs=required").verifiesCertificate)
    }

    @Test(arguments: [
        "", "localhost", "http://h", "unix:///run/redis.sock", "redis:h", "redis:/h", "redis://secret@h:0", "redis://:secret@h:99999",
        "redis://:secret@h:x", "redis://:secret@h/x", "redis://:secret@h/-1", "redis://:secret@h/99999999999999999999",
        "redis://:secret%zz@h", "redis://:secret%f@h", "redis://:secret%ff@h", "redis://:secret@[::1]x", "redis://h%00.secret",
    ])
    func `what is no Redis URL is refused with words that keep its secrets`(text: String) {
        let error = #expect(throws: RedisURL.ParseError.self) { try RedisURL(text) }
        #expect(error?.description.contains("secret") == false)
    }
}
