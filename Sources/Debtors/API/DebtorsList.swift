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
        .json(
            json { body in
                body.beginObject()
                body.member("type", "DebtorsList")
                body.member("uri", "/debtors/.list")
                body.member("itemsType", "ObjectReference")
                body.member("first", DebtorID(.min).path + "/enumerate")
                body.endObject()
            })
    }

    /// DA-API 6.4. One ID more than shown tells where the next page begins; IDs of other shards are left out.
    private func enumerate(_ request: APIRequest) async throws -> APIResponse {
        let ids = try await store.activeIDs(from: request.debtorID, count: settings.debtorsPerPage + 1)
        let page = ids.prefix(settings.debtorsPerPage)
        let next = ids.dropFirst(settings.debtorsPerPage).first
        return .json(
            json { body in
                body.beginObject()
                body.member("type", "ObjectReferencesPage")
                body.member("uri", request.pageURI)
                body.key("items")
                body.beginArray()
                for id in page where responsibility.includes(id) { body.reference(id.path + "/") }
                body.endArray()
                if let next { body.member("next", next.path + "/enumerate") }
                body.endObject()
            })
    }
}
