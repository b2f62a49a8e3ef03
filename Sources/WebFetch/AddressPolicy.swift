import SMPProtocol

/// Which addresses a client may connect to. It is asked for the very address of each connection, after name resolution, and again on each
/// redirect, so that no name and no redirect leads a stranger's URL into the operator's network.
public struct AddressPolicy: Sendable {
    private enum Base: Sendable {
        case everything
        case publicAddresses
        /// For tests: on one machine there are only loopback addresses to tell apart.
        case chosen(@Sendable (PeerAddress) -> Bool)
    }

    private let base: Base
    private let exceptions: [Exception]

    /// Public unicast addresses only.
    public static let publicOnly = AddressPolicy(base: .publicAddresses, exceptions: [])

    /// Every address. For URLs that the operator has chosen, like that of the authorization server; never for a stranger's.
    public static let any = AddressPolicy(base: .everything, exceptions: [])

    /// Public addresses, and what the operator has named.
    public static func publicOnly(except exceptions: [Exception]) -> AddressPolicy {
        AddressPolicy(base: .publicAddresses, exceptions: exceptions)
    }

    private init(base: Base, exceptions: [Exception]) {
        self.base = base
        self.exceptions = exceptions
    }

    /// - Parameter isPublic: what counts as public.
    init(exceptions: [Exception] = [], isPublic: @escaping @Sendable (PeerAddress) -> Bool) {
        self.init(base: .chosen(isPublic), exceptions: exceptions)
    }

    /// Whether a connection to this address may be made for a URL with this host and port.
    func allows(_ address: PeerAddress, for target: WebTarget) -> Bool {
        switch base {
        case .everything: return true
        case .publicAddresses where address.isPublic: return true
        case .chosen(let isPublic) where isPublic(address): return true
        case .publicAddresses, .chosen: return exceptions.contains { $0.covers(address, for: target) }
        }
    }
}

extension AddressPolicy {
    /// A host or a block of addresses that the operator allows although it is not public.
    public struct Exception: Sendable, Equatable {
        private enum Subject: Equatable {
            /// As URLs write it, in lower case; whatever it resolves to.
            case host(String)
            case v4(AddressBlock)
            case v6(AddressBlock)
        }

        private let subject: Subject
        /// Nil: every port.
        private let port: UInt16?

        private init(_ subject: Subject, port: UInt16?) {
            self.subject = subject
            self.port = port
        }

        /// Reads `host`, `host:port`, `10.1.2.3`, `10.1.2.3:port`, `10.0.0.0/8`, `fd00::1`, `[fd00::1]:port`, `fd00::/8`; nil for anything
        /// else.
        public init?(_ text: String) {
            if let block = Self.block(text[...]) {
                self.init(block, port: nil)
                return
            }
            guard let parts = HostAndPort(text[...]), !parts.host.isEmpty else { return nil }
            var port: UInt16?
            if let portText = parts.portText {
                guard let number = HostAndPort.port(portText) else { return nil }
                port = number
            }
            if let block = Self.block(parts.host), !parts.host.contains("/") {
                self.init(block, port: port)
            } else if !parts.isBracketed, parts.host.utf8.allSatisfy(Self.isHostByte) {
                self.init(.host(parts.host.lowercased()), port: port)
            } else {
                return nil
            }
        }

        /// Exactly the host and the port of a URL that the operator has chosen; nil when it is no URL of http or https.
        public init?(url: String) {
            guard let target = try? WebTarget(url, schemes: .httpAndHTTPS) else { return nil }
            let host = target.host.first == "[" ? target.host.dropFirst().dropLast() : target.host[...]
            self.init(Self.block(host) ?? .host(String(host)), port: target.port)
        }

        fileprivate func covers(_ address: PeerAddress, for target: WebTarget) -> Bool {
            if let port, port != target.port { return false }
            switch (subject, address.unmapped) {
            case (.host(let host), _): return host == target.host
            case (.v4(let block), .v4(let bytes)), (.v6(let block), .v6(let bytes)): return block.contains(bytes)
            default: return false
            }
        }

        /// An address, or a block in CIDR notation.
        private static func block(_ text: Substring) -> Subject? {
            let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let address = PeerAddress(text: String(parts[0])) else { return nil }
            let (bytes, isV4) =
                switch address {
                case .v4(let bytes): (bytes, true)
                case .v6(let bytes): (bytes, false)
                case .other: ([UInt8](), false)
                }
            var bits = 8 * bytes.count
            if parts.count > 1 {
                guard !parts[1].isEmpty, parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(parts[1]),
                    number <= bits
                else { return nil }
                bits = number
            }
            return isV4 ? .v4(AddressBlock(bytes, bits)) : .v6(AddressBlock(bytes, bits))
        }

        private static func isHostByte(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "-._".utf8.contains(byte)
            }
        }
    }
}
