import NodeKit
import SMPProtocol

/// Accounts as a whole, their lists, and the lookups (CA-API 12.1–12.4, 12.10, 12.11).
extension CreditorsAPI {
    var accountRoutes: [Route] {
        [
            .post("/creditors/<i64:creditorId>/account-lookup", Self.owner, handler: accountLookup),
            .post("/creditors/<i64:creditorId>/debtor-lookup", Self.owner, handler: debtorLookup),
            .get("/creditors/<i64:creditorId>/accounts/", Self.owner, handler: getAccountsPage),
            .post("/creditors/<i64:creditorId>/accounts/", Self.owner, handler: createAccount),
            .get("/creditors/<i64:creditorId>/accounts/<i64:debtorId>/", Self.owner, handler: getAccount),
            .delete("/creditors/<i64:creditorId>/accounts/<i64:debtorId>/", Self.owner, handler: deleteAccount),
            .get("/creditors/<i64:creditorId>/accounts/<i64:debtorId>/ledger", Self.owner, handler: getAccountLedger),
            .get("/creditors/<i64:creditorId>/accounts/<i64:debtorId>/entries", Self.owner, handler: getLedgerEntriesPage),
        ]
    }

    /// CA-API 12.1: pure computation.
    @Sendable private func accountLookup(_ request: APIRequest) async throws -> APIResponse {
        let uri = try request.decode { $0.identity("AccountIdentity", maxLength: 200) }
        guard let (debtor, _) = SwptURI.readAccount(uri) else { throw APIError.unrecognizedURI(at: "uri") }
        return .json { $0.debtorIdentity(debtor) }
    }

    /// CA-API 12.2.
    @Sendable private func debtorLookup(_ request: APIRequest) async throws -> APIResponse {
        let key = try debtorKey(request)
        return try await store.hasAccount(key) ? .seeOther(Path.account(key)) : .noContent
    }

    /// The account with the debtor that the body names.
    private func debtorKey(_ request: APIRequest) throws(APIError) -> AccountKey {
        let uri = try request.decode { $0.identity("DebtorIdentity", maxLength: 100) }
        guard let debtor = SwptURI.readDebtor(uri) else { throw .unrecognizedURI(at: "uri") }
        return AccountKey(creditor: request.creditorID, debtor: debtor)
    }

    /// CA-API 12.3.
    @Sendable private func getAccountsPage(_ request: APIRequest) async throws -> APIResponse {
        let prev = try request.decodeQuery { query in
            query.optionalValue("prev") { json throws(FieldProblem) in try Self.accountsPosition(json.text()) }
        }
        let size = settings.accountsPerPage
        let debtors = try await store.accounts(request.creditorID, after: prev, limit: size)
        let next = debtors.count >= size ? debtors.last.map { "?prev=\($0.unsigned)" } : nil
        return .json { $0.referencesPage(uri: request.pageURI, items: debtors.map { "\($0.unsigned)/" }, next: next) }
    }

    /// CA-API 6.6: first the pattern, then the number.
    private static func accountsPosition(_ text: String) throws(FieldProblem) -> DebtorID {
        let isWord = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "_"), UInt8(ascii: "="), UInt8(ascii: "-"): true
            default: false
            }
        }
        guard (1...64).contains(text.utf8.count), isWord else { throw .patternMismatch }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt64(text) else { throw .rule("Invalid value.") }
        return DebtorID(unsigned: number)
    }

    /// CA-API 12.3.
    @Sendable private func createAccount(_ request: APIRequest) async throws -> APIResponse {
        let key = try debtorKey(request)
        switch try await store.createAccount(key, rules) {
        case .exists: return .seeOther(Path.account(key))
        case .created(let account):
            return .json(status: .created, location: Path.account(key)) { $0.account(account, now: store.now()) }
        }
    }

    /// CA-API 12.4.
    @Sendable private func getAccount(_ request: APIRequest) async throws -> APIResponse {
        let account = try await store.account(request.accountKey).found()
        return .json { $0.account(account, now: store.now()) }
    }

    /// CA-API 12.4.
    @Sendable private func deleteAccount(_ request: APIRequest) async throws -> APIResponse {
        try await store.deleteAccount(request.accountKey)
        return .noContent
    }

    /// CA-API 12.10.
    @Sendable private func getAccountLedger(_ request: APIRequest) async throws -> APIResponse {
        let account = try await store.accountData(request.accountKey).found()
        return .json { $0.ledger(account, now: store.now()) }
    }

    /// CA-API 12.11: also of an account that is gone.
    @Sendable private func getLedgerEntriesPage(_ request: APIRequest) async throws -> APIResponse {
        let (prev, stop) = try request.decodeQuery { query in
            (query.integer("prev", in: 0...Int64.max), query.integer("stop", in: 0...Int64.max, default: 0))
        }
        let size = settings.ledgerEntriesPerPage
        let key = request.accountKey
        let entries = try await store.ledgerEntries(key, before: prev, stop: stop, limit: size)
        return .json { $0.ledgerPage(key, entries, uri: request.pageURI, stop: stop, pageSize: size) }
    }
}
