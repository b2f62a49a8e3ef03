import NodeKit
import SMPProtocol

/// The admin API (CA-API 10).
extension CreditorsAPI {
    var adminRoutes: [Route] {
        [
            .post("/creditors/.creditor-reserve", .admin, handler: reserveRandomCreditor),
            .get("/creditors/.list", .admin, isLight: true) { _ in Self.creditorsList },
            .get("/creditors/<i64:creditorId>/enumerate", .admin, handler: getCreditorsPage),
            .post("/creditors/<i64:creditorId>/reserve", .admin, handler: reserveCreditor),
            .post("/creditors/<i64:creditorId>/activate", .admin, handler: activateCreditor),
            .post("/creditors/<i64:creditorId>/deactivate", .admin, handler: deactivateCreditor),
        ]
    }

    /// CA-API 10.1: how often another random ID is tried.
    private static let reservationAttempts = 100

    /// CA-API 10.1.
    @Sendable private func reserveRandomCreditor(_ request: APIRequest) async throws -> APIResponse {
        try request.decode { $0.nothing(but: "CreditorReservationRequest") }
        let range = responsibility.range
        for _ in 0..<Self.reservationAttempts where !range.isEmpty {
            let id = CreditorID(Int64.random(in: range.min.rawValue...range.max.rawValue))
            guard responsibility.includes(id) else {
                throw APIError.internalError(message: "The /.creditor-reserve endpoint does not support shards.")
            }
            do {
                return reservation(try await store.reserve(id))
            } catch Refusal.conflict {
                continue
            }
        }
        throw APIError.internalError(message: "Can not generate a valid creditor ID.")
    }

    private func reservation(_ creditor: Creditor) -> APIResponse {
        .json { $0.reservation(creditor, retentionMicroseconds: retention.inactiveCreditorDays.days) }
    }

    /// CA-API 10.2.
    private static let creditorsList = APIResponse.json {
        $0.list("CreditorsList", uri: "/creditors/.list", first: Path.enumeration(from: CreditorID(.min)))
    }

    /// CA-API 10.3: one more than a page is read, to know where the next one begins.
    @Sendable private func getCreditorsPage(_ request: APIRequest) async throws -> APIResponse {
        let size = settings.creditorsPerPage
        let ids = try await store.activeCreditors(from: request.creditorID, limit: size + 1)
        let items = ids.prefix(size).filter(responsibility.includes).map(Path.creditor)
        let next = ids.count > size ? Path.enumeration(from: ids[size]) : nil
        return .json { $0.referencesPage(uri: request.pageURI, items: items, next: next) }
    }

    /// CA-API 10.4.
    @Sendable private func reserveCreditor(_ request: APIRequest) async throws -> APIResponse {
        try request.decode { $0.nothing(but: "CreditorReservationRequest") }
        try request.requireServed(request.creditorID)
        return reservation(try await store.reserve(request.creditorID))
    }

    /// CA-API 10.5.
    @Sendable private func activateCreditor(_ request: APIRequest) async throws -> APIResponse {
        let reservation = try request.decode { body in
            body.type("CreditorActivationRequest")
            return body.optionalText("reservationId")
        }
        try request.requireServed(request.creditorID)
        let creditor =
            if let reservation {
                try await store.activate(request.creditorID, reservation: reservation)
            } else {
                try await store.reserveAndActivate(request.creditorID)
            }
        return .json { $0.creditor(creditor) }
    }

    /// CA-API 10.6.
    @Sendable private func deactivateCreditor(_ request: APIRequest) async throws -> APIResponse {
        try request.decode { $0.nothing(but: "CreditorDeactivationRequest") }
        try request.requireServed(request.creditorID)
        try request.requireSuperuser()
        try await store.deactivate(request.creditorID)
        return .noContent
    }
}
