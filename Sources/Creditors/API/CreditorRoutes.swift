import NodeKit
import SMPProtocol

/// The creditors API (CA-API 11).
extension CreditorsAPI {
    var creditorRoutes: [Route] {
        [
            .get("/creditors/.wallet", .anyUser, isLight: true, handler: redirectToWallet),
            .get("/creditors/<i64:creditorId>/", Self.owner, handler: getCreditor),
            .get("/creditors/<i64:creditorId>/wallet", Self.owner, handler: getWallet),
            .get("/creditors/<i64:creditorId>/pin", Self.owner, handler: getPinInfo),
            .patch("/creditors/<i64:creditorId>/pin", Self.owner, handler: updatePinInfo),
            .get("/creditors/<i64:creditorId>/log", Self.owner, handler: getLogPage),
            .get("/creditors/<i64:creditorId>/accounts-list", Self.owner, handler: getAccountsList),
            .get("/creditors/<i64:creditorId>/transfers-list", Self.owner, handler: getTransfersList),
        ]
    }

    /// CA-API 11.1: any shard may answer.
    @Sendable private func redirectToWallet(_ request: APIRequest) async throws -> APIResponse {
        guard case .user(let id) = request.caller else { return .noContent }
        return .seeOther(Path.creditor(CreditorID(id)) + "wallet")
    }

    /// CA-API 11.2: 403, not 404, for everybody who is not an active creditor.
    @Sendable private func getCreditor(_ request: APIRequest) async throws -> APIResponse {
        guard let creditor = try await store.creditor(request.creditorID), creditor.isActive else { throw APIError.forbidden }
        return .json { $0.creditor(creditor) }
    }

    /// CA-API 11.3.
    @Sendable private func getWallet(_ request: APIRequest) async throws -> APIResponse {
        let (lastLogEntryID, pin) = try await store.wallet(request.creditorID).found()
        return .json {
            $0.wallet(
                request.creditorID, lastLogEntryID: lastLogEntryID, logRetentionDays: Int64(retention.logDays),
                requiresPIN: request.requiresPIN && pin != .off)
        }
    }

    /// CA-API 11.4.
    @Sendable private func getPinInfo(_ request: APIRequest) async throws -> APIResponse {
        let pin = try await store.pin(request.creditorID).found()
        return .json { $0.pinInfo(request.creditorID, pin) }
    }

    /// CA-API 11.4.
    @Sendable private func updatePinInfo(_ request: APIRequest) async throws -> APIResponse {
        let digest = digest
        let (change, pin) = try request.decode(
            { body -> (PinRequest, String?) in
                body.type("PinInfo")
                let status = body.value("status", placeholder: Pin.Status.off) { json throws(FieldProblem) in
                    guard let status = Pin.Status(text: try json.text()) else { throw .patternMismatch }
                    return status
                }
                let newPIN = body.optionalPIN("newPin")
                let pin = body.optionalPIN("pin")
                let secret = newPIN.map { digest.secret(for: $0, random: .random(in: 0...UInt64.max)) }
                return (PinRequest(updateID: body.updateID(), status: status, newSecret: secret), pin)
            },
            rules: { $0.0.status == .on && $0.0.newSecret == nil ? ["When the PIN is \"on\", newPin is requred."] : [] })
        let changed = try await store.changePin(request.creditorID, change, request.submitted(pin), rules)
        return .json { $0.pinInfo(request.creditorID, changed) }
    }

    /// CA-API 11.5.
    @Sendable private func getLogPage(_ request: APIRequest) async throws -> APIResponse {
        let prev = try request.decodeQuery { $0.integer("prev", in: 0...Int64.max, default: 0) }
        let size = settings.logEntriesPerPage
        let page = try await store.log(request.creditorID, after: prev, limit: size).found()
        return .json { $0.logPage(request.creditorID, page, uri: request.pageURI, pageSize: size) }
    }

    /// CA-API 11.6.
    @Sendable private func getAccountsList(_ request: APIRequest) async throws -> APIResponse {
        let creditor = try await activeCreditor(request)
        let root = Path.creditor(creditor.id)
        return .json {
            $0.list("AccountsList", creditor.id, uri: root + "accounts-list", first: root + "accounts/", creditor.accountsList)
        }
    }

    /// CA-API 11.7.
    @Sendable private func getTransfersList(_ request: APIRequest) async throws -> APIResponse {
        let creditor = try await activeCreditor(request)
        let root = Path.creditor(creditor.id)
        return .json {
            $0.list("TransfersList", creditor.id, uri: root + "transfers-list", first: root + "transfers/", creditor.transfersList)
        }
    }

    private func activeCreditor(_ request: APIRequest) async throws -> Creditor {
        guard let creditor = try await store.creditor(request.creditorID), creditor.isActive else { throw APIError.notFound }
        return creditor
    }
}
