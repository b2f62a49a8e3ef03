import NodeKit
import SMPProtocol

// A debtor, seen by itself and by administrators (DA-API 6.7 – 6.9).

extension DebtorsAPI {
    var debtorRoutes: [Route] {
        [
            .get("/debtors/.debtor", .anyUser, isLight: true, handler: redirectToDebtor),
            .get("/debtors/<i64:debtorId>/", .owner("debtorId"), handler: getDebtor),
            .post("/debtors/<i64:debtorId>/restrict", .admin, handler: restrict),
        ]
    }

    /// DA-API 6.8
    private func redirectToDebtor(_ request: APIRequest) -> APIResponse {
        guard case .user(let id) = request.caller else { return .noContent }
        return .seeOther(DebtorID(id).path + "/")
    }

    /// DA-API 6.9
    private func getDebtor(_ request: APIRequest) async throws -> APIResponse {
        guard let debtor = try await store.debtor(request.debtorID), debtor.isActive else { throw APIError.forbidden }
        return .json { $0.debtor(debtor) }
    }

    /// DA-API 6.7
    private func restrict(_ request: APIRequest) async throws -> APIResponse {
        let minBalance = try request.decode { body in
            body.type("DebtorRestrictionRequest")
            return body.integer("minBalance", in: Int64.min...0)
        }
        try request.requireServed(request.debtorID)
        try request.requireSuperuser()
        let debtor = try await store.restrict(request.debtorID, minBalance: minBalance)
        return .json { $0.debtor(debtor) }
    }
}
