import NodeKit
import SMPProtocol

// A debtor, seen by itself and by administrators (DA-API 6.6 – 6.9).

extension DebtorsAPI {
    var debtorRoutes: [Route] {
        [
            .get("/debtors/.debtor", .anyUser, isLight: true, handler: redirectToDebtor),
            .get("/debtors/<i64:debtorId>/", .owner("debtorId"), handler: getDebtor),
            .post("/debtors/<i64:debtorId>/deactivate", .admin, handler: deactivate),
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
        return .json(json { $0.debtor(debtor) })
    }

    /// DA-API 6.6
    private func deactivate(_ request: APIRequest) async throws -> APIResponse {
        try request.decode { $0.type("DebtorDeactivationRequest") }
        try request.requireServed(request.debtorID)
        try request.requireSuperuser()
        try await store.deactivate(request.debtorID, now: now())
        return .noContent
    }

    /// DA-API 6.7
    private func restrict(_ request: APIRequest) async throws -> APIResponse {
        let minBalance = try request.decode { body in
            body.type("DebtorRestrictionRequest")
            return body.integer("minBalance", in: Int64.min...0)
        }
        try request.requireServed(request.debtorID)
        try request.requireSuperuser()
        let now = now()
        let debtor = try await store.changeDebtor(request.debtorID) {
            try $0.restrict(minBalance: minBalance, now: now)
        }.active()
        return .json(json { $0.debtor(debtor) })
    }
}
