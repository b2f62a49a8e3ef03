import NodeKit
import Persistence
import SMPProtocol

@testable import Debtors

// The procedures and rules one by one, each with its own effects. A procedure that is refused changes nothing, like a transaction that is
// undone.

extension Debtor? {
    private mutating func request<R>(
        _ now: Timestamp, _ procedure: (inout DebtorFile) throws(Refusal) -> R
    ) throws(Refusal) -> (result: R, sent: [Outgoing]) {
        var file = DebtorFile(debtor: self, now: now)
        let result = try procedure(&file)
        self = file.debtor
        return (result, file.effects.messages)
    }

    mutating func activate(reservation: String, now: Timestamp) throws(Refusal) -> [Outgoing] {
        try request(now) { file throws(Refusal) in try file.activate(reservation: reservation) }.sent
    }

    mutating func deactivate(now: Timestamp) -> [Outgoing] {
        var file = DebtorFile(debtor: self, now: now)
        let wasActive = file.deactivate()
        assert(wasActive == !file.effects.messages.isEmpty)
        self = file.debtor
        return file.effects.messages
    }

    mutating func saveDocument(limits: Limits, now: Timestamp) throws(Refusal) {
        _ = try request(now) { file throws(Refusal) in try file.saveDocument(limits: limits) }
    }

    mutating func restrict(minBalance: Int64, now: Timestamp) throws(Refusal) -> [Outgoing] {
        try request(now) { file throws(Refusal) in try file.restrict(minBalance: minBalance) }.sent
    }

    mutating func updateConfiguration(
        data: String, latestUpdateID: Int64, limits: Limits, now: Timestamp
    ) throws(Refusal) -> [Outgoing] {
        try request(now) { file throws(Refusal) in
            try file.updateConfiguration(data: data, latestUpdateID: latestUpdateID, limits: limits)
        }.sent
    }

    mutating func initiateTransfer(
        uuid: TransferUUID, order: TransferOrder, existing: RunningTransfer?, requestID: CoordinatorRequestID, limits: Limits,
        receivedAt: Timestamp, now: Timestamp
    ) throws(Refusal) -> (result: TransferInitiation, sent: [Outgoing]) {
        try request(now) { file throws(Refusal) in
            try file.initiateTransfer(
                uuid: uuid, order: order, existing: existing, requestID: requestID, limits: limits, receivedAt: receivedAt)
        }
    }

    mutating func countDeletedTransfer() {
        var file = DebtorFile(debtor: self, now: noon)
        file.countDeletedTransfer()
        self = file.debtor
    }

    mutating func receive(_ message: AccountUpdate, now: Timestamp, infoIRI: @autoclosure () -> String?) -> [Outgoing] {
        var effects = Effects()
        receive(message, infoIRI: infoIRI(), now: now, effects: &effects)
        return effects.messages
    }
}

extension RunningTransfer? {
    mutating func receive(_ message: PreparedTransfer, now: Timestamp) -> [Outgoing] {
        var effects = Effects()
        receive(message, now: now, effects: &effects)
        return effects.messages
    }
}

extension DebtorsStore {
    /// The database of a node in another process.
    init(database: Database) { self.init(database: database, wakeUps: WakeUps(service: "test"), now: SystemClock.now) }

    /// Stores somebody made by a test, and the messages that wait to be sent.
    func insert(_ debtor: Debtor, sent: [Outgoing] = []) async throws {
        try await transaction { tx, effects in
            tx.enqueue(DebtorRows.insert(debtor))
            for message in sent { effects.send(message) }
        }
    }

    /// Stores another state of a debtor.
    @discardableResult
    func change(_ id: DebtorID, _ change: @Sendable (inout Debtor?) throws -> Void) async throws -> Debtor? {
        try await self.change(id) { file, _ in
            try change(&file.debtor)
            return file.debtor
        }
    }

    /// Stores another state of a transfer.
    @discardableResult
    func change(_ id: DebtorID, _ uuid: TransferUUID, _ change: @Sendable (inout RunningTransfer) -> Void) async throws -> RunningTransfer?
    {
        try await transaction { tx, _ in
            guard var transfer = try tx.query(TransferRows.lock(id, uuid)).first.map(TransferRows.decode) else { return nil }
            change(&transfer)
            tx.enqueue(TransferRows.update([transfer]))
            return transfer
        }
    }
}
