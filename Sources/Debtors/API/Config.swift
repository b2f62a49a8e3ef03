import NodeKit
import SMPProtocol

// The configuration of a debtor (DA-API 6.10, 6.11).

extension DebtorsAPI {
    var configRoutes: [Route] {
        [
            .get("/debtors/<i64:debtorId>/config", .owner("debtorId"), handler: getConfig),
            .patch("/debtors/<i64:debtorId>/config", .owner("debtorId"), handler: updateConfig),
        ]
    }

    /// DA-API 6.10
    private func getConfig(_ request: APIRequest) async throws -> APIResponse {
        let debtor = try await store.debtor(request.debtorID).active()
        return .json(json { $0.config(debtor) })
    }

    /// DA-API 6.11
    private func updateConfig(_ request: APIRequest) async throws -> APIResponse {
        let (data, latestUpdateID) = try request.decode { body in
            body.type("DebtorConfig")
            let data = body.text(
                "configData", maxLength: Constants.configDataMaxBytes,
                maxBytes: (Constants.configDataMaxBytes, "The total byte-length of the config exceeds 2000 bytes."))
            return (data, body.latestUpdateID())
        }
        let now = now()
        let limits = settings.limits
        let debtor = try await store.changeDebtor(request.debtorID) {
            try $0.updateConfiguration(data: data, latestUpdateID: latestUpdateID, limits: limits, now: now)
        }.active()
        return .json(json { $0.config(debtor) })
    }
}
