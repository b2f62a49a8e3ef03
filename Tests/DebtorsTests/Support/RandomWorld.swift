import SMPProtocol
import TestSupport

@testable import Debtors

/// A node, a few debtors, impatient clients, and an accounting authority that answers late, twice, in any order, and sometimes
/// wrongly. The clock sometimes steps back.
struct RandomWorld {
    var node = ModelNode()
    var random: SplitMix64
    var now = noon
    /// The latest moment that the clock has ever shown.
    private(set) var latest = noon
    /// What may be delivered, again and again.
    var inFlight: [ModelNode.Incoming] = []
    var reservations: [DebtorID: ReservationID] = [:]
    /// Everything that was answered with success, for the invariants about history.
    var cancelled: Set<TransferRequestKey> = []
    var deletedUnsettled: Set<TransferRequestKey> = []
    var everCreated: [TransferRequestKey: RunningTransfer] = [:]
    var everActivated: Set<DebtorID> = []
    /// What the last step did: the message that was delivered, the debtor that was restricted.
    private(set) var delivered: ModelNode.Incoming?
    private(set) var restricted: DebtorID?

    static let ids: [DebtorID] = [4_294_967_296, 4_294_967_297, 8_589_934_591]
    static let uuids = (1...5).map { Sample.uuid(UInt64($0)) }
    static let rules = ScannerRules(
        reservationLifetime: 14 * 86_400_000_000, maxConfigDelay: 86_400_000_000, maxHeartbeatDelay: 365 * 86_400_000_000)
    static let responsibility = Responsibility(range: IDRange(min: 0, max: DebtorID(.max)), realm: .everything)

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func step() {
        (delivered, restricted) = (nil, nil)
        now = now.adding(microseconds: random.oneIn(10) ? -3_000_000 : Int64.random(in: 0...5_000_000, using: &random))
        if random.oneIn(60) { now = now + day * Double(Int.random(in: 1...40, using: &random)) }
        latest = max(latest, now)
        let id = random.pick(Self.ids)
        switch Int.random(in: 0..<20, using: &random) {
        case 0: reserve(id)
        case 1: activate(id)
        case 2: if random.oneIn(25) { node.deactivate(id, now: now) }
        case 3: restrict(id)
        case 4, 5: update(id)
        case 6: try? node.saveDocument(id, now: now)
        case 7, 8, 9: initiate(id)
        case 10: cancel(id)
        case 11: delete(id)
        case 12: if random.oneIn(4) { node.scan(Self.rules, Self.responsibility, now: now) }
        case 13, 14: think()
        default: deliver()
        }
    }

    private mutating func deliver() {
        guard !inFlight.isEmpty else { return }
        let message = random.pick(inFlight)
        delivered = message
        node.deliver(message, now: now)
    }

    private mutating func restrict(_ id: DebtorID) {
        if (try? node.restrict(id, minBalance: random.pick([0, -1, -5000, .min]), now: now)) != nil { restricted = id }
    }

    private mutating func reserve(_ id: DebtorID) {
        if let reservation = try? node.reserve(id, now: now) { reservations[id] = reservation }
    }

    private mutating func activate(_ id: DebtorID) {
        let text = random.oneIn(4) ? "12345678" : reservations[id]?.text ?? ""
        try? node.activate(id, reservation: text, now: now)
        if node.debtors[id]?.status == .active { everActivated.insert(id) }
    }

    private mutating func update(_ id: DebtorID) {
        let latest = node.debtors[id]?.configuration.latestUpdateID ?? 1
        let updateID = latest + random.pick([1, 1, 1, 0, 2])
        try? node.update(id, data: random.pick(["", "a", "b"]), updateID: updateID, now: now)
    }

    private mutating func initiate(_ id: DebtorID) {
        let order = Sample.order(amount: random.pick([0, 1, 1000, .max]))
        let uuid = random.pick(Self.uuids)
        guard let transfer = try? node.initiate(id, uuid: uuid, order: order, now: now) else { return }
        if everCreated[transfer.key] == nil { everCreated[transfer.key] = transfer }
    }

    private mutating func cancel(_ id: DebtorID) {
        let uuid = random.pick(Self.uuids)
        guard (try? node.cancel(id, uuid: uuid, now: now)) != nil, let transfer = node.transfer(id, uuid) else { return }
        if transfer.outcome?.errorCode == StatusCode.canceledByTheSender { cancelled.insert(transfer.key) }
    }

    private mutating func delete(_ id: DebtorID) {
        let uuid = random.pick(Self.uuids)
        guard let transfer = node.transfer(id, uuid), (try? node.delete(id, uuid: uuid)) != nil else { return }
        if !transfer.isSettled { deletedUnsettled.insert(transfer.key) }
    }

    /// The accounting authority reads a message of the node, or just says something.
    private mutating func think() {
        switch node.sent.isEmpty ? nil : random.pick(node.sent) {
        case .configureAccount(let message): answer(message)
        case .prepareTransfer(let message): answer(message)
        case .finalizeTransfer(let message): answer(message)
        case nil: break
        }
        if inFlight.count > 40 { inFlight.remove(at: Int.random(in: 0..<inFlight.count, using: &random)) }
    }

    private mutating func answer(_ message: ConfigureAccount) {
        guard let debtor = node.debtors[message.debtorID] else {
            inFlight.append(.accountUpdate(Sample.update(Sample.active(message.debtorID), ts: now)))
            return
        }
        if random.oneIn(6) {
            inFlight.append(.rejectedConfig(Sample.rejection(of: debtor, code: random.pick(["", "BAD"]))))
        } else if random.oneIn(10) {
            inFlight.append(
                .accountPurge(
                    AccountPurge(
                        debtorID: debtor.id, creditorID: .root,
                        creationDate: CalendarDate(rawValue: 19_727 + Int32.random(in: -1...2, using: &random)), ts: now)))
        } else {
            let seqnum = SequenceNumber(Int32.random(in: -5...50, using: &random))
            let principal = Int64.random(in: -9...0, using: &random)
            inFlight.append(
                .accountUpdate(
                    Sample.update(debtor, principal: principal, ts: now, ttl: random.pick([10, 1_000_000])) {
                        $0.lastConfigTs = message.ts
                        $0.lastConfigSeqnum = message.seqnum
                        $0.configData = message.configData
                        $0.configFlags = message.configFlags
                        $0.negligibleAmount = message.negligibleAmount
                        $0.lastChangeSeqnum = seqnum
                    }))
        }
    }

    private mutating func answer(_ message: PrepareTransfer) {
        let key = TransferRequestKey(debtorID: message.debtorID, requestID: message.coordinatorRequestID)
        guard let transfer = everCreated[key] else { return }
        let id = TransferID(Int64.random(in: 1...3, using: &random))
        let spoilt = random.oneIn(5)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: inFlight.append(.rejected(Sample.rejected(transfer, code: random.pick(["", "NO"])) { if spoilt { $0.creditorID = 7 } }))
        case 1: inFlight.append(.finalized(Sample.finalized(transfer, id: id, amount: spoilt ? 5 : nil)))
        default: inFlight.append(.prepared(Sample.prepared(transfer, id: id) { if spoilt { $0.recipient = AccountID("x")! } }))
        }
    }

    private mutating func answer(_ message: FinalizeTransfer) {
        let key = TransferRequestKey(debtorID: message.debtorID, requestID: message.coordinatorRequestID)
        guard let transfer = everCreated[key] else { return }
        let failed = random.oneIn(4)
        inFlight.append(
            .finalized(
                Sample.finalized(
                    transfer, id: message.transferID, amount: failed ? 0 : message.committedAmount, code: failed ? "TIMEOUT" : "OK",
                    locked: 3)))
    }
}
