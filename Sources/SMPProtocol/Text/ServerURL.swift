/// The parts of `scheme://user:password@host:port/path?name=value#fragment`, as they are written: nothing is decoded. What database, broker
/// and cache URLs have in common; what the parts mean is the business of each of them.
///
/// An unencoded `@` in the password is understood, because people forget to encode it.
public struct ServerURL: Sendable {
    /// What differs between families of URLs.
    public enum Style: Sendable {
        /// A fragment is dropped; user and password end before the first slash.
        case generic
        /// As libpq and its users write them: there are no fragments, and an unencoded `/` in the password is understood where it is
        /// unambiguous.
        case postgres
    }

    /// In lower case.
    public let scheme: String
    /// Nil when there is no `@`.
    public private(set) var user: Substring?
    /// Nil when there is none; empty when only its colon is there.
    public private(set) var password: Substring?
    /// `host[:port]`, or whatever else stands in its place; may be empty.
    public let address: Substring
    /// Without its first slash; nil when there is no slash.
    public let path: Substring?
    /// Without the question mark; empty when there is none.
    public let query: Substring

    /// - Returns: nil when there is no `://`.
    public init?(_ text: String, style: Style = .generic) {
        guard let marker = text.firstRange(of: "://") else { return nil }
        scheme = text[..<marker.lowerBound].lowercased()
        var rest = text[marker.upperBound...]
        if style == .generic { rest = rest.prefix { $0 != "#" } }
        let (location, query) = rest.cut(at: "?")
        self.query = query ?? ""
        var destination = location
        if let at = Self.endOfCredentials(location, style) {
            let (user, password) = location[..<at].cut(at: ":")
            self.user = user
            self.password = password
            destination = location[location.index(after: at)...]
        }
        (address, path) = destination.cut(at: "/")
    }

    /// The `@` that ends user and password.
    private static func endOfCredentials(_ location: Substring, _ style: Style) -> Substring.Index? {
        let authority = location.prefix { $0 != "/" }
        if let at = authority.lastIndex(of: "@") { return at }
        return style == .postgres && authority.contains(":") ? location.lastIndex(of: "@") : nil
    }
}

/// `host`, `host:port`, `[address]` or `[address]:port`, as it is written.
public struct HostAndPort: Sendable {
    /// Without brackets; may be empty.
    public let host: Substring
    /// Whether the host stood in brackets, as IPv6 addresses do.
    public let isBracketed: Bool
    /// What follows the colon, whether it is a port or not; nil without a colon.
    public let portText: Substring?

    /// - Returns: nil when a bracket is not closed, something else than a port follows it, or there is more than one colon outside of
    ///   brackets.
    public init?(_ text: Substring) {
        isBracketed = text.utf8.first == UInt8(ascii: "[")
        if isBracketed {
            let (inside, tail) = text.cut(at: "]")
            guard let tail, tail.isEmpty || tail.utf8.first == UInt8(ascii: ":") else { return nil }
            host = Substring(inside.utf8.dropFirst())
            portText = tail.isEmpty ? nil : Substring(tail.utf8.dropFirst())
        } else {
            (host, portText) = text.cut(at: ":")
        }
        if portText?.utf8.contains(UInt8(ascii: ":")) == true { return nil }
    }

    /// The number of a port; nil for anything but decimal digits from 1 to 65535.
    public static func port(_ text: Substring) -> UInt16? {
        guard let number = DecimalText.unsigned64(text.utf8, leadingZeros: true), number > 0 else { return nil }
        return UInt16(exactly: number)
    }
}

extension Substring {
    /// What is before the first such character, which is one of ASCII, and what is after it; nil when there is none.
    func cut(at character: Unicode.Scalar) -> (Substring, Substring?) {
        guard let place = utf8.firstIndex(of: UInt8(ascii: character)) else { return (self, nil) }
        return (self[..<place], self[utf8.index(after: place)...])
    }
}
