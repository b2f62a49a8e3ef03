import HTTPTypes
import NodeKit
import SMPProtocol

// Public documents, which never change (DA-API 6.17).

extension DebtorsAPI {
    var documentRoutes: [Route] {
        [
            .post(
                "/debtors/<i64:debtorId>/documents/", .owner("debtorId"), body: .raw(maxBytes: settings.documentMaxBytes),
                handler: saveDocument),
            .get("/debtors/<i64:debtorId>/documents/<i64:documentId>/public", .open, handler: getDocument),
        ]
    }

    private func saveDocument(_ request: APIRequest) async throws -> APIResponse {
        let contentType = request.headers[.contentType] ?? ""
        let document = Document(
            contentType: contentType.isEmpty ? "text/html; charset=utf-8" : contentType, content: request.body)
        let id = request.debtorID
        let documentID = try await store.saveDocument(document, of: id, limits: settings.limits)
        return APIResponse(
            status: .created, contentType: document.contentType,
            location: .path("\(id.path)/documents/\(documentID.unsignedText)/public"), body: document.content)
    }

    /// The state of the debtor is not looked at. Documents can be anything, scripts included: browsers must not run them in the name
    /// of this server (DA 20.4.2).
    private func getDocument(_ request: APIRequest) async throws -> APIResponse {
        try request.requireServed(request.debtorID)
        guard let document = try await store.document(request.debtorID, request.id("documentId")) else {
            throw APIError.notFound
        }
        return APIResponse(
            status: .ok, contentType: document.contentType,
            headers: [
                .cacheControl: "max-age=31536000", .contentSecurityPolicy: "sandbox", .xContentTypeOptions: "nosniff",
            ],
            body: document.content)
    }
}
