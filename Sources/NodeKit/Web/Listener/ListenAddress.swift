import Glibc

/// Where the web server listens.
public enum ListenAddress {
    /// All addresses of the machine, IPv4 and IPv6.
    static let everywhere = "::"

    /// The address that is bound for the configured one: on a machine without IPv6 all addresses are all of IPv4.
    public static func effective(_ host: String) -> String { effective(host, hasIPv6: hasIPv6) }

    static func effective(_ host: String, hasIPv6: Bool) -> String {
        host == everywhere && !hasIPv6 ? "0.0.0.0" : host
    }

    /// Whether a socket can be bound to all IPv6 addresses.
    static var hasIPv6: Bool {
        let descriptor = socket(AF_INET6, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size)) == 0
            }
        }
    }

    /// The address of a client as people know it: of an IPv4 client on an IPv6 socket without `::ffff:`.
    static func plain(_ address: String) -> String {
        address.hasPrefix("::ffff:") && address.utf8.contains(UInt8(ascii: ".")) ? String(address.dropFirst(7)) : address
    }
}
