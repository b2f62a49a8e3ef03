import SMPProtocol

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
        for part in path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard let segment = try? PercentEncoding.decode(Substring(part)) else { return nil }
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
