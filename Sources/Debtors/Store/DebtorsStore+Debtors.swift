import NodeKit
import Persistence
import SMPProtocol

extension DebtorsStore: HolderStore {
    /// DA 9.3.
    ///
    /// - Throws: `Refusal.debtorExists` when the ID is taken, in whatever state.
    func reserve(_ id: DebtorID) async throws -> Debtor {
        let receivedAt = now()
        return try await transaction { tx, _ in
            let debtor = try Self.reserved(id, at: receivedAt, in: tx)
            try Self.insert(debtor, in: tx)
            return debtor
        }
    }

    /// DA 9.3 and 9.4 at once; reserved when the request came, and activated afterwards.
    func reserveAndActivate(_ id: DebtorID) async throws -> Debtor {
        let receivedAt = now()
        return try await transaction { tx, effects in
            let reserved = try Self.reserved(id, at: receivedAt, in: tx)
            var file = DebtorFile(debtor: reserved, now: now())
            try file.activate(reservation: reserved.reservationID.text)
            let debtor = try file.activeDebtor()
            try Self.insert(debtor, in: tx)
            effects = file.effects
            return debtor
        }
    }

    private static func reserved(_ id: DebtorID, at moment: Timestamp, in tx: Transaction) throws -> Debtor {
        .reserved(id: id, reservationID: try tx.query(DebtorRows.nextReservationID)[0][0], now: moment)
    }

    private static func insert(_ debtor: Debtor, in tx: Transaction) throws {
        guard try tx.query(DebtorRows.insert(debtor)).affected == 1 else { throw Refusal.debtorExists }
    }

    /// DA 9.4.
    func activate(_ id: DebtorID, reservation: String) async throws -> Debtor {
        try await change(id) { file, _ in
            try file.activate(reservation: reservation)
            guard let debtor = file.debtor else { preconditionFailure("only debtors are activated") }
            return debtor
        }
    }

    /// DA 9.5, with the transfers of the debtor.
    func deactivate(_ id: DebtorID) async throws {
        try await change(id) { file, work in
            if file.deactivate() { work.changes = [TransferRows.deleteAll(id)] }
        }
    }

    /// DA 9.6.
    func restrict(_ id: DebtorID, minBalance: Int64) async throws -> Debtor {
        try await change(id) { file, _ in
            try file.restrict(minBalance: minBalance)
            return try file.activeDebtor()
        }
    }

    /// DA 9.7.
    func updateConfiguration(_ id: DebtorID, data: String, latestUpdateID: Int64, limits: Limits) async throws -> Debtor {
        try await change(id) { file, _ in
            try file.updateConfiguration(data: data, latestUpdateID: latestUpdateID, limits: limits)
            return try file.activeDebtor()
        }
    }

    /// DA 9.8. Sent with COMMIT, because the ID of the document is made by its statement.
    func saveDocument(_ document: Document, of id: DebtorID, limits: Limits) async throws -> DocumentID {
        try await transaction { tx, _ in
            let old = try tx.query(DebtorRows.lock([id])).first.map(DebtorRows.decode)
            var file = DebtorFile(debtor: old, now: now())
            try file.saveDocument(limits: limits)
            guard let old, let new = file.debtor else { preconditionFailure("a document was saved for nobody") }
            return try tx.pipelineAndCommit([
                DebtorRows.update(new, from: old), DocumentRows.insert(document, of: id, at: file.now),
            ])[1][0][0]
        }
    }

    // MARK: Reading

    func debtor(_ id: DebtorID) async throws -> Debtor? { try await read(DebtorRows.read(id)).first.map(DebtorRows.decode) }

    func document(_ id: DebtorID, _ documentID: DocumentID) async throws -> Document? {
        try await read(DocumentRows.read(id, documentID)).first.map(DocumentRows.decode)
    }

    /// DA 9.14.
    func activeIDs(from id: DebtorID, limit: Int) async throws -> [DebtorID] {
        try await read(DebtorRows.activeIDs(from: id, limit: limit)).map { try $0[0] }
    }
}
