import HTTPTypes
import NodeKit
import SMPProtocol
import Synchronization

/// Documents for everybody, in memory: descriptions of currencies (AA 11), whatever their type.
final class DocumentHost: Sendable {
    struct Document: Sendable {
        let contentType: String
        let content: [UInt8]
    }

    /// Bounds of what is kept.
    static let maximumBytes = 1 << 20
    static let maximumCount = 10_000

    private let documents = Mutex<[ExactText: Document]>([:])

    /// - Returns: false when there are too many already.
    func put(_ document: Document, as name: String) -> Bool {
        documents.withLock { documents in
            guard documents[ExactText(name)] != nil || documents.count < Self.maximumCount else { return false }
            documents[ExactText(name)] = document
            return true
        }
    }

    func document(_ name: String) -> Document? { documents.withLock { $0[ExactText(name)] } }

    var names: [String] { documents.withLock { $0.keys.map(\.text).sorted() } }

    func remove(_ name: String) { documents.withLock { _ = $0.removeValue(forKey: ExactText(name)) } }
}

extension SandboxAPI {
    var documentEndpoints: [Endpoint] {
        [
            Endpoint(method: .get, path: "/documents", summary: "The names of the hosted documents", isLight: true) { _ in
                let names = documents.names
                return .json { json in
                    json.beginObject()
                    json.key("documents")
                    json.beginArray()
                    for name in names { json.value(name) }
                    json.endArray()
                    json.endObject()
                }
            },
            Endpoint(
                method: .put, path: "/documents/<any:name>", summary: "Host a document of any type, e.g. the description of a currency",
                body: .raw(maxBytes: DocumentHost.maximumBytes), isLight: true, handler: putDocument),
            Endpoint(method: .get, path: "/documents/<any:name>", summary: "A document, as it was put", isLight: true) { request in
                guard let document = documents.document(request.parameter("name")) else { throw APIError.notFound }
                return APIResponse(
                    status: .ok, contentType: document.contentType,
                    headers: [.accessControlAllowOrigin: "*", .contentSecurityPolicy: "sandbox", .xContentTypeOptions: "nosniff"],
                    body: document.content)
            },
            Endpoint(method: .delete, path: "/documents/<any:name>", summary: "Host a document no longer", isLight: true) { request in
                documents.remove(request.parameter("name"))
                return .noContent
            },
        ]
    }

    private func putDocument(_ request: APIRequest) async throws -> APIResponse {
        let name = request.parameter("name")
        let document = DocumentHost.Document(
            contentType: request.headers[.contentType] ?? "application/octet-stream", content: request.body)
        guard documents.put(document, as: name) else { throw APIError(.init(code: 507, reasonPhrase: "Insufficient Storage")) }
        // The path as it was sent: percent-encoded.
        return APIResponse(status: .created, contentType: document.contentType, location: .path(request.path), body: document.content)
    }
}
