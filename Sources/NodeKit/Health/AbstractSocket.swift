import Glibc

/// A local socket that is a name in the network namespace, not a file: it needs no place on a disk, and ends with its process.
enum AbstractSocket {
    /// A socket that nobody inherits; nil when there is none to be had.
    static func open() -> Int32? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        return descriptor < 0 ? nil : descriptor
    }

    /// Listens under the name.
    ///
    /// - Returns: nil when somebody else does.
    static func listen(_ name: String) -> Int32? {
        guard let descriptor = open() else { return nil }
        guard withAddress(name, { bind(descriptor, $0, $1) }) == 0, Glibc.listen(descriptor, 16) == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    /// Connects to whoever listens under the name.
    static func connect(_ name: String) -> Int32? {
        guard let descriptor = open() else { return nil }
        guard withAddress(name, { Glibc.connect(descriptor, $0, $1) }) == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    private static func withAddress<Result>(_ name: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // The first byte is 0: that makes it a name and not a path. The length, not a 0, ends it.
        let bytes = [0] + Array(name.utf8)
        precondition(bytes.count <= MemoryLayout.size(ofValue: address.sun_path), "the name of a socket is too long")
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }
}
