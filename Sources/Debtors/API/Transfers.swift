import NodeKit
import SMPProtocol

// Issuing transfers (DA-API 6.12 – 6.16).

extension DebtorsAPI {
    var transferRoutes: [Route] {
        let list = "/debtors/<i64:debtorId>/transfers/"
        let one = list + "<uuid:transferUuid>"
        return [
            .get(list, .owner("debtorId"), handler: refusing(getTransfers)),
            .post(list, .owner("debtorId"), handler: refusing(createTransfer)),
            .get(one, .owner("debtorId"), handler: refusing(getTransfer)),
            .post(one, .owner("debtorId"), handler: refusing(cancelTransfer)),
            .delete(one, .owner("debtorId"), handler: refusing(deleteTransfer)),
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
        let (uuid, uri, amount, noteFormat, note) = try request.decode { body in
            body.type("TransferCreationRequest")
            return (
                body.transferUUID("transferUuid"),
                body.object("recipient", placeholder: "") { recipient in
                    recipient.type("AccountIdentity")
                    return recipient.text("uri", maxLength: 200)
                },
                body.integer("amount", in: 0...Int64.max),
                body.text("noteFormat", default: "", matching: NoteFormat.isValid),
                body.text(
                    "note", default: "", maxLength: Constants.transferNoteMaxBytes,
                    maxBytes: (Constants.transferNoteMaxBytes, "The total byte-length of the note exceeds 500 bytes."))
            )
        }
        guard let recipient = SwptURI.readAccount(uri) else {
            throw APIError.invalid(FieldErrors("The URI can not be recognized.", at: "recipient", "uri"))
        }
        guard recipient.debtorID == request.debtorID else {
            throw APIError.invalid(FieldErrors("Invalid recipient account.", at: "recipient", "uri"))
        }
        let order = TransferOrder(
            amount: amount, recipientURI: uri, recipient: recipient.accountID, noteFormat: noteFormat, note: note)
        return (uuid, order)
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

extension ObjectReader {
    /// A UUID in any of its accepted forms (DA-API 4.2).
    fileprivate mutating func transferUUID(_ name: String) -> TransferUUID {
        value(name, placeholder: TransferUUID(high: 0, low: 0)) { json throws(FieldProblem) in
            guard case .string(let text) = json, let uuid = TransferUUID(lenient: text) else {
                throw .rule("Not a valid UUID.")
            }
            return uuid
        }
    }
}

/// How notes are to be read: at most eight letters, digits, points and hyphens (DA 1.2).
enum NoteFormat {
    static func isValid(_ text: String) -> Bool {
        text.utf8.count <= 8
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
