import NodeKit
import SMPProtocol

// Token introspection (RFC 7662, OPS 8.3).

extension SandboxAPI {
    var introspectionEndpoints: [Endpoint] {
        [
            Endpoint(
                method: .post, path: "/oauth2/introspect",
                summary: "Whose token is it? Form: token=creditors:123 (see the README of the sandbox for the demo users)",
                body: .raw(maxBytes: 16384), isLight: true
            ) { request in
                guard let token = Self.token(inForm: request.body) else { throw APIError(.badRequest, message: "There is no token.") }
                let user = DemoUsers.user(ofToken: token)
                return .json { json in
                    json.beginObject()
                    json.member("active", user != nil)
                    if let user {
                        json.member("sub", user.subject)
                        json.member("username", user.subject)
                        json.member("scope", user.scope)
                        json.member("client_id", "sandbox")
                        json.member("token_use", "access_token")
                        json.member("token_type", "Bearer")
                    }
                    json.endObject()
                }
            }
        ]
    }

    /// The parameter `token` of a form; nil when there is none.
    static func token(inForm body: [UInt8]) -> String? {
        let pairs = PercentEncoding.pairs(of: Substring(decoding: body, as: UTF8.self))
        guard let token = pairs.first(where: { $0.name == "token" && $0.value != nil })?.value else { return nil }
        return try? PercentEncoding.decode(token, plusIsSpace: true)
    }
}
