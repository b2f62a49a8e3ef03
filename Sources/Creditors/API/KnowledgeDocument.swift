import NodeKit
import SMPProtocol

/// The client's own document of an account (CA-API 12.8). It is kept as compact JSON text, so that it survives unchanged.
enum KnowledgeDocument {
    /// Members that the server sets itself.
    private static let reserved: Set<String> = ["type", "uri", "account", "latestUpdateId", "latestUpdateAt"]

    /// Members that a client may not send, in the order in which they are complained about.
    private static let forbidden = ["uri", "account", "latestUpdateAt"]

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

    /// Checks the members that are known, and takes all but two as they are.
    static func read(_ body: inout ObjectReader) -> (updateID: UpdateID, document: JSONObject) {
        body.allowsUnknownFields = true
        body.type("AccountKnowledge")
        _ = body.optionalValue("interestRate") { json throws(FieldProblem) in try json.double() }
        _ = body.optionalTimestamp("interestRateChangedAt")
        _ = body.optionalInteger("noteMaxBytes", in: 0...Int64(Constants.maxNoteBytes))
        _ = body.optionalObject("identity") { $0.identity("AccountIdentity", maxLength: 200) }
        _ = body.optionalText("configError")
        let updateID = body.updateID()
        var document = body.object
        document["type"] = nil
        document["latestUpdateId"] = nil
        return (updateID, document)
    }

    /// What is wrong with a document as a whole: the first finding only.
    static func complaints(about document: JSONObject) -> [String] {
        if let name = forbidden.first(where: { document[$0] != nil }) { return ["Can not modify \"\(name)\"."] }
        let value = JSONValue.object(document)
        guard value.hasOnlyFiniteNumbers else { return ["The message is not JSON compliant."] }
        guard value.isStorable else { return ["Not a valid string."] }
        guard value.encoded().count <= Constants.maxKnowledgeBytes else {
            return ["The total length of the stored data exceeds 8000 bytes."]
        }
        return []
    }
}
