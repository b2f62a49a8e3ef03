import NodeKit
import SMPProtocol

/// What a client sends a browser with: it wants a code that stands for a person (RFC 6749 4.1.1, RFC 7636 4.3).
struct AuthorizationRequest: Sendable, Hashable {
    let clientID: String
    let redirectURI: String
    let scopes: [String]
    let state: String?
    let challenge: CodeChallenge?

    /// From the query. Whatever is wrong is told to the person, who is a developer: nobody is sent back with an error.
    init(_ query: inout QueryReader) {
        query.value("response_type", placeholder: ()) { json throws(FieldProblem) in
            guard try json.text() == "code" else { throw .rule("Only code is known.") }
        }
        clientID = query.value("client_id", placeholder: "") { json throws(FieldProblem) in try json.text() }
        redirectURI = query.value("redirect_uri", placeholder: "") { json throws(FieldProblem) in
            let uri = try json.text()
            guard Self.isRedirectURI(uri) else { throw .rule("Not an absolute address of http or https, without a fragment.") }
            return uri
        }
        let scope = query.optionalValue("scope") { json throws(FieldProblem) in try json.text() } ?? ""
        scopes = scope.split(separator: " ").map(String.init)
        state = query.optionalValue("state") { json throws(FieldProblem) in try json.text() }
        challenge = query.optionalValue("code_challenge") { json throws(FieldProblem) in
            guard let challenge = CodeChallenge(try json.text()) else { throw .patternMismatch }
            return challenge
        }
        _ = query.optionalValue("code_challenge_method") { json throws(FieldProblem) in
            guard try json.text() == "S256" else { throw .rule("Only S256 is known.") }
        }
    }

    private static func isRedirectURI(_ text: String) -> Bool {
        ["http://", "https://"].contains { text.hasPrefix($0) && text.utf8.count > $0.utf8.count }
            && text.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "#") }
    }

    /// Where the browser goes next, with the code.
    func address(with code: String) -> String {
        let parameters = [("code", code)] + (state.map { [("state", $0)] } ?? [])
        let query = parameters.map { "\($0)=\(PercentEncoding.encode($1))" }.joined(separator: "&")
        return redirectURI + (redirectURI.contains("?") ? "&" : "?") + query
    }
}
