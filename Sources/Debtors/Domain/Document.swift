import SMPProtocol

/// The number of a document: positive, ascending, shared by all debtors of the database, with gaps (DA 8.3).
struct DocumentID: WireIdentifier {
    let rawValue: Int64
}

/// What a debtor has published, exactly as it was sent.
struct Document: Sendable, Equatable {
    let contentType: String
    let content: [UInt8]
}
