import HTTPTypes
import NodeKit
import SMPProtocol

// The authorization code flow, with PKCE or a secret, and client credentials (RFC 6749, RFC 7636, OPS 8.4), so that web apps can be tried
// as they are in production. Nobody is asked for a password.

extension SandboxAPI {
    var authorizationEndpoints: [Endpoint] {
        [
            Endpoint(
                method: .get, path: "/oauth2/auth", summary: "Where a web app sends a browser: asks who the person is (RFC 6749 4.1.1)",
                isLight: true
            ) { request in
                .html(Self.page(try request.decodeQuery(AuthorizationRequest.init), complaint: nil))
            },
            Endpoint(
                method: .post, path: "/oauth2/auth", summary: "The same, answered. Form: subject=creditors:123",
                body: .raw(maxBytes: 1024), isLight: true, handler: grant),
            Endpoint(
                method: .post, path: "/oauth2/token",
                summary: "A token for a code, or for the credentials of a client (RFC 6749 4.1.3, 4.4.2)",
                body: .raw(maxBytes: 16384), isLight: true, handler: token),
        ]
    }

    private func grant(_ request: APIRequest) async throws -> APIResponse {
        let wish = try request.decodeQuery(AuthorizationRequest.init)
        let subject = FormFields(request.body)["subject"] ?? ""
        guard let token = DemoUsers.token(ofPerson: subject, scopes: wish.scopes) else {
            return .html(Self.page(wish, complaint: "There is nobody called “\(subject)”, or not with these rights."))
        }
        return .redirect(.seeOther, .url(wish.address(with: codes.issue(.init(request: wish, token: token)))))
    }

    private func token(_ request: APIRequest) async throws -> APIResponse {
        do throws(TokenRefusal) {
            let token = try codes.token(FormFields(request.body), authorization: request.headers[.authorization])
            return Self.answer { json in
                json.member("access_token", token)
                json.member("token_type", "bearer")
                json.member("scope", DemoUsers.user(ofToken: token)?.scope ?? "")
            }
        } catch {
            return Self.answer(status: error == .invalidClient ? .unauthorized : .badRequest) { $0.member("error", error.rawValue) }
        }
    }

    /// Web apps of every origin may read it, nobody may keep it.
    private static func answer(status: HTTPResponse.Status = .ok, _ members: (inout JSONWriter) -> Void) -> APIResponse {
        var response = APIResponse.json(status: status) { json in
            json.beginObject()
            members(&json)
            json.endObject()
        }
        response.headers = [.accessControlAllowOrigin: "*", .cacheControl: "no-store"]
        return response
    }

    private static func page(_ request: AuthorizationRequest, complaint: String?) -> String {
        let scopes = request.scopes.isEmpty ? "the usual rights" : request.scopes.joined(separator: ", ")
        return """
            <!doctype html>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Who are you?</title>
            <h1>Who are you?</h1>
            <p><b>\(HTML.escape(request.clientID))</b> asks for \(HTML.escape(scopes)).</p>
            <p>It goes on at \(HTML.escape(request.redirectURI)).</p>
            <p role="alert">\(HTML.escape(complaint ?? ""))</p>
            <form method="post">
            <label>creditors:ID or debtors:ID <input name="subject" required autofocus size="40"></label>
            <button>That is me</button>
            </form>
            <p>For demonstrations and tests only: nobody is asked for a password.</p>

            """
    }
}
