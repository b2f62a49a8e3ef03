import SMPProtocol

@testable import Debtors

/// A Debtors Agent whose tables are dictionaries: what is left of the node when only the decisions count.
///
/// Every procedure is a transaction: when it is refused, nothing has changed and nothing is sent.
struct ModelNode {
    var debtors: [DebtorID: Debtor] = [:]
    var transfers: [TransferRequestKey: RunningTransfer] = [:]
    var documents: [DebtorID: Int] = [:]
    /// All messages ever sent, in order.
    var sent: [Outgoing] = []
    var limits = Limits(maxTransfersPerMonth: 12, documentMaxSavesPerYear: 4)
    private var nextNumber: Int64 = 1

    private mutating func number() -> Int64 {
        defer { nextNumber += 1 }
        return nextNumber
    }

    // MARK: requests

    mutating func reserve(_ id: DebtorID, now: Timestamp) throws(Refusal) -> ReservationID {
        let reservation = ReservationID(rawValue: number())
        guard debtors[id] == nil else { throw .debtorExists }
        debtors[id] = .reserved(id: id, reservationID: reservation, now: now)
        return reservation
    }

    mutating func activate(_ id: DebtorID, reservation: String, now: Timestamp) throws(Refusal) {
        sent += try debtors[id].activate(reservation: reservation, now: now)
    }

    mutating func deactivate(_ id: DebtorID, now: Timestamp) {
        let effects = debtors[id].deactivate(now: now)
        if !effects.isEmpty { transfers = transfers.filter { $0.key.debtorID != id } }
        sent += effects
    }

    mutating func restrict(_ id: DebtorID, minBalance: Int64, now: Timestamp) throws(Refusal) {
        sent += try debtors[id].restrict(minBalance: minBalance, now: now)
    }

    mutating func update(_ id: DebtorID, data: String, updateID: Int64, now: Timestamp) throws(Refusal) {
        sent += try debtors[id].updateConfiguration(data: data, latestUpdateID: updateID, limits: limits, now: now)
    }

    mutating func saveDocument(_ id: DebtorID, now: Timestamp) throws(Refusal) {
        try debtors[id].saveDocument(limits: limits, now: now)
        documents[id, default: 0] += 1
    }

    mutating func initiate(_ id: DebtorID, uuid: TransferUUID, order: TransferOrder, now: Timestamp) throws(Refusal) -> RunningTransfer {
        let existing = transfer(id, uuid)
        let (initiation, messages) = try debtors[id].initiateTransfer(
            uuid: uuid, order: order, existing: existing, requestID: CoordinatorRequestID(number()), limits: limits, receivedAt: now,
            now: now)
        sent += messages
        switch initiation {
        case .created(let transfer):
            transfers[transfer.key] = transfer
            return transfer
        case .exists(let transfer):
            return transfer
        }
    }

    mutating func cancel(_ id: DebtorID, uuid: TransferUUID, now: Timestamp) throws(Refusal) {
        guard var transfer = transfer(id, uuid).map(Optional.some) else { throw .transferDoesNotExist }
        try transfer.cancel(now: now)
        transfers[transfer!.key] = transfer
    }

    mutating func delete(_ id: DebtorID, uuid: TransferUUID) throws(Refusal) {
        guard let transfer = transfer(id, uuid) else { throw .transferDoesNotExist }
        transfers[transfer.key] = nil
        debtors[id].countDeletedTransfer()
    }

    mutating func scan(_ rules: ScannerRules, _ responsibility: Responsibility<DebtorID>, now: Timestamp) {
        for (id, debtor) in debtors {
            switch rules.verdict(on: debtor, responsibility: responsibility, now: now) {
            case .keep: break
            case .delete:
                debtors[id] = nil
                documents[id] = nil
                transfers = transfers.filter { $0.key.debtorID != id }
            case .reportIneffectualConfiguration: debtors[id]?.reportIneffectualConfiguration()
            }
        }
    }

    func transfer(_ id: DebtorID, _ uuid: TransferUUID) -> RunningTransfer? {
        transfers.values.first { $0.debtorID == id && $0.uuid == uuid }
    }

    // MARK: messages

    mutating func deliver(_ message: Incoming, now: Timestamp) {
        switch message {
        case .rejectedConfig(let message):
            debtors[message.debtorID].receive(message)
        case .accountUpdate(let message):
            sent += debtors[message.debtorID].receive(message, now: now, infoIRI: RootConfigData.infoIRI(message.configData))
        case .accountPurge(let message):
            debtors[message.debtorID].receive(message)
        case .prepared(let message):
            sent += transfers[message.key].receive(message, now: now)
        case .rejected(let message):
            transfers[message.key].receive(message, now: now)
        case .finalized(let message):
            transfers[message.key].receive(message, now: now)
        }
    }

    enum Incoming {
        case rejectedConfig(RejectedConfig)
        case accountUpdate(AccountUpdate)
        case accountPurge(AccountPurge)
        case prepared(PreparedTransfer)
        case rejected(RejectedTransfer)
        case finalized(FinalizedTransfer)
    }
}

extension PreparedTransfer {
    fileprivate var key: TransferRequestKey {
        TransferRequestKey(debtorID: DebtorID(coordinatorID.rawValue), requestID: coordinatorRequestID)
    }
}
extension RejectedTransfer {
    fileprivate var key: TransferRequestKey {
        TransferRequestKey(debtorID: DebtorID(coordinatorID.rawValue), requestID: coordinatorRequestID)
    }
}
extension FinalizedTransfer {
    fileprivate var key: TransferRequestKey {
        TransferRequestKey(debtorID: DebtorID(coordinatorID.rawValue), requestID: coordinatorRequestID)
    }
}
