import HTTPTypes

/// What stands between the network and the routes: token checks, or, in development, blind trust.
public enum Edge: Sendable {
    /// The authorizing edge (CA-API 3, DA-API 1): rules, tokens, CORS. Headers that name a user are ignored.
    case tokens(any TokenIntrospector)
    /// DEVELOPMENT ONLY (CA-API 3.9): `X-Swpt-User-Id` and `X-Swpt-Require-Pin` are believed as sent; without them the request is the
    /// superuser's.
    case trustedHeaders
}

/// Who makes a request, as far as the edge can tell.
enum EdgeIdentity: Sendable, Equatable {
    case known(Identity)
    /// The rules ask for no token.
    case anonymous
    /// Development mode without a user header.
    case superuser(requiresPIN: Bool)

    var requiresPIN: Bool {
        switch self {
        case .known(let identity): identity.requiresPIN
        case .anonymous: true
        case .superuser(let requiresPIN): requiresPIN
        }
    }
}

extension HTTPField.Name {
    static let userID = HTTPField.Name("X-Swpt-User-Id")!
    static let requirePIN = HTTPField.Name("X-Swpt-Require-Pin")!
    static let requestID = HTTPField.Name("X-Request-ID")!
}

extension Identity {
    /// The identity that development mode takes from the headers; nil without a user header: the superuser.
    static func trusted(_ headers: HTTPFields) -> Identity? {
        guard let subject = headers[.userID] else { return nil }
        return Identity(subject: subject, requiresPIN: requiresPIN(headers))
    }

    /// Absent or exactly `false`: no PIN is needed; any other value: it is (CA-API 3.9).
    static func requiresPIN(_ headers: HTTPFields) -> Bool {
        (headers[.requirePIN] ?? "false") != "false"
    }
}
