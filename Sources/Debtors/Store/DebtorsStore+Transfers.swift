import NodeKit
import Persistence
import SMPProtocol

extension DebtorsStore {
    /// DA 9.10. The debtor is locked first, so that of two requests with the same UUID the second one sees what the first one has made.
    func initiateTransfer(_ id: DebtorID, _ uuid: TransferUUID, _ order: TransferOrder, limits: Limits) async throws -> TransferInitiation {
        let receivedAt = now()
        return try await change(id, [TransferRows.read(id, uuid), TransferRows.nextRequestID]) { file, work in
            let initiation = try file.initiateTransfer(
                uuid: uuid, order: order, existing: try work.loaded[0].first.map(TransferRows.decode),
                requestID: try work.loaded[1][0].decode(0), limits: limits, receivedAt: receivedAt)
            if case .created(let transfer) = initiation { work.changes = [TransferRows.insert(transfer)] }
            return initiation
        }
    }

    /// DA 9.11. Only the transfer is locked: nothing of the debtor changes.
    func cancelTransfer(_ id: DebtorID, _ uuid: TransferUUID) async throws -> RunningTransfer {
        try await transaction { tx, _ in
            let old = try tx.query(TransferRows.lock(id, uuid)).first.map(TransferRows.decode)
            var transfer = old
            try transfer.cancel(now: now())
            guard let transfer else { preconditionFailure("a transfer that was cancelled is there") }
            if transfer != old { tx.enqueue(TransferRows.update([transfer])) }
            return transfer
        }
    }

    /// DA 9.12.
    ///
    /// - Throws: `Refusal.transferDoesNotExist`.
    func deleteTransfer(_ id: DebtorID, _ uuid: TransferUUID) async throws {
        try await change(id, [TransferRows.delete(id, uuid)]) { file, work in
            // A debtor that was not there to be locked may have come back, with a transfer, before the second statement. Then nothing is
            // deleted.
            guard work.loaded[0].affected == 1, file.debtor != nil else { throw Refusal.transferDoesNotExist }
            file.countDeletedTransfer()
        }
    }

    // MARK: Reading

    func transfer(_ id: DebtorID, _ uuid: TransferUUID) async throws -> RunningTransfer? {
        try await read(TransferRows.read(id, uuid)).first.map(TransferRows.decode)
    }

    /// The debtor, and the UUIDs of its transfers in ascending order.
    func transfers(_ id: DebtorID) async throws -> (debtor: Debtor?, uuids: [TransferUUID]) {
        let rows = try await read([DebtorRows.read(id), TransferRows.uuids(id)])
        return (try rows[0].first.map(DebtorRows.decode), try rows[1].map { try $0[0] })
    }
}
