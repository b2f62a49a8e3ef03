import SMPProtocol

/// How an IRI is written in a `Location` header: non-ASCII and unsafe characters percent-encoded, international host names in
/// their ASCII form, everything else as it is, relative references too (DA-API 6.17).
enum IRIEncoding {
    /// The URI, or nil when the text cannot be put in a header (it contains NUL, CR or LF) or is empty.
    static func location(of iri: String) -> String? {
        if iri.isEmpty || iri.utf8.contains(where: { $0 == 0 || $0 == 10 || $0 == 13 }) { return nil }
        let (scheme, authority, rest) = split(iri[...])
        guard let authority else { return PercentEncoding.encode(iri, keeping: pathBytes) }
        return scheme + "//" + encode(authority: authority) + PercentEncoding.encode(rest, keeping: pathBytes)
    }

    /// `https://example.com/path?query` → `https:`, `example.com`, `/path?query`. Without an authority the second is nil.
    private static func split(_ iri: Substring) -> (scheme: Substring, authority: Substring?, rest: Substring) {
        let scheme = iri.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "+" || $0 == "-" || $0 == ".") }
        var rest = iri[scheme.endIndex...]
        var head = iri[..<iri.startIndex]
        if !scheme.isEmpty, rest.hasPrefix(":") {
            head = iri[..<rest.index(after: rest.startIndex)]
            rest = iri[head.endIndex...]
        } else {
            rest = iri
        }
        guard rest.hasPrefix("//") else { return (head, nil, rest) }
        rest = rest.dropFirst(2)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return (head, authority, rest[authority.endIndex...])
    }

    /// `user@host:port`
    private static func encode(authority: Substring) -> String {
        var user: Substring = ""
        var host = authority
        if let at = authority.lastIndex(of: "@") {
            user = authority[...at]
            host = authority[authority.index(after: at)...]
        }
        let ascii = host.split(separator: ".", omittingEmptySubsequences: false).map { label in
            label.utf8.allSatisfy { $0 < 0x80 } ? String(label) : encode(label: label)
        }
        return PercentEncoding.encode(user, keeping: pathBytes) + PercentEncoding.encode(ascii.joined(separator: "."), keeping: hostBytes)
    }

    /// A part of a host name that is not ASCII; the port, if any, stays.
    private static func encode(label: Substring) -> String {
        let name = label.prefix { $0 != ":" }
        guard let code = Punycode.encode(name.lowercased()) else { return String(label) }
        return "xn--" + code + label[name.endIndex...]
    }

    private static let pathBytes = Set("%!$&'()*+,/:;=?@#".utf8)
    private static let hostBytes = Set("%!$&'()*+,:;=[]".utf8)
}
