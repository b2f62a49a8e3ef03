/// Path and query of a request. Pure.
struct RequestTarget: Sendable, Equatable {
    /// As it was sent, beginning with a slash.
    let rawPath: String
    /// As it was sent, without the question mark; nil when there is none.
    let rawQuery: String?
    /// The segments of the path, each percent-decoded: an escaped slash is part of its segment. Nil when the path is not well-formed.
    let segments: [String]?

    init(path: String, query: String?) {
        rawPath = path
        rawQuery = query
        segments = Self.segments(of: path)
    }

    /// The decoded path, which the rules of the edge look at.
    var decodedPath: String? {
        segments.map { "/" + $0.joined(separator: "/") }
    }

    private static func segments(of path: String) -> [String]? {
        guard path.hasPrefix("/") else { return nil }
        var segments: [String] = []
        for part in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let segment = PercentEncoding.decode(part.utf8) else { return nil }
            segments.append(segment)
        }
        return segments
    }

    /// The path with single slashes, when it has runs of them.
    var merged: RequestTarget? {
        guard rawPath.contains("//") else { return nil }
        var path = ""
        for character in rawPath where !(character == "/" && path.last == "/") { path.append(character) }
        return RequestTarget(path: path, query: rawQuery)
    }
}

enum PercentEncoding {
    /// Nil for an incomplete escape and for bytes that are not UTF-8.
    static func decode(_ text: some Collection<UInt8>, plusIsSpace: Bool = false) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var iterator = text.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = iterator.next()?.hexValue, let low = iterator.next()?.hexValue else { return nil }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// Everything but letters, digits and `-._~` as `%XX`.
    static func encode(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            if byte < 0x80, scalar.properties.isAlphabetic || (0x30...0x39).contains(byte) || "-._~".unicodeScalars.contains(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                let digits = Array("0123456789ABCDEF")
                result += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return result
    }
}
