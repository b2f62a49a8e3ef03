import NodeKit
import Persistence
import SMPProtocol

extension CreditorsStore {
    /// CA-API 13.2.
    func createTransfer(
        _ creditor: CreditorID, _ uuid: TransferUUID, _ request: TransferRequest, _ submitted: SubmittedPin, _ rules: AccessRules
    ) async throws -> TransferCreation {
        let queries = [TransferRows.read(creditor, uuid), TransferRows.nextRequestID]
        return try await change(creditor, loadsPIN: submitted.isRequired, queries) { file, work in
            let outcome = try file.createTransfer(
                request, uuid: uuid, existing: try work.loaded[0].first.map(TransferRows.decode),
                requestID: try work.loaded[1][0].decode(0), submitted, rules)
            if case .created(let transfer) = outcome { work.changes = [TransferRows.insert(transfer)] }
            return outcome
        }
    }

    /// CA-API 13.4.
    func cancelTransfer(_ creditor: CreditorID, _ uuid: TransferUUID) async throws -> RunningTransfer {
        try await change(creditor, [TransferRows.read(creditor, uuid)]) { file, work in
            let old = try work.loaded[0].first.map(TransferRows.decode)
            var transfer = old
            try file.cancelTransfer(&transfer)
            guard let transfer else { preconditionFailure("a transfer that was cancelled is there") }
            if transfer != old { work.changes = [TransferRows.update([transfer])] }
            return transfer
        }
    }

    /// CA-API 13.5.
    func deleteTransfer(_ creditor: CreditorID, _ uuid: TransferUUID) async throws {
        try await change(creditor, [TransferRows.read(creditor, uuid)]) { file, work in
            if file.deleteTransfer(try work.loaded[0].first.map(TransferRows.decode)) {
                work.changes = [TransferRows.delete(creditor, uuid)]
            }
        }
    }

    // MARK: Reading

    func transfer(_ creditor: CreditorID, _ uuid: TransferUUID) async throws -> RunningTransfer? {
        try await read(TransferRows.read(creditor, uuid)).first.map(TransferRows.decode)
    }

    func transfers(_ creditor: CreditorID, after uuid: TransferUUID?, limit: Int) async throws -> [TransferUUID] {
        try await read(TransferRows.page(creditor, after: uuid, limit: Int64(limit))).map { try $0[0] }
    }
}
