import Foundation
import NodeKit

/// A TCP port on an address, or on all addresses, of this machine.
struct Entrance: Sendable, Equatable {
    /// An address, or a name that stands for one. All: `::`, or `0.0.0.0` for those of IPv4.
    let host: String
    let port: Int

    init(_ host: String, _ port: Int) {
        (self.host, self.port) = (host, port)
    }

    /// The same, as this machine itself reaches it.
    var fromHere: Entrance { Entrance(["::", "0.0.0.0"].contains(host) ? "127.0.0.1" : host, port) }

    /// - Returns: a listening socket, or nil when the port cannot be had.
    func listen() -> Int32? {
        open(ListenAddress.effective(host)) { descriptor, address in
            var (yes, no): (Int32, Int32) = (1, 0)
            let size = socklen_t(MemoryLayout<Int32>.size)
            setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, size)
            // All addresses of IPv6 are all of IPv4, too. Sockets of IPv4 do not know this option.
            setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &no, size)
            return bind(descriptor, address.ai_addr, address.ai_addrlen) == 0 && Foundation.listen(descriptor, 64) == 0
        }
    }

    /// - Returns: a connected socket, or nil when nobody listens there.
    func connect() -> Int32? {
        open(host) { descriptor, address in Foundation.connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 }
    }

    /// A socket of the first address with which that succeeds.
    private func open(_ host: String, _ use: (Int32, addrinfo) -> Bool) -> Int32? {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, "\(port)", &hints, &found) == 0 else { return nil }
        defer { freeaddrinfo(found) }
        var next = found
        while let address = next?.pointee {
            next = address.ai_next
            let descriptor = socket(address.ai_family, address.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), address.ai_protocol)
            guard descriptor >= 0 else { continue }
            if use(descriptor, address) { return descriptor }
            close(descriptor)
        }
        return nil
    }
}
