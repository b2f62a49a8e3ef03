import Glibc

/// The form of `Date` (RFC 9110, 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
    /// - Parameter moment: Unix seconds.
    static func text(_ moment: Int) -> String {
        var seconds = time_t(moment)
        var fields = tm()
        gmtime_r(&seconds, &fields)
        // The program never leaves the C locale.
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
            strftime(buffer.baseAddress!, buffer.count, "%a, %d %b %Y %H:%M:%S GMT", &fields)
            return String(cString: buffer.baseAddress!)
        }
    }

    /// At present.
    static var now: String { text(time(nil)) }
}
