#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The bytes of a file or of standard input, a megabyte at a time.
final class ByteSource {
    /// As the user named it, for messages.
    let name: String
    /// Bytes that were taken.
    var offset: Int { passed + position }

    private let descriptor: Int32
    private var buffer: [UInt8]
    private var position = 0
    private var limit = 0
    private var passed = 0
    private var isAtEnd = false

    private static let size = 1 << 20

    /// - Parameter path: a path, or `-` for standard input.
    init(path: String) throws(FileProblem) {
        name = path == "-" ? "standard input" : path
        buffer = [UInt8](repeating: 0, count: Self.size)
        descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw FileProblem(file: path, message: "cannot be opened: \(Self.reason(errno))", isUnreadable: true) }
    }

    /// Bytes that are already in memory, for tests.
    init(name: String, bytes: [UInt8]) {
        self.name = name
        descriptor = -1
        buffer = bytes
        limit = bytes.count
        isAtEnd = true
    }

    deinit {
        if descriptor > 0 { close(descriptor) }
    }

    /// The next byte without taking it; nil at the end.
    @inline(__always)
    func peek() throws(FileProblem) -> UInt8? {
        if position == limit { try fill() }
        return position < limit ? buffer[position] : nil
    }

    /// Takes the byte that ``peek()`` gave.
    @inline(__always)
    func skip() { position += 1 }

    /// Takes the next byte; nil at the end.
    @inline(__always)
    func next() throws(FileProblem) -> UInt8? {
        guard let byte = try peek() else { return nil }
        position += 1
        return byte
    }

    /// Whether the file begins with these bytes. Only before anything was taken.
    func begins(with prefix: [UInt8]) throws(FileProblem) -> Bool {
        precondition(passed == 0 && position == 0)
        while limit < prefix.count && !isAtEnd { try fill() }
        return buffer[..<limit].starts(with: prefix)
    }

    private func fill() throws(FileProblem) {
        if isAtEnd { return }
        if position == limit {
            passed += limit
            (position, limit) = (0, 0)
        }
        let count = buffer.withUnsafeMutableBytes { bytes in
            var count: Int
            repeat { count = read(descriptor, bytes.baseAddress! + limit, bytes.count - limit) } while count < 0 && errno == EINTR
            return count
        }
        if count < 0 { throw FileProblem(file: name, message: "cannot be read: \(Self.reason(errno))", isUnreadable: true) }
        limit += count
        isAtEnd = count == 0
    }

    private static func reason(_ code: Int32) -> String {
        String(cString: strerror(code))
    }
}
