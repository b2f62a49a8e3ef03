/// The users of the demonstration: the text of a token says who its bearer is, and there is no secret about it.
///
/// | token | subject | scopes |
/// |---|---|---|
/// | `creditors-superuser` | the same | access access.readonly disable_pin activate deactivate |
/// | `creditors-supervisor` | the same | access.readonly activate |
/// | `debtors-superuser` | the same | access access.readonly activate deactivate restrict |
/// | `debtors-supervisor` | the same | access.readonly activate |
/// | `creditors:123`, `debtors:123` | the same | access access.readonly |
/// | `creditors:123/disable_pin` | `creditors:123` | access access.readonly disable_pin |
/// | `creditors:123/readonly`, `debtors:123/readonly` | without the ending | access.readonly |
///
/// These are the scopes of OPS 8.4. Every other token is inactive.
enum DemoUsers {
    struct User: Hashable {
        let subject: String
        let scope: String
    }

    private static let operators = [
        "creditors-superuser": "access access.readonly disable_pin activate deactivate",
        "creditors-supervisor": "access.readonly activate",
        "debtors-superuser": "access access.readonly activate deactivate restrict",
        "debtors-supervisor": "access.readonly activate",
    ]

    /// Whether it is one of the users for whom no browser is needed.
    static func isOperator(_ subject: String) -> Bool { operators[subject] != nil }

    /// The token of a person who lets a client have these scopes; without any, the usual ones. Nil when there is no such person.
    static func token(ofPerson subject: String, scopes: [String]) -> String? {
        let ending =
            if scopes.contains("disable_pin") {
                "/disable_pin"
            } else {
                scopes.isEmpty || scopes.contains("access") ? "" : "/readonly"
            }
        let token = subject + ending
        return !isOperator(subject) && user(ofToken: token)?.subject == subject ? token : nil
    }

    static func user(ofToken token: String) -> User? {
        if let scope = operators[token] { return User(subject: token, scope: scope) }
        let parts = token.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let subject = parts[0]
        guard let colon = subject.firstIndex(of: ":"), ["creditors", "debtors"].contains(subject[..<colon]) else { return nil }
        let digits = subject[subject.index(after: colon)...]
        guard UInt64(digits) != nil, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        switch parts.count == 1 ? "" : parts[1] {
        case "": return parts.count == 1 ? User(subject: token, scope: "access access.readonly") : nil
        case "disable_pin" where subject.hasPrefix("creditors:"):
            return User(subject: String(subject), scope: "access access.readonly disable_pin")
        case "readonly": return User(subject: String(subject), scope: "access.readonly")
        default: return nil
        }
    }
}
