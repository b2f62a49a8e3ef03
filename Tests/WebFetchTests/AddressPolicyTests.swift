import Testing

@testable import WebFetch

@Suite struct AddressPolicyTests {
    private func allows(_ policy: AddressPolicy, _ url: String, at address: String) throws -> Bool {
        policy.allows(try #require(PeerAddress(text: address)), for: try WebTarget(url, schemes: .httpAndHTTPS))
    }

    @Test func `only public addresses are allowed unless something else is said`() throws {
        #expect(try allows(WebClientConfiguration().addresses, "https://a.example/", at: "8.8.8.8"))
        for address in ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1", "::ffff:192.168.0.1"] {
            #expect(try !allows(WebClientConfiguration().addresses, "https://a.example/", at: address), "\(address)")
            #expect(try allows(.any, "https://a.example/", at: address), "\(address)")
        }
    }

    @Test(arguments: [
        ("docs.internal", "https://DOCS.internal/x", "10.0.0.1", true), ("docs.internal", "https://docs.internal:444/", "10.0.0.1", true),
        ("docs.internal", "https://other.internal/", "10.0.0.1", false), ("Docs.Internal:443", "https://docs.internal/", "10.0.0.1", true),
        ("docs.internal:443", "https://docs.internal:444/", "10.0.0.1", false), ("10.1.2.3", "https://x.example/", "10.1.2.3", true),
        ("10.1.2.3", "https://x.example/", "10.1.2.4", false), ("10.1.2.3:80", "http://x.example/", "10.1.2.3", true),
        ("10.1.2.3:80", "https://x.example/", "10.1.2.3", false), ("10.0.0.0/8", "https://x.example/", "10.255.0.1", true),
        ("10.0.0.0/8", "https://x.example/", "192.168.0.1", false),
        ("10.0.0.0/8", "https://x.example/", "::ffff:10.0.0.1", true), ("0.0.0.0/0", "https://x.example/", "127.0.0.1", true),
        ("0.0.0.0/0", "https://x.example/", "::1", false), ("fd00::/8", "https://x.example/", "fdab::1", true),
        ("fd00::/8", "https://x.example/", "fe80::1", false), ("::1", "https://[::1]/", "::1", true),
        ("[::1]:443", "https://[::1]/", "::1", true), ("[::1]:443", "https://[::1]:1/", "::1", false),
    ])
    func `exceptions cover what they name`(exception: String, url: String, address: String, isAllowed: Bool) throws {
        let policy = AddressPolicy.publicOnly(except: [try #require(AddressPolicy.Exception(exception))])
        #expect(try allows(policy, url, at: address) == isAllowed)
    }

    @Test(arguments: [
        "", ":80", "a b", "host:", "host:0", "host:x", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8:80", "[::1", "[host]",
        "[::1]:",
        "::/129", "https://host/", "host/path", "ä.example",
    ])
    func `what is no exception is refused`(text: String) {
        #expect(AddressPolicy.Exception(text) == nil)
    }

    @Test func `the URL that the operator chose stands for its host and port alone`() throws {
        let policy = AddressPolicy.publicOnly(except: [try #require(AddressPolicy.Exception(url: "https://base.example/coin"))])
        #expect(try allows(policy, "https://base.example/other", at: "10.0.0.1"))
        #expect(try !allows(policy, "https://base.example:444/coin", at: "10.0.0.1"))
        #expect(try !allows(policy, "https://evil.example/", at: "10.0.0.1"))
        let literal = AddressPolicy.publicOnly(except: [try #require(AddressPolicy.Exception(url: "http://127.0.0.1:8080/coin"))])
        #expect(try allows(literal, "http://127.0.0.1:8080/", at: "127.0.0.1") && !allows(literal, "http://127.0.0.1/", at: "127.0.0.1"))
        #expect(AddressPolicy.Exception(url: "ftp://h/") == nil && AddressPolicy.Exception(url: "h") == nil)
    }
}
