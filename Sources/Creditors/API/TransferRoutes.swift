import NodeKit
import SMPProtocol

/// The transfers API (CA-API 13).
extension CreditorsAPI {
    var transferRoutes: [Route] {
        [
            .get("/creditors/<i64:creditorId>/transfers/", Self.owner, handler: getTransfersPage),
            .post("/creditors/<i64:creditorId>/transfers/", Self.owner, handler: createTransfer),
            .get("/creditors/<i64:creditorId>/transfers/<uuid:transferUuid>", Self.owner, handler: getTransfer),
            .post("/creditors/<i64:creditorId>/transfers/<uuid:transferUuid>", Self.owner, handler: cancelTransfer),
            .delete("/creditors/<i64:creditorId>/transfers/<uuid:transferUuid>", Self.owner, handler: deleteTransfer),
            .get(
                "/creditors/<i64:creditorId>/accounts/<i64:debtorId>/transfers/<any:transferId>", Self.owner,
                handler: getCommittedTransfer),
        ]
    }

    private func response(_ transfer: RunningTransfer) -> APIResponse { .json { write(transfer, to: &$0) } }

    private func write(_ transfer: RunningTransfer, to json: inout JSONWriter) {
        json.transfer(transfer, now: store.now(), approxSeconds: settings.finalizationApproxSeconds)
    }

    /// CA-API 13.1.
    @Sendable private func getTransfersPage(_ request: APIRequest) async throws -> APIResponse {
        let prev = try request.decodeQuery { query in
            query.optionalValue("prev") { json throws(FieldProblem) in try json.transferUUID() }
        }
        let size = settings.transfersPerPage
        let uuids = try await store.transfers(request.creditorID, after: prev, limit: size)
        let next = uuids.count >= size ? uuids.last.map { "?prev=\($0.text)" } : nil
        return .json { $0.referencesPage(uri: request.pageURI, items: uuids.map(\.text), next: next) }
    }

    /// CA-API 13.2.
    @Sendable private func createTransfer(_ request: APIRequest) async throws -> APIResponse {
        let input = try request.decode(TransferInput.init)
        let creditor = request.creditorID
        let uuid = input.transfer.uuid
        let transfer = try input.request()
        let outcome = try await store.createTransfer(creditor, uuid, transfer, request.submitted(input.pin), rules)
        let path = Path.transfer(creditor, uuid)
        switch outcome {
        case .exists: return .seeOther(path)
        case .created(let transfer): return .json(status: .created, location: path) { write(transfer, to: &$0) }
        }
    }

    /// CA-API 13.3.
    @Sendable private func getTransfer(_ request: APIRequest) async throws -> APIResponse {
        response(try await store.transfer(request.creditorID, request.transferUUID).found())
    }

    /// CA-API 13.4.
    @Sendable private func cancelTransfer(_ request: APIRequest) async throws -> APIResponse {
        try request.decode { $0.type("TransferCancelationRequest") }
        return response(try await store.cancelTransfer(request.creditorID, request.transferUUID))
    }

    /// CA-API 13.5.
    @Sendable private func deleteTransfer(_ request: APIRequest) async throws -> APIResponse {
        try await store.deleteTransfer(request.creditorID, request.transferUUID)
        return .noContent
    }

    /// CA-API 13.6.
    @Sendable private func getCommittedTransfer(_ request: APIRequest) async throws -> APIResponse {
        let transfer = try TransferKey(slug: request.parameter("transferId")).found()
        let committed = try await store.committedTransfer(request.accountKey, transfer).found()
        return .json { $0.committedTransfer(committed) }
    }
}

extension TransferKey {
    /// CA-API 1.1: `<days since 1970-01-01>-<transfer number>`.
    init?(slug: String) {
        guard let hyphen = slug.firstIndex(of: "-") else { return nil }
        let (days, number) = (slug[..<hyphen], slug[slug.index(after: hyphen)...])
        guard let days = Self.decimal(days), days <= Int64(CalendarDate.latest.rawValue),
            let number = Self.decimal(number), number > 0
        else { return nil }
        self.init(creationDate: CalendarDate(rawValue: Int32(days)), number: TransferNumber(number))
    }

    private static func decimal(_ digits: Substring) -> Int64? {
        digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(digits) : nil
    }
}

/// The body of a request for a transfer (CA-API 13.2).
private struct TransferInput {
    let transfer: TransferCreationBody
    let options: Options
    let pin: String?

    struct Options {
        var finalInterestRateAt = Timestamp.farFuture
        var deadline: Timestamp?
        var lockedAmount: Int64 = 0
    }

    init(_ body: inout ObjectReader) {
        transfer = TransferCreationBody(&body)
        options =
            body.optionalObject("options") { options in
                // Any text is a type here (CA-API 5.7).
                _ = options.optionalText("type")
                return Options(
                    finalInterestRateAt: options.optionalTimestamp("finalInterestRateTimestamp") ?? .farFuture,
                    deadline: options.optionalTimestamp("deadline"),
                    lockedAmount: options.optionalInteger("lockedAmount", in: 0...Int64.max) ?? 0)
            } ?? Options()
        pin = body.optionalPIN("pin")
    }

    func request() throws(APIError) -> TransferRequest {
        // An encoded account ID may hold U+0000, which is ASCII, but no text of a message or of the database.
        guard let (debtor, account) = SwptURI.readAccount(transfer.recipientURI), !account.rawValue.utf8.contains(0) else {
            throw .unrecognizedURI(at: "recipient", "uri")
        }
        return TransferRequest(
            debtor: debtor, amount: transfer.amount, recipientURI: transfer.recipientURI, recipient: account,
            noteFormat: transfer.noteFormat, note: transfer.note, deadline: options.deadline,
            finalInterestRateAt: options.finalInterestRateAt, lockedAmount: options.lockedAmount)
    }
}
