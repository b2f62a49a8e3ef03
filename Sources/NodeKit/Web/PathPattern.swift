import SMPProtocol

/// The shape of a path (CA-API 2.5, DA-API 3.1). Pure.
struct PathPattern: Sendable, Hashable {
    enum Segment: Sendable, Hashable {
        case literal(String)
        case i64(String)
        case uuid(String)
        case any(String)
    }

    /// A final slash is a final empty literal.
    let segments: [Segment]

    /// - Parameter path: see ``Route``. A mistake is a programmer's error.
    init(_ path: String) {
        precondition(path.hasPrefix("/"), "the path \(path) does not begin with a slash")
        segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(Self.segment)
    }

    private static func segment(_ text: Substring) -> Segment {
        guard text.hasPrefix("<"), text.hasSuffix(">"), let colon = text.firstIndex(of: ":") else { return .literal(String(text)) }
        let name = String(text[text.index(after: colon)...].dropLast())
        switch text[text.index(after: text.startIndex)..<colon] {
        case "i64": return .i64(name)
        case "uuid": return .uuid(name)
        case "any": return .any(name)
        default: preconditionFailure("unknown parameter type in \(text)")
        }
    }

    /// The values of the parameters, or nil when the path has another shape.
    ///
    /// - Parameter path: the percent-decoded segments.
    func match(_ path: [String]) -> [String: String]? {
        guard path.count == segments.count else { return nil }
        var parameters: [String: String] = [:]
        for (segment, text) in zip(segments, path) {
            switch segment {
            case .literal(let literal):
                guard literal == text else { return nil }
            case .i64(let name):
                guard CreditorID(pathSegment: text) != nil else { return nil }
                parameters[name] = text
            case .uuid(let name):
                guard Self.isUUID(text) else { return nil }
                parameters[name] = text
            case .any(let name):
                guard !text.isEmpty, !text.contains("/") else { return nil }
                parameters[name] = text
            }
        }
        return parameters
    }

    private static func isUUID(_ text: String) -> Bool {
        guard text.utf8.count == 36 else { return false }
        for (position, byte) in text.utf8.enumerated() {
            let isHyphen = byte == UInt8(ascii: "-")
            guard [8, 13, 18, 23].contains(position) ? isHyphen : Hexadecimal.value(of: byte) != nil else { return false }
        }
        return true
    }

    /// Patterns without parameters first.
    var parameterCount: Int {
        segments.count { if case .literal = $0 { false } else { true } }
    }
}
