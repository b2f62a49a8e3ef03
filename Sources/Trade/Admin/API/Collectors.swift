import NodeKit
import SMPProtocol

// Collector accounts of a currency: R1's request for more (TS 11.3, TS2 14.6), and a list (TS2 14.7).

extension AdminAPI {
    var collectorRoutes: [Route] {
        [
            .post("/trade/collectors/<i64:debtorId>/activate", .admin, handler: activateCollectors),
            .get("/trade/collectors/<i64:debtorId>/list", .admin, handler: listCollectors),
        ]
    }

    private func activateCollectors(_ request: APIRequest) async throws -> APIResponse {
        let count = try request.decode { body in
            body.type("ActivateCollectorsRequest")
            return body.optionalInteger("numberOfAccounts", in: 1...Int64.max) ?? 1
        }
        // The caller's mistakes, with the status that the public implementation has for them.
        guard request.debtorID.rawValue != 0 else { throw APIError.internalError }
        do {
            try await store.activateCollectors(count, of: request.debtorID, interval: collectors, at: now())
        } catch is Activation.NotEnoughIDs {
            throw APIError.internalError
        }
        return .noContent
    }

    private func listCollectors(_ request: APIRequest) async throws -> APIResponse {
        let accounts = try await store.collectors(of: request.debtorID)
        return .json { json in
            json.beginObject()
            json.member("type", "DebtorCollectorsList")
            json.member("debtorId", request.debtorID.rawValue)
            json.key("collectors")
            json.beginArray()
            for account in accounts { json.collector(account) }
            json.endArray()
            json.endObject()
        }
    }
}

extension JSONWriter {
    fileprivate mutating func collector(_ account: CollectorAccount) {
        beginObject()
        member("type", "CollectorAccount")
        member("debtorId", account.debtorID.rawValue)
        member("creditorId", account.collectorID.rawValue)
        member("status", Int64(account.status.rawValue))
        member("latestStatusChangeAt", account.latestStatusChangeAt)
        if !account.accountID.isEmpty { member("accountId", account.accountID) }
        endObject()
    }
}
