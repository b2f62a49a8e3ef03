import NodeKit
import Persistence
import SMPProtocol

/// The database of the node, as procedures and handlers see it. Every change of state is one transaction: load and lock, decide,
/// store; rows are locked in the order debtor, then its transfers, each in the order of their keys.
struct DebtorsStore: Sendable {
    let database: Database
    /// Called after every commit that has put messages into the outbox.
    let messagesRecorded: @Sendable () -> Void

    init(database: Database, messagesRecorded: @escaping @Sendable () -> Void) {
        self.database = database
        self.messagesRecorded = messagesRecorded
    }

    /// Runs a transaction whose result says which messages are to be sent, records them, and wakes whoever sends them.
    private func change<R: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> (R, [Effect])
    ) async throws -> R {
        let (result, isRecorded) = try await database.transaction { tx in
            let (result, effects) = try body(tx)
            Outbox.append(effects.map(\.message), in: tx)
            return (result, !effects.isEmpty)
        }
        if isRecorded { messagesRecorded() }
        return result
    }
}

// MARK: Reading

extension DebtorsStore {
    func debtor(_ id: DebtorID) async throws -> Debtor? {
        try await database.pipeline([DebtorTable.read(id)])[0].first.map(DebtorTable.debtor)
    }

    func transfer(_ id: DebtorID, _ uuid: TransferUUID) async throws -> RunningTransfer? {
        try await database.pipeline([TransferTable.read(id, uuid)])[0].first.map(TransferTable.transfer)
    }

    /// The debtor, and the UUIDs of its transfers in ascending order.
    func transfers(_ id: DebtorID) async throws -> (debtor: Debtor?, uuids: [TransferUUID]) {
        let rows = try await database.pipeline([DebtorTable.read(id), TransferTable.uuids(id)])
        return (try rows[0].first.map(DebtorTable.debtor), try rows[1].map { try $0[0] })
    }

    func document(_ id: DebtorID, _ documentID: DocumentID) async throws -> Document? {
        try await database.pipeline([DocumentTable.read(id, documentID)])[0].first.map(DocumentTable.document)
    }

    /// The IDs of so many active debtors, the given ID and greater ones (DA 9.14).
    func activeIDs(from id: DebtorID, count: Int) async throws -> [DebtorID] {
        try await database.pipeline([DebtorTable.activeIDs(from: id, count: count)])[0].map { try $0[0] }
    }
}

// MARK: Procedures on one debtor

extension DebtorsStore {
    /// Changes one debtor. What the decision throws undoes everything.
    func changeDebtor(
        _ id: DebtorID, _ decide: @escaping @Sendable (inout Debtor?) throws -> [Effect]
    ) async throws -> Debtor? {
        try await change { tx in
            let loaded = try tx.query(DebtorTable.lock([id])).first.map(DebtorTable.debtor)
            var debtor = loaded
            let effects = try decide(&debtor)
            if let debtor, let loaded, debtor != loaded { tx.enqueue(DebtorTable.update(debtor, from: loaded)) }
            return (debtor, effects)
        }
    }

    /// Adds a debtor.
    ///
    /// - Parameter make: makes it, given a new reservation ID.
    /// - Throws: ``Refusal/debtorExists`` when the ID is taken, in whatever state (DA 9.3).
    func addDebtor(_ make: @escaping @Sendable (ReservationID) throws -> (Debtor, [Effect])) async throws -> Debtor {
        try await change { tx in
            let (debtor, effects) = try make(try tx.query(DebtorTable.nextReservationID)[0][0])
            guard try tx.query(DebtorTable.insert(debtor)).affected == 1 else { throw Refusal.debtorExists }
            return (debtor, effects)
        }
    }

    /// Deactivates a debtor and deletes its transfers (DA 9.5).
    func deactivate(_ id: DebtorID, now: Timestamp) async throws {
        try await change { tx in
            let loaded = try tx.query(DebtorTable.lock([id])).first.map(DebtorTable.debtor)
            var debtor = loaded
            let effects = debtor.deactivate(now: now)
            if let debtor, debtor != loaded {
                tx.enqueue(DebtorTable.update([debtor]))
                tx.enqueue(TransferTable.deleteAll(id))
            }
            return ((), effects)
        }
    }

    /// Saves a document if the decision lets it.
    func saveDocument(
        _ document: Document, of id: DebtorID, now: Timestamp, _ decide: @escaping @Sendable (inout Debtor?) throws -> Void
    ) async throws -> DocumentID {
        try await change { tx in
            let loaded = try tx.query(DebtorTable.lock([id])).first.map(DebtorTable.debtor)
            var debtor = loaded
            try decide(&debtor)
            guard let debtor, let loaded else { preconditionFailure("a document was saved for nobody") }
            let rows = try tx.pipelineAndCommit([DebtorTable.update(debtor, from: loaded), DocumentTable.insert(document, of: id, at: now)])
            return (try rows[1][0][0], [])
        }
    }
}

// MARK: Procedures on one transfer

extension DebtorsStore {
    /// Creates a transfer, or finds the one that exists (DA 9.10). The debtor is locked first, so that of two requests with the same
    /// UUID the second one sees what the first one has made.
    func initiateTransfer(
        _ id: DebtorID, _ uuid: TransferUUID,
        _ decide: @escaping @Sendable (inout Debtor?, RunningTransfer?, CoordinatorRequestID) throws -> TransferInitiation
    ) async throws -> TransferInitiation {
        try await change { tx in
            let rows = try tx.pipeline([
                DebtorTable.lock([id]), TransferTable.read(id, uuid), Query(TransferTable.nextRequestID),
            ])
            let loaded = try rows[0].first.map(DebtorTable.debtor)
            var debtor = loaded
            let initiation = try decide(&debtor, try rows[1].first.map(TransferTable.transfer), try rows[2][0][0])
            guard case .created(let transfer, let effects) = initiation else { return (initiation, []) }

            guard let debtor, let loaded else { preconditionFailure("a transfer was created for nobody") }
            tx.enqueue(DebtorTable.update(debtor, from: loaded))
            tx.enqueue(TransferTable.insert(transfer))
            return (initiation, effects)
        }
    }

    /// Changes one transfer. What the decision throws undoes everything.
    func changeTransfer(
        _ id: DebtorID, _ uuid: TransferUUID, _ decide: @escaping @Sendable (inout RunningTransfer?) throws -> Void
    ) async throws -> RunningTransfer? {
        try await change { tx in
            let loaded = try tx.query(TransferTable.lock(id, uuid)).first.map(TransferTable.transfer)
            var transfer = loaded
            try decide(&transfer)
            if let transfer, transfer != loaded { tx.enqueue(TransferTable.update([transfer])) }
            return (transfer, [])
        }
    }

    /// Deletes a transfer (DA 9.12).
    ///
    /// - Throws: ``Refusal/transferDoesNotExist``.
    func deleteTransfer(_ id: DebtorID, _ uuid: TransferUUID) async throws {
        try await change { tx in
            let rows = try tx.pipeline([DebtorTable.lock([id]), TransferTable.delete(id, uuid)])
            // A debtor that was not there to be locked may have come back, with a transfer, before the second statement. Then nothing is
            // deleted.
            guard rows[1].affected == 1, let loaded = try rows[0].first.map(DebtorTable.debtor) else { throw Refusal.transferDoesNotExist }
            var debtor: Debtor? = loaded
            debtor.countDeletedTransfer()
            if let debtor { tx.enqueue(DebtorTable.update(debtor, from: loaded)) }
            return ((), [])
        }
    }
}

// MARK: Batches

extension DebtorsStore {
    /// Changes debtors and transfers together: loads and locks them, lets the decision see and change them, stores what has changed.
    func changeBatch(
        debtors: Set<DebtorID>, transfers: Set<TransferRequestKey>,
        _ decide: @escaping @Sendable (inout InboxState) throws -> Void
    ) async throws {
        try await change { tx in
            var state = InboxState()
            let rows = try tx.pipeline([DebtorTable.lock(debtors.sorted()), TransferTable.lock(transfers.sorted())])
            for row in rows[0] { state.load(try DebtorTable.debtor(row)) }
            for row in rows[1] { state.load(try TransferTable.transfer(row)) }

            try decide(&state)

            let changedDebtors = state.changedDebtors
            if !changedDebtors.isEmpty { tx.enqueue(DebtorTable.update(changedDebtors)) }
            let changedTransfers = state.changedTransfers
            if !changedTransfers.isEmpty { tx.enqueue(TransferTable.update(changedTransfers)) }
            return ((), state.effects)
        }
    }

    /// Deletes and changes debtors as the decision says; leaves alone those that somebody else is working on (DA 12.2).
    func sweep(_ ids: [DebtorID], _ verdict: @escaping @Sendable (Debtor) -> ScannerVerdict) async throws {
        try await change { tx in
            var deleted: [DebtorID] = []
            var changed: [Debtor] = []
            // Who contradicts himself by now is told of by the next walk.
            let debtors = try tx.query(DebtorTable.lockUnlocked(ids.sorted())).readable(DebtorTable.debtor)
            for var debtor in debtors {
                switch verdict(debtor) {
                case .keep: break
                case .delete: deleted.append(debtor.id)
                case .reportIneffectualConfiguration:
                    debtor.reportIneffectualConfiguration()
                    changed.append(debtor)
                }
            }
            if !deleted.isEmpty { tx.enqueue(DebtorTable.delete(deleted)) }
            if !changed.isEmpty { tx.enqueue(DebtorTable.update(changed)) }
            return ((), [])
        }
    }
}

extension Effect {
    /// The message as it waits in the outbox.
    var message: OutboxMessage {
        switch self {
        case .configureAccount(let message): OutboxMessage(message)
        case .prepareTransfer(let message): OutboxMessage(message)
        case .finalizeTransfer(let message): OutboxMessage(message)
        }
    }
}
