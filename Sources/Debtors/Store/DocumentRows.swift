import Persistence
import SMPProtocol

extension DocumentID: PostgresScalar {}

/// Table `document`. Rows are never changed (DA 17.1.9).
enum DocumentRows {
    private static let insertStatement = Statement(
        "document.insert",
        "INSERT INTO document (debtor_id, inserted_at, content_type, content) VALUES ($1, $2, $3, $4) RETURNING document_id")

    static func insert(_ document: Document, of id: DebtorID, at now: Timestamp) -> Query {
        insertStatement(id, now, document.contentType, document.content)
    }

    private static let readStatement = Statement(
        "document.read", "SELECT content_type, content FROM document WHERE debtor_id = $1 AND document_id = $2")

    static func read(_ id: DebtorID, _ documentID: DocumentID) -> Query { readStatement(id, documentID) }

    static func decode(_ row: Row) throws -> Document {
        Document(contentType: try row[0], content: try row[1])
    }
}
