import NodeKit
import SMPProtocol

/// The API of the sandbox: inspection, controls, documents, tokens (AA 12.5). One file per subject adds the endpoints.
///
/// IDs are unsigned decimal texts, as in the paths of the agents' APIs; creditor IDs are those that the authority knows, which differ from
/// an agent's own when its subnet is translated. Amounts are JSON integers.
struct SandboxAPI: Sendable {
    let authority: Authority
    let documents: DocumentHost
    let codes: AuthorizationCodes

    var endpoints: [Endpoint] {
        reportEndpoints + messageEndpoints + controlEndpoints + faultEndpoints + snapshotEndpoints + documentEndpoints
            + introspectionEndpoints + authorizationEndpoints
    }

    /// All routes but those of health and documentation.
    var routes: [Route] {
        let endpoints = endpoints
        return [.get("/", .open, isLight: true) { _ in .text(endpoints.index()) }] + endpoints.map(\.route)
    }
}

extension JSONValue {
    /// An ID as an unsigned decimal text.
    func id<ID: WireIdentifier>() throws(FieldProblem) -> ID {
        guard let id = ID(pathSegment: try text()) else { throw .rule("Not an unsigned decimal 64-bit number in quotation marks.") }
        return id
    }
}

extension ObjectReader {
    /// `debtorId` and `creditorId`: one account; the first alone: all accounts of a debtor; none: all accounts.
    mutating func selection() -> Selection {
        let debtorID: DebtorID? = optionalValue("debtorId") { json throws(FieldProblem) in try json.id() }
        let creditorID: CreditorID? = optionalValue("creditorId") { json throws(FieldProblem) in try json.id() }
        guard let debtorID else {
            if creditorID != nil { note("debtorId", .missing) }
            return .all
        }
        return creditorID.map { .account(AccountKey(debtorID, $0)) } ?? .debtor(debtorID)
    }
}

extension QueryReader {
    /// Like that of an object, in the query.
    mutating func selection() -> Selection {
        let debtorID: DebtorID? = optionalValue("debtorId") { json throws(FieldProblem) in try json.id() }
        let creditorID: CreditorID? = optionalValue("creditorId") { json throws(FieldProblem) in try json.id() }
        guard let debtorID else { return .all }
        return creditorID.map { .account(AccountKey(debtorID, $0)) } ?? .debtor(debtorID)
    }
}
