#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Why output could not be written.
struct OutputFailure: Error, CustomStringConvertible {
    fileprivate let code: Int32

    /// Whether the reader of a pipe has gone away.
    var isUnwanted: Bool { code == EPIPE }
    var description: String { String(cString: strerror(code)) }
}

/// Collects text and writes it to a file descriptor, a megabyte at a time. Remembers the first failure, and writes nothing after it.
final class TextOutput {
    private let descriptor: Int32?
    private var buffer: [UInt8] = []
    private(set) var failure: OutputFailure?

    private static let size = 1 << 20

    /// - Parameter descriptor: where to write; nil keeps everything, for ``bytes``.
    init(descriptor: Int32?) {
        self.descriptor = descriptor
    }

    /// What was collected and not yet written.
    var bytes: [UInt8] { buffer }

    /// For long work that makes no sense once nothing can be written.
    @inline(__always)
    func check() throws(OutputFailure) {
        if let failure { throw failure }
    }

    func put(_ byte: UInt8) {
        buffer.append(byte)
        if buffer.count >= Self.size { flush() }
    }

    func put(_ text: String) {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= Self.size { flush() }
    }

    func put(_ bytes: [UInt8]) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.size { flush() }
    }

    func put(_ number: Int64) {
        if number < 0 { buffer.append(UInt8(ascii: "-")) }
        var digits = (UInt64(0), UInt64(0), UInt64(0))
        withUnsafeMutableBytes(of: &digits) { digits in
            var rest = number.magnitude
            var first = digits.count
            repeat {
                first -= 1
                digits[first] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            } while rest > 0
            buffer.append(contentsOf: digits[first...])
        }
        if buffer.count >= Self.size { flush() }
    }

    /// Writes what was collected.
    func flush() {
        guard let descriptor else { return }
        var start = 0
        while start < buffer.count && failure == nil {
            let count = buffer.withUnsafeBytes { write(descriptor, $0.baseAddress! + start, $0.count - start) }
            if count < 0 && errno != EINTR { failure = OutputFailure(code: errno) }
            start += max(count, 0)
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
