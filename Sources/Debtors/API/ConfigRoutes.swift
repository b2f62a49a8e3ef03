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
        return .json { $0.config(debtor) }
    }

    /// DA-API 6.11
    private func updateConfig(_ request: APIRequest) async throws -> APIResponse {
        let (data, latestUpdateID) = try request.decode { body in
            body.type("DebtorConfig")
            let data = body.text(
                "configData", maxLength: AccountConfiguration.dataMaxBytes,
                maxBytes: (AccountConfiguration.dataMaxBytes, "The total byte-length of the config exceeds 2000 bytes."))
            return (data, body.latestUpdateID())
        }
        let debtor = try await store.updateConfiguration(
            request.debtorID, data: data, latestUpdateID: latestUpdateID, limits: settings.limits)
        return .json { $0.config(debtor) }
    }
}
