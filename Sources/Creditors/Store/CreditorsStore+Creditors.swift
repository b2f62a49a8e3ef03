import NodeKit
import Persistence
import SMPProtocol

extension CreditorsStore: HolderStore {
    /// CA-API 10.4 step 2.
    ///
    /// - Throws: `Refusal.conflict` when there is a creditor with this ID in any state.
    func reserve(_ id: CreditorID) async throws -> Creditor {
        guard id != .root else { throw Refusal.conflict }
        return try await transaction { tx, _ in try Self.insertReserved(id, now(), in: tx) }
    }

    private static func insertReserved(_ id: CreditorID, _ now: Timestamp, in tx: Transaction) throws -> Creditor {
        let row = try tx.query(CreditorRows.relics(id))[0]
        let creditor = Creditor.reserved(
            id, reservationID: try row[0], logRelic: try row[1], ledgerRelic: try row[2], now: now)
        guard try tx.query(CreditorRows.insert(creditor)).affected == 1 else { throw Refusal.conflict }
        return creditor
    }

    /// CA-API 10.5 step 2: reserved and activated at once.
    func reserveAndActivate(_ id: CreditorID) async throws -> Creditor {
        guard id != .root else { throw Refusal.conflict }
        return try await transaction { tx, _ in
            let reserved = try Self.insertReserved(id, now(), in: tx)
            var file = CreditorFile(creditor: reserved, now: reserved.createdAt)
            try file.activate(reservation: String(reserved.reservationID))
            guard let creditor = file.creditor, let pin = file.pin else { preconditionFailure("an active creditor has a PIN") }
            tx.enqueue(CreditorRows.update([(reserved, creditor)]))
            tx.enqueue(PinRows.store(id, pin))
            return creditor
        }
    }

    /// CA-API 10.5 step 3.
    func activate(_ id: CreditorID, reservation: String) async throws -> Creditor {
        try await change(id) { file, _ in
            try file.activate(reservation: reservation)
            guard let creditor = file.creditor else { preconditionFailure("only creditors are activated") }
            return creditor
        }
    }

    /// CA-API 10.6 step 3; nothing happens unless the creditor is active.
    func deactivate(_ id: CreditorID) async throws {
        try await change(id, [UpdateIDs.draw(1), AccountRows.all(id)]) { file, work in
            let updateID: UpdateID = try work.loaded[0][0].decode(0)
            let accounts: [DebtorID] = try work.loaded[1].map { try $0[0] }
            guard file.creditor?.deactivate(accounts: accounts, updateID: updateID, now: file.now, effects: &file.effects) == true else {
                return
            }
            work.changes = [PinRows.delete(id), AccountRows.deleteAll(id), TransferRows.deleteAll(id)]
        }
    }

    /// CA-API 11.4.
    func changePin(_ id: CreditorID, _ request: PinRequest, _ submitted: SubmittedPin, _ rules: AccessRules) async throws -> Pin {
        try await change(id, loadsPIN: true) { file, _ in
            try file.changePin(request, submitted, rules)
            guard let pin = file.pin else { preconditionFailure("a PIN that was changed is there") }
            return pin
        }
    }

    // MARK: Reading

    func creditor(_ id: CreditorID) async throws -> Creditor? {
        try await read(CreditorRows.read(id)).first.map(CreditorRows.decode)
    }

    func pin(_ id: CreditorID) async throws -> Pin? { try PinRows.decode(try await read(PinRows.read(id))) }

    func log(_ id: CreditorID, after entryID: Int64, limit: Int) async throws -> LogPage? {
        try LogRows.decodePage(try await read(LogRows.page(id, after: entryID, limit: Int64(limit))), id)
    }

    /// The end of the log of an active creditor, and the status of his PIN.
    func wallet(_ id: CreditorID) async throws -> (lastLogEntryID: Int64, pin: Pin.Status)? {
        guard let row = try await read(CreditorRows.wallet(id)).first else { return nil }
        return (try row[0], try row[1])
    }

    /// CA 5.4: active creditors from an ID on.
    func activeIDs(from id: CreditorID, limit: Int) async throws -> [CreditorID] {
        try await read(CreditorRows.active(from: id, limit: Int64(limit))).map { try $0[0] }
    }
}
