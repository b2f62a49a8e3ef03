import HTTPTypes
import SMPProtocol

/// Who the bearer of a checked token is.
public struct Identity: Sendable, Equatable {
    /// May be empty: an unknown user.
    public var subject: String
    /// Whether protected operations need the PIN: the token lacks the scope `disable_pin` (CA-API 3.5).
    public var requiresPIN: Bool

    /// An identity; see the members.
    public init(subject: String, requiresPIN: Bool) {
        self.subject = subject
        self.requiresPIN = requiresPIN
    }
}

/// Checks bearer tokens (CA-API 3.1, DA-API 1.3 and 1.4).
struct TokenCheck: Sendable {
    let introspector: any TokenIntrospector
    /// Unix seconds.
    let now: @Sendable () -> Int64

    /// - Throws: 401, 403 or 500, with the body of the edge.
    func identity(authorization: String?, requiredScope: String) async throws(EdgeError) -> Identity {
        guard let token = Self.bearerToken(authorization) else { throw .unauthorized() }
        let introspection: Introspection
        do {
            introspection = try await introspector.introspect(token: token)
        } catch {
            throw .introspectionFailed(error)
        }
        try Self.check(introspection, requiredScope: requiredScope, now: now())
        return Identity(subject: introspection.subject, requiresPIN: !introspection.scopes.contains { ExactText.equal($0, "disable_pin") })
    }

    /// The checks in their order (CA-API 3.1, item 5).
    static func check(_ introspection: Introspection, requiredScope: String, now: Int64) throws(EdgeError) {
        guard introspection.isAccessToken else { throw .forbidden("Use of the token type \(introspection.tokenUse) is not allowed") }
        guard introspection.isActive else { throw .unauthorized("Access token is not active") }
        guard !introspection.isExpired(at: now) else { throw .unauthorized("Access token expired") }
        guard Scope.isGranted(requiredScope, by: introspection.scopes) else { throw .forbidden("Scope \(requiredScope) was not granted") }
    }

    /// `Bearer`, in any case, one space, and the rest is the token.
    static func bearerToken(_ authorization: String?) -> String? {
        guard let authorization, let space = authorization.utf8.firstIndex(of: UInt8(ascii: " ")) else { return nil }
        guard authorization[..<space].lowercased() == "bearer" else { return nil }
        let token = authorization[authorization.utf8.index(after: space)...]
        return token.isEmpty ? nil : String(token)
    }
}
