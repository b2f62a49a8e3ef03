import NodeKit
import SMPProtocol

// The enumeration of active debtors (DA-API 6.3, 6.4).

extension DebtorsAPI {
    var debtorsListRoutes: [Route] {
        [
            .get("/debtors/.list", .admin, isLight: true, handler: list),
            .get("/debtors/<i64:debtorId>/enumerate", .admin, handler: enumerate),
        ]
    }

    /// DA-API 6.3. The list begins with the least of all IDs, as a signed number.
    private func list(_ request: APIRequest) -> APIResponse {
        .json { $0.list("DebtorsList", uri: "/debtors/.list", first: DebtorID(.min).path + "/enumerate") }
    }

    /// DA-API 6.4. One ID more than shown tells where the next page begins; IDs of other shards are left out.
    private func enumerate(_ request: APIRequest) async throws -> APIResponse {
        let ids = try await store.activeIDs(from: request.debtorID, count: settings.debtorsPerPage + 1)
        let page = ids.prefix(settings.debtorsPerPage)
        let next = ids.dropFirst(settings.debtorsPerPage).first
        return .json { body in
            body.referencesPage(
                uri: request.pageURI, items: page.lazy.filter(responsibility.includes).map { $0.path + "/" },
                next: next.map { $0.path + "/enumerate" })
        }
    }
}
