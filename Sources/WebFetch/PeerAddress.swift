import Glibc

/// The address at the other end of a connection, in network byte order.
enum PeerAddress: Equatable {
    case v4([UInt8])
    case v6([UInt8])
    /// No internet address.
    case other

    init(_ address: UnsafePointer<sockaddr>, length: Int) {
        let raw = UnsafeRawPointer(address)
        switch Int32(address.pointee.sa_family) {
        case AF_INET where length >= MemoryLayout<sockaddr_in>.size:
            let offset = MemoryLayout<sockaddr_in>.offset(of: \.sin_addr)!
            self = .v4(Array(UnsafeRawBufferPointer(start: raw + offset, count: 4)))
        case AF_INET6 where length >= MemoryLayout<sockaddr_in6>.size:
            let offset = MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr)!
            self = .v6(Array(UnsafeRawBufferPointer(start: raw + offset, count: 16)))
        default:
            self = .other
        }
    }

    /// An address as text; nil for anything else.
    init?(text: String) {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 {
            self = .v4(Array(bytes[..<4]))
        } else if inet_pton(AF_INET6, text, &bytes) == 1 {
            self = .v6(bytes)
        } else {
            return nil
        }
    }

    /// The IPv4 address that an IPv4-mapped IPv6 address is another way of writing; others as they are.
    var unmapped: PeerAddress {
        if case .v6(let bytes) = self, Self.mapped.contains(bytes) { .v4(Array(bytes[12...])) } else { self }
    }

    /// Whether it is an ordinary host of the public internet: unicast, globally reachable (the special-purpose registries of IANA).
    /// An IPv6 address that stands for an IPv4 address counts as that one.
    var isPublic: Bool {
        switch self {
        case .v4(let bytes):
            !Self.specialV4.contains { $0.contains(bytes) }
        case .v6(let bytes):
            if let inner = Self.embeddedV4(in: bytes) {
                PeerAddress.v4(inner).isPublic
            } else {
                // Of the whole space only 2000::/3 is assigned to hosts.
                bytes[0] & 0xe0 == 0x20 && !Self.specialV6.contains { $0.contains(bytes) }
            }
        case .other:
            false
        }
    }

    /// The IPv4 address within ::ffff:0:0/96 (mapped), 64:ff9b::/96 (NAT64) and 2002::/16 (6to4).
    private static func embeddedV4(in bytes: [UInt8]) -> [UInt8]? {
        if mapped.contains(bytes) || nat64.contains(bytes) { return Array(bytes[12..<16]) }
        if sixToFour.contains(bytes) { return Array(bytes[2..<6]) }
        return nil
    }

    private static let mapped = AddressBlock([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff], 96)
    private static let nat64 = AddressBlock([0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0], 96)
    private static let sixToFour = AddressBlock([0x20, 0x02], 16)

    private static let specialV4 = [
        AddressBlock([0], 8),  // this network
        AddressBlock([10], 8),  // private
        AddressBlock([100, 64], 10),  // shared by carriers
        AddressBlock([127], 8),  // loopback
        AddressBlock([169, 254], 16),  // link-local, with the clouds' metadata servers
        AddressBlock([172, 16], 12),  // private
        AddressBlock([192, 0, 0], 24),  // protocol assignments
        AddressBlock([192, 0, 2], 24),  // documentation
        AddressBlock([192, 88, 99], 24),  // 6to4 relays
        AddressBlock([192, 168], 16),  // private
        AddressBlock([198, 18], 15),  // benchmarks
        AddressBlock([198, 51, 100], 24),  // documentation
        AddressBlock([203, 0, 113], 24),  // documentation
        AddressBlock([224], 4),  // multicast
        AddressBlock([240], 4),  // reserved, broadcast
    ]

    private static let specialV6 = [
        AddressBlock([0x20, 0x01, 0x00], 23),  // protocol assignments, Teredo, ORCHID
        AddressBlock([0x20, 0x01, 0x0d, 0xb8], 32),  // documentation
        AddressBlock([0x3f, 0xff, 0x00], 20),  // documentation
    ]
}
