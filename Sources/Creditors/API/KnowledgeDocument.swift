import SMPProtocol

/// The client's own document of an account (CA-API 12.8). It is kept as compact JSON text, so that it survives unchanged.
enum KnowledgeDocument {
    /// Members that the server sets itself.
    static let reserved: Set<String> = ["type", "uri", "account", "latestUpdateId", "latestUpdateAt"]

    /// The stored document as a JSON object.
    static func object(_ text: String) -> JSONObject {
        let bytes = Array(text.utf8)
        guard case .object(let object)? = try? JSONValue(json: bytes, limits: .document(maximumBytes: max(1, bytes.count))) else {
            return JSONObject()
        }
        return object
    }

    /// The stored members, without those that the server sets itself.
    static func members(of text: String) -> [JSONObject.Member] {
        text == AccountKnowledge.emptyText ? [] : object(text).members.filter { !reserved.contains($0.name) }
    }
}
