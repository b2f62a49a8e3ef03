import HTTPTypes
import NodeKit

// What is worth hoarding (TS2 14.3).

extension AdminAPI {
    var statisticsRoutes: [Route] {
        [.get("/trade/statistics/most-bought-currencies.csv", .admin, handler: mostBoughtCurrencies)]
    }

    private func mostBoughtCurrencies(_ request: APIRequest) async throws -> APIResponse {
        let text = MostBoughtCurrenciesFile.text(try await store.mostBoughtCurrencies())
        return APIResponse(
            status: .ok, contentType: "text/csv; charset=utf-8",
            headers: [
                .contentDisposition: "attachment; filename=\"\(MostBoughtCurrenciesFile.name(on: now().date))\"",
                .cacheControl: "max-age=3600",
            ],
            body: Array(text.utf8))
    }
}
