import NodeKit
import SMPProtocol

// Issuing transfers (DA-API 6.12 – 6.16).

extension DebtorsAPI {
    var transferRoutes: [Route] {
        let list = "/debtors/<i64:debtorId>/transfers/"
        let one = list + "<uuid:transferUuid>"
        return [
            .get(list, .owner("debtorId"), handler: getTransfers),
            .post(list, .owner("debtorId"), handler: createTransfer),
            .get(one, .owner("debtorId"), handler: getTransfer),
            .post(one, .owner("debtorId"), handler: cancelTransfer),
            .delete(one, .owner("debtorId"), handler: deleteTransfer),
        ]
    }

    /// DA-API 6.12
    private func getTransfers(_ request: APIRequest) async throws -> APIResponse {
        let (debtor, uuids) = try await store.transfers(request.debtorID)
        let id = try debtor.active().id
        return .json(json { $0.transfersList(of: id, uuids) })
    }

    /// DA-API 6.13
    private func createTransfer(_ request: APIRequest) async throws -> APIResponse {
        let (uuid, order) = try transferOrder(in: request)
        let id = request.debtorID
        let receivedAt = now()
        let limits = settings.limits
        let initiation = try await store.initiateTransfer(id, uuid) { debtor, existing, requestID in
            try debtor.initiateTransfer(
                uuid: uuid, order: order, existing: existing, requestID: requestID, limits: limits,
                receivedAt: receivedAt, now: now())
        }
        switch initiation {
        case .created(let transfer, _): return .json(body(of: transfer), status: .created, location: transfer.path)
        case .exists(let transfer): return .seeOther(transfer.path)
        }
    }

    /// The request, and what is asked of its recipient before anything else is looked at (DA-API 6.13.1, 6.13.2).
    private func transferOrder(in request: APIRequest) throws -> (TransferUUID, TransferOrder) {
        let body = try request.decode(TransferCreationBody.init)
        guard let recipient = SwptURI.readAccount(body.recipientURI) else { throw APIError.unrecognizedURI(at: "recipient", "uri") }
        guard recipient.debtorID == request.debtorID else {
            throw APIError.invalid(FieldErrors("Invalid recipient account.", at: "recipient", "uri"))
        }
        let order = TransferOrder(
            amount: body.amount, recipientURI: body.recipientURI, recipient: recipient.accountID, noteFormat: body.noteFormat,
            note: body.note)
        return (body.uuid, order)
    }

    /// DA-API 6.14. The state of the debtor is not looked at.
    private func getTransfer(_ request: APIRequest) async throws -> APIResponse {
        guard let transfer = try await store.transfer(request.debtorID, request.transferUUID) else {
            throw Refusal.transferDoesNotExist
        }
        return .json(body(of: transfer))
    }

    /// DA-API 6.15
    private func cancelTransfer(_ request: APIRequest) async throws -> APIResponse {
        try request.decode { $0.type("TransferCancelationRequest") }
        let now = now()
        let transfer = try await store.changeTransfer(request.debtorID, request.transferUUID) { try $0.cancel(now: now) }
        guard let transfer else { preconditionFailure("a transfer was cancelled that does not exist") }
        return .json(body(of: transfer))
    }

    /// DA-API 6.16. Whether there was one makes no difference.
    private func deleteTransfer(_ request: APIRequest) async throws -> APIResponse {
        do {
            try await store.deleteTransfer(request.debtorID, request.transferUUID)
        } catch Refusal.transferDoesNotExist {}
        return .noContent
    }

    private func body(of transfer: RunningTransfer) -> [UInt8] {
        let now = now()
        return json { $0.transfer(transfer, now: now, approxSeconds: settings.finalizationApproxSeconds) }
    }
}

extension APIRequest {
    /// The transfer in the path.
    fileprivate var transferUUID: TransferUUID {
        guard let uuid = TransferUUID(path: parameter("transferUuid")) else { preconditionFailure("the route takes only UUIDs") }
        return uuid
    }
}
