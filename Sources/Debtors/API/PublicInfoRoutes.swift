import HTTPTypes
import NodeKit
import SMPProtocol

// The way to the description of a currency (DA-API 6.17).

extension DebtorsAPI {
    var publicInfoRoutes: [Route] {
        [.get("/debtors/<i64:debtorId>/public", .open, handler: redirectToInfo)]
    }

    private func redirectToInfo(_ request: APIRequest) async throws -> APIResponse {
        try request.requireServed(request.debtorID)
        guard let debtor = try await store.debtor(request.debtorID), debtor.isActive else { throw APIError.gone }
        guard let location = debtor.infoIRI.flatMap(IRIEncoding.location(of:)) else { throw APIError.notFound }
        var response = APIResponse.redirect(.found, .url(location))
        response.headers[.cacheControl] = "max-age=86400"
        return response
    }
}
