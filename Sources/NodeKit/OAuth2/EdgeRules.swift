import HTTPTypes

/// Which scope a request needs, by method and path alone (OPS 8.2, CA-API 3.3, DA-API 1.1). Pure.
struct EdgeRules: Sendable {
    enum Requirement: Equatable {
        /// No token is looked at.
        case none
        case scope(String)
        /// The request matches no rule: 404.
        case noRule
    }

    /// `/creditors/`
    private let prefix: String
    private let actionScopes: [(word: String, scope: String)]

    init(profile: NodeProfile) {
        prefix = "/\(profile.pathPrefix)/"
        actionScopes = profile.actionScopes
    }

    /// - Parameter path: percent-decoded, without the query.
    func requirement(_ method: HTTPRequest.Method, _ path: String) -> Requirement {
        guard path.utf8.starts(with: prefix.utf8) else { return .noRule }
        let rest = Substring(path.utf8.dropFirst(prefix.utf8.count))
        let action = actionScopes.first { Self.ends(rest, $0.word) }
        switch method {
        case .options: return .none
        case .get, .head: return Self.isPublic(rest) ? .none : .scope("access.readonly")
        case .post: return .scope(action?.scope ?? "access")
        case .put, .patch, .delete: return action == nil ? .scope("access") : .noRule
        default: return .noRule
        }
    }

    /// With a final slash too: nothing is there, and that is no secret.
    private static func isPublic(_ rest: Substring) -> Bool {
        rest == ".docs" || rest.hasPrefix(".docs/") || ends(rest, "public") || ends(rest, "public/")
    }

    /// Whether the text ends in `.`, `/` or `-`, followed by the word.
    private static func ends(_ text: Substring, _ word: String) -> Bool {
        let end = text.utf8.suffix(word.utf8.count + 1)
        guard end.count > word.utf8.count, end.dropFirst().elementsEqual(word.utf8) else { return false }
        return end.first.map("./-".utf8.contains) ?? false
    }
}
