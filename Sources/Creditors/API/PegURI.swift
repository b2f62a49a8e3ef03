import NodeKit
import SMPProtocol

/// The URI of the account to which a currency is pegged (CA-API 12.7).
enum PegURI {
    /// The parts of a URI reference (RFC 3986, appendix B).
    private struct Reference {
        var scheme: Substring?
        var authority: Substring?
        var path: Substring
        var query: Substring?
        var fragment: Substring?

        init(_ text: String) {
            var rest = text[...]
            if let hash = rest.firstIndex(of: "#") {
                fragment = rest[rest.index(after: hash)...]
                rest = rest[..<hash]
            }
            if let mark = rest.firstIndex(of: "?") {
                query = rest[rest.index(after: mark)...]
                rest = rest[..<mark]
            }
            if let end = rest.firstIndex(where: { $0 == ":" || $0 == "/" }), rest[end] == ":", end > rest.startIndex {
                scheme = rest[..<end]
                rest = rest[rest.index(after: end)...]
            }
            if rest.hasPrefix("//") {
                let begin = rest.index(rest.startIndex, offsetBy: 2)
                let end = rest[begin...].firstIndex(of: "/") ?? rest.endIndex
                authority = rest[begin..<end]
                rest = rest[end...]
            }
            path = rest
        }
    }

    /// The debtor of the account, or nil when the URI cannot be that of an account of this creditor. Whether the account exists is another
    /// question.
    ///
    /// - Parameters:
    ///   - requestPath: the path of the request, which references are relative to.
    ///   - base: how the client sees this server.
    static func account(_ uri: String, of creditor: CreditorID, requestPath: String, base: ExternalBase) -> DebtorID? {
        let reference = Reference(uri)
        guard (reference.query ?? "").isEmpty, (reference.fragment ?? "").isEmpty else { return nil }
        if let scheme = reference.scheme, scheme.lowercased() != base.scheme { return nil }
        if let authority = reference.authority, "\(base.scheme)://\(authority)" != base.text { return nil }
        let isAbsolute = reference.scheme != nil || reference.authority != nil
        return debtor(in: isAbsolute ? withoutDots(reference.path) : resolved(reference.path, requestPath), of: creditor)
    }

    /// A path relative to that of the request (RFC 3986, 5.2).
    private static func resolved(_ path: Substring, _ requestPath: String) -> String {
        if path.isEmpty { return requestPath }
        if path.hasPrefix("/") { return withoutDots(path) }
        let folder = requestPath[...(requestPath.lastIndex(of: "/") ?? requestPath.startIndex)]
        return withoutDots(folder + path)
    }

    /// RFC 3986, 5.2.4.
    private static func withoutDots(_ path: Substring) -> String {
        var segments: [Substring] = []
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            switch part {
            case ".": if isLast { segments.append("") }
            case "..":
                if segments.count > 1 { segments.removeLast() }
                if isLast { segments.append("") }
            default: segments.append(part)
            }
        }
        return segments.joined(separator: "/")
    }

    /// Exactly `/creditors/<this creditor>/accounts/<debtor>/`.
    private static func debtor(in path: String, of creditor: CreditorID) -> DebtorID? {
        let prefix = "\(Path.creditor(creditor))accounts/"
        guard path.hasPrefix(prefix), path.hasSuffix("/"), path.utf8.count > prefix.utf8.count else { return nil }
        return DebtorID(pathSegment: path.dropFirst(prefix.count).dropLast())
    }
}
