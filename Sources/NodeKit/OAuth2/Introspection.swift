import SMPProtocol

/// What the authorization server says about a token (RFC 7662; OPS 8.3).
public struct Introspection: Sendable, Equatable {
    /// Whether it may be used at all.
    public var isActive: Bool
    /// `sub`, or `username` when `sub` is absent or empty. May be empty: an unknown user.
    public var subject: String
    /// Separated by spaces.
    public var scope: String
    /// Unix seconds; nil or not positive: no end is known.
    public var expiresAt: Int64?
    /// Empty when absent.
    public var tokenUse: String

    /// An answer; what is left out is unknown.
    public init(isActive: Bool, subject: String = "", scope: String = "", expiresAt: Int64? = nil, tokenUse: String = "") {
        self.isActive = isActive
        self.subject = subject
        self.scope = scope
        self.expiresAt = expiresAt
        self.tokenUse = tokenUse
    }

    /// Split at single spaces, as the reference does.
    var scopes: [Substring] {
        scope.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).map(Substring.init)
    }

    func isExpired(at now: Int64) -> Bool {
        guard let expiresAt, expiresAt > 0 else { return false }
        return expiresAt <= now
    }

    /// How long the answer may be used again, at most 300 s; nil when it must not: only answers about usable tokens are kept (CA-API 3.2).
    func secondsToKeep(at now: Int64) -> Int64? {
        guard isActive, isAccessToken, !isExpired(at: now) else { return nil }
        guard let expiresAt, expiresAt > 0 else { return Self.maximumSecondsToKeep }
        return min(Self.maximumSecondsToKeep, expiresAt - now)
    }

    static let maximumSecondsToKeep: Int64 = 300

    var isAccessToken: Bool { tokenUse.isEmpty || ExactText.equal(tokenUse, "access_token") }
}

/// Asks the authorization server about a token.
public protocol TokenIntrospector: Sendable {
    /// - Throws: anything, when there was no answer, or one that cannot be understood. The request is then refused (500), never let
    ///   through.
    func introspect(token: String) async throws -> Introspection
}
