import Foundation
import SMPProtocol

/// Who asks for a token, and how it shows that it is the one.
struct OAuthClient: Sendable, Hashable {
    let id: String
    /// Nil: it has shown none.
    let secret: String?

    /// From the form, or from the header `Authorization` (RFC 6749 2.3.1).
    init?(_ form: FormFields, authorization: String?) {
        if let authorization, authorization.lowercased().hasPrefix("basic ") {
            guard let data = Data(base64Encoded: String(authorization.dropFirst(6))), let text = String(data: data, encoding: .utf8) else {
                return nil
            }
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let id = try? PercentEncoding.decode(parts[0], plusIsSpace: true),
                let secret = try? PercentEncoding.decode(parts[1], plusIsSpace: true)
            else { return nil }
            self.init(id: id, secret: secret)
        } else {
            guard let id = form["client_id"] else { return nil }
            self.init(id: id, secret: form["client_secret"])
        }
    }

    init(id: String, secret: String?) {
        self.id = id
        self.secret = secret
    }

    /// The secret of each client is its own name (OPS 8.4): nothing here is secret.
    var isAuthenticated: Bool { secret == id }
}

/// Why there is no token (RFC 6749 5.2).
enum TokenRefusal: String, Error {
    case invalidRequest = "invalid_request"
    case invalidClient = "invalid_client"
    case invalidGrant = "invalid_grant"
    case unsupportedGrantType = "unsupported_grant_type"
}

extension AuthorizationCodes {
    /// The token that a form asks for.
    func token(_ form: FormFields, authorization: String?) throws(TokenRefusal) -> String {
        guard let client = OAuthClient(form, authorization: authorization) else { throw .invalidClient }
        switch form["grant_type"] {
        case "authorization_code": return try token(form, client)
        case "client_credentials":
            guard client.isAuthenticated, DemoUsers.isOperator(client.id) else { throw .invalidClient }
            return client.id
        case nil: throw .invalidRequest
        default: throw .unsupportedGrantType
        }
    }

    /// A client without a secret has to prove that it has asked for the code (RFC 7636 4.6).
    private func token(_ form: FormFields, _ client: OAuthClient) throws(TokenRefusal) -> String {
        guard let code = form["code"] else { throw .invalidRequest }
        guard let grant = redeem(code), grant.request.clientID == client.id, grant.request.redirectURI == form["redirect_uri"] else {
            throw .invalidGrant
        }
        if let challenge = grant.request.challenge {
            guard let verifier = form["code_verifier"], challenge.isMet(by: verifier) else { throw .invalidGrant }
        } else {
            guard client.isAuthenticated else { throw .invalidClient }
        }
        return grant.token
    }
}
