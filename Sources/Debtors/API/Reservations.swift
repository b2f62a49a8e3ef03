import NodeKit
import SMPProtocol

// How debtors come to life (DA-API 6.1, 6.2, 6.5).

extension DebtorsAPI {
    var reservationRoutes: [Route] {
        [
            .post("/debtors/.debtor-reserve", .admin, handler: reserveRandom),
            .post("/debtors/<i64:debtorId>/reserve", .admin, handler: reserve),
            .post("/debtors/<i64:debtorId>/activate", .admin, handler: activate),
        ]
    }

    /// DA-API 6.1
    private func reserveRandom(_ request: APIRequest) async throws -> APIResponse {
        try request.decode { $0.type("DebtorReservationRequest") }
        let range = responsibility.range
        for _ in 0..<Constants.maxReservationAttempts where !range.isEmpty {
            let id = DebtorID(Int64.random(in: range.min.rawValue...range.max.rawValue))
            guard responsibility.includes(id) else {
                throw APIError.internalError(message: "The /.debtor-reserve endpoint does not support shards.")
            }
            do {
                return try await reserved(id)
            } catch Refusal.debtorExists {
                continue
            }
        }
        throw APIError.internalError(message: "Can not generate a valid debtor ID.")
    }

    /// DA-API 6.2
    private func reserve(_ request: APIRequest) async throws -> APIResponse {
        try request.decode { $0.type("DebtorReservationRequest") }
        try request.requireServed(request.debtorID)
        return try await reserved(request.debtorID)
    }

    private func reserved(_ id: DebtorID) async throws -> APIResponse {
        let now = now()
        let debtor = try await store.addDebtor { (.reserved(id: id, reservationID: $0, now: now), []) }
        return .json(json { $0.reservation(debtor, lifetimeDays: settings.reservationLifetimeDays) })
    }

    /// DA-API 6.5
    private func activate(_ request: APIRequest) async throws -> APIResponse {
        let reservation = try request.decode { body in
            body.type("DebtorActivationRequest")
            return body.optionalText("reservationId")
        }
        try request.requireServed(request.debtorID)
        let debtor = try await activated(request.debtorID, reservation)
        return .json(json { $0.debtor(debtor) })
    }

    private func activated(_ id: DebtorID, _ reservation: String?) async throws -> Debtor {
        let receivedAt = now()
        guard let reservation else {
            return try await store.addDebtor { reservationID in
                var debtor: Debtor? = .reserved(id: id, reservationID: reservationID, now: receivedAt)
                let effects = try debtor.activate(reservation: reservationID.text, now: now())
                return (try debtor.active(), effects)
            }
        }
        let debtor = try await store.changeDebtor(id) { try $0.activate(reservation: reservation, now: receivedAt) }
        guard let debtor else { preconditionFailure("somebody who does not exist was activated") }
        return debtor
    }
}
