import Glibc
import Testing

@testable import WebFetch

@Suite struct PeerAddressTests {
    private func parse(_ text: String) -> PeerAddress { PeerAddress(text: text) ?? .other }

    @Test(arguments: [
        "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1", "127.255.255.255",
        "169.254.0.1", "169.254.169.254", "172.16.0.0", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.0.1",
        "192.168.255.255", "198.18.0.0", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
        "255.255.255.255",
        "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.1.2.3", "::ffff:169.254.169.254", "64:ff9b::10.0.0.1",
        "64:ff9b:1::8.8.8.8", "100::1", "2001::1", "2001:10::1", "2001:1ff:ffff::1", "2001:db8::1", "2002:7f00:1::1", "2002:a00:1::",
        "3fff::1", "3fff:fff::1", "4000::1", "5f00::1", "fc00::1", "fdff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1", "ff0e::1",
    ])
    func `special addresses are not public`(text: String) {
        #expect(!parse(text).isPublic)
    }

    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
        "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "191.255.255.255", "192.0.1.0", "192.167.255.255",
        "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
        "2001:200::1", "2001:4860:4860::8888", "2606:4700::1111", "2a00:1450::1", "3ffe::1", "3fff:1000::1", "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8", "2002:808:808::1",
    ])
    func `ordinary hosts are public`(text: String) {
        #expect(parse(text).isPublic)
    }

    @Test func `addresses are read out of socket addresses, others are refused`() {
        var v4 = sockaddr_in()
        v4.sin_family = sa_family_t(AF_INET)
        inet_pton(AF_INET, "8.8.4.4", &v4.sin_addr)
        var v6 = sockaddr_in6()
        v6.sin6_family = sa_family_t(AF_INET6)
        inet_pton(AF_INET6, "2606:4700::1111", &v6.sin6_addr)
        var local = sockaddr_un()
        local.sun_family = sa_family_t(AF_UNIX)
        func peer<T>(_ value: inout T, length: Int? = nil) -> PeerAddress {
            withUnsafeBytes(of: &value) {
                PeerAddress($0.baseAddress!.assumingMemoryBound(to: sockaddr.self), length: length ?? $0.count)
            }
        }
        #expect(peer(&v4) == .v4([8, 8, 4, 4]))
        #expect(peer(&v6) == parse("2606:4700::1111"))
        #expect(peer(&v4, length: 4) == .other)
        #expect(peer(&v6, length: MemoryLayout<sockaddr_in>.size) == .other)
        #expect(peer(&local) == .other)
        #expect(!PeerAddress.other.isPublic)
    }
}
