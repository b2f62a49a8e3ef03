import HTTPTypes
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
        return .json { $0.transfersList(of: id, uuids) }
    }

    /// DA-API 6.13
    private func createTransfer(_ request: APIRequest) async throws -> APIResponse {
        let (uuid, order) = try transferOrder(in: request)
        switch try await store.initiateTransfer(request.debtorID, uuid, order, limits: settings.limits) {
        case .created(let transfer): return answer(transfer, status: .created, location: transfer.path)
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
        answer(try await store.transfer(request.debtorID, request.transferUUID).found())
    }

    /// DA-API 6.15
    private func cancelTransfer(_ request: APIRequest) async throws -> APIResponse {
        try request.decode { $0.type("TransferCancelationRequest") }
        return answer(try await store.cancelTransfer(request.debtorID, request.transferUUID))
    }

    /// DA-API 6.16. Whether there was one makes no difference.
    private func deleteTransfer(_ request: APIRequest) async throws -> APIResponse {
        do {
            try await store.deleteTransfer(request.debtorID, request.transferUUID)
        } catch Refusal.transferDoesNotExist {}
        return .noContent
    }

    private func answer(
        _ transfer: RunningTransfer, status: HTTPResponse.Status = .ok, location: String? = nil
    ) -> APIResponse {
        .json(status: status, location: location) {
            $0.transfer(transfer, now: store.now(), approxSeconds: settings.finalizationApproxSeconds)
        }
    }
}
