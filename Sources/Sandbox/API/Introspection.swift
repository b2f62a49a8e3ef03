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
                guard let token = FormFields(request.body)["token"] else { throw APIError(.badRequest, message: "There is no token.") }
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
}
