import SMPProtocol

extension Introspection {
    /// An answer that cannot be understood.
    struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    static let maximumBytes = 64 << 10

    /// Reads the answer of a token introspection end-point (CA-API 3.1, item 4).
    init(json: [UInt8]) throws(Malformed) {
        guard case .object(let object)? = try? JSONValue(json: json, limits: .document(maximumBytes: Self.maximumBytes)) else {
            throw Malformed(description: "token introspection: the answer is not a JSON object")
        }
        func text(_ name: String) -> String {
            if case .string(let text)? = object[name] { text } else { "" }
        }
        // What is not exactly `true` is not active (OPS 8.3).
        let isActive = if case .bool(true)? = object["active"] { true } else { false }
        let subject = text("sub")
        self.init(
            isActive: isActive, subject: subject.isEmpty ? text("username") : subject, scope: text("scope"),
            expiresAt: (try? object["exp"]?.integer()) ?? nil, tokenUse: text("token_use"))
    }
}
