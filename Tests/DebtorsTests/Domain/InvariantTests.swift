import NodeKit
import SMPProtocol
import TestSupport
import Testing

@testable import Debtors

/// DA 17 over random sequences of requests and messages, with duplicates, reordering, lies, and a clock that steps back.
@Suite("Invariants (DA 17)")
struct InvariantTests {
    static let seeds = [UInt64](1...60)
    static let steps = 600

    @Test("the state and the messages obey DA 17.1 and 17.2 after every step", arguments: seeds)
    func everyStep(seed: UInt64) throws {
        var world = RandomWorld(seed: seed)
        for step in 0..<Self.steps {
            let before = world.node
            world.step()
            try checkState(before, world.node, "seed \(seed), step \(step)")
            for id in world.everActivated {
                #expect(world.node.debtors[id]?.status ?? .reserved != .reserved, "DA 17.1.10, seed \(seed), step \(step)")
            }
            try checkConfigurationMessages(before, world.node, restricted: world.restricted, "seed \(seed), step \(step)")
            try checkSettling(before, world.node, world, "seed \(seed), step \(step)")
            try checkRepresentations(world, "seed \(seed), step \(step)")
        }
        try checkHistory(world, "seed \(seed)")
        #expect(!world.everActivated.isEmpty && !world.everCreated.isEmpty && !world.cancelled.isEmpty, "the world was idle, seed \(seed)")
    }

    // MARK: DA 17.1

    private func checkState(_ before: ModelNode, _ after: ModelNode, _ place: Comment) throws {
        for (id, debtor) in after.debtors {
            #expect(debtor.isConsistent, place)
            let count = after.transfers.keys.count { $0.debtorID == id }
            #expect(debtor.runningTransfersCount == count, "DA 17.1.3, \(place)")
            #expect((0...after.limits.maxTransfersPerMonth).contains(Int(debtor.actions.count)), "DA 17.1.4, \(place)")
            #expect((0...after.limits.documentMaxSavesPerYear).contains(Int(debtor.documents.count)), "DA 17.1.4, \(place)")
            if debtor.status == .deactivated { #expect(count == 0, "DA 17.1.5, \(place)") }

            guard let old = before.debtors[id] else {
                #expect(debtor.status == .reserved, "DA 17.1.1, \(place)")
                continue
            }
            #expect(debtor.status.rawValue >= old.status.rawValue, "DA 17.1.1, \(place)")
            #expect(!(old.status == .reserved && debtor.status == .deactivated), "DA 17.1.1, \(place)")
            let step = debtor.configuration.latestUpdateID - old.configuration.latestUpdateID
            #expect(step == 0 || step == 1, "DA 17.1.2, \(place)")
            if step == 0, debtor.status == .active {
                #expect(debtor.configuration.data == old.configuration.data, "DA 17.1.2, \(place)")
            }
        }
        for (id, old) in before.debtors where after.debtors[id] == nil {
            #expect(old.status == .reserved, "DA 17.1.1, \(place)")
        }
        for (key, transfer) in after.transfers {
            guard let old = before.transfers[key] else { continue }
            if old.isFinalized { #expect(transfer.outcome == old.outcome, "DA 17.1.6, \(place)") }
            if old.isSettled { #expect(transfer.transferID == old.transferID, "DA 17.1.7, \(place)") }
            #expect(transfer.order == old.order && transfer.uuid == old.uuid, place)
        }
    }

    // MARK: DA 17.1.8, 17.5

    private func checkRepresentations(_ world: RandomWorld, _ place: Comment) throws {
        for transfer in world.node.transfers.values {
            var writer = JSONWriter()
            writer.transfer(transfer, now: world.now, approxSeconds: 10)
            let json = try JSONValue(json: writer.finish(), limits: .message)
            let committed = json["result"]?["committedAmount"]?.integer
            let expected = transfer.outcome.map { $0.errorCode == nil ? transfer.order.amount : 0 }
            #expect(committed == expected, "DA 17.1.8, \(place)")
            #expect((json["result"] == nil) == (json["checkupAt"] != nil), "DA-API 5.4, \(place)")
            let checkup = transferCheckup(initiatedAt: transfer.initiatedAt, now: world.now, approximateSeconds: 10)
            #expect(checkup.microseconds(since: world.now) >= 10_000_000, "DA 17.5, \(place)")
        }
        for debtor in world.node.debtors.values {
            #expect(debtor.account.lastHeartbeatTs <= world.latest, "DA 17.5, \(place)")
        }
    }

    // MARK: DA 17.2.1, 17.2.2

    /// Which request was effective is told by what clients see (status, update ID) and by the world, not by the sequence number.
    private func checkConfigurationMessages(_ before: ModelNode, _ after: ModelNode, restricted: DebtorID?, _ place: Comment) throws {
        for (id, debtor) in after.debtors {
            let old = before.debtors[id]
            let isEffective =
                (debtor.status != old?.status && debtor.status != .reserved)
                || debtor.configuration.latestUpdateID != (old?.configuration.latestUpdateID ?? 1)
                || restricted == id
            let emitted = after.sent[before.sent.count...].compactMap(\.configuration).filter {
                $0.debtorID == id && $0.negligibleAmount != AccountConfiguration.hugeNegligibleAmount
            }
            #expect(emitted.count == (isEffective ? 1 : 0), "DA 17.2.2, \(place)")
            guard let message = emitted.first else {
                #expect(debtor.configuration.lastSeqnum == (old?.configuration.lastSeqnum ?? 0), "DA 17.2.2, \(place)")
                #expect(debtor.configuration.data == (old?.configuration.data ?? ""), "DA 17.2.2, \(place)")
                #expect(debtor.minBalance == (old?.minBalance ?? .min), "DA 17.2.2, \(place)")
                continue
            }
            let last = old?.configuration
            #expect(message.ts >= last?.lastTs ?? .epoch, "DA 17.2.1, \(place)")
            #expect(message.ts > last?.lastTs ?? .epoch || message.seqnum.isLater(than: last?.lastSeqnum ?? 0), "DA 17.2.1, \(place)")
            #expect(message.configData == debtor.configuration.data, "DA 17.2.1, \(place)")
            #expect(message.configFlags == debtor.configuration.flags, "DA 17.2.1, \(place)")
            #expect(message.negligibleAmount == debtor.negligibleAmount, "DA 17.2.1, \(place)")
        }
    }

    // MARK: DA 17.2.4, 17.2.6, 17.2.7

    private func checkSettling(_ before: ModelNode, _ after: ModelNode, _ world: RandomWorld, _ place: Comment) throws {
        let finalizations = after.sent[before.sent.count...].compactMap(\.finalization)
        guard case .prepared(let prepared)? = world.delivered else {
            #expect(finalizations.isEmpty, "DA 17.2.4, \(place)")
            return
        }
        #expect(finalizations.count == 1, "DA 17.2.4, \(place)")
        let message = try #require(finalizations.first)
        #expect(message.debtorID == prepared.debtorID && message.creditorID == prepared.creditorID, "DA 17.2.4, \(place)")
        #expect(message.transferID == prepared.transferID, "DA 17.2.4, \(place)")
        #expect(message.coordinatorID == prepared.coordinatorID, "DA 17.2.4, \(place)")
        #expect(message.coordinatorRequestID == prepared.coordinatorRequestID, "DA 17.2.4, \(place)")
        guard message.committedAmount > 0 || !message.transferNote.isEmpty else { return }
        let key = TransferRequestKey(debtorID: message.debtorID, requestID: message.coordinatorRequestID)
        #expect(!world.cancelled.contains(key), "DA 17.2.6, \(place)")
        #expect(!world.deletedUnsettled.contains(key), "DA 17.2.7, \(place)")
        #expect(after.debtors[message.debtorID]?.status == .active, "DA 17.2.7, \(place)")
    }

    // MARK: DA 17.2.3, 17.2.5

    private func checkHistory(_ world: RandomWorld, _ place: Comment) throws {
        let preparations = world.node.sent.compactMap(\.preparation)
        let requests = preparations.map { TransferRequestKey(debtorID: $0.debtorID, requestID: $0.coordinatorRequestID) }
        #expect(Set(requests).count == requests.count, "DA 17.2.3, \(place)")
        #expect(Set(requests) == Set(world.everCreated.keys), "DA 17.2.3, \(place)")

        var committed: [TransferRequestKey: TransferID] = [:]
        for message in world.node.sent.compactMap(\.finalization) where message.committedAmount > 0 {
            let key = TransferRequestKey(debtorID: message.debtorID, requestID: message.coordinatorRequestID)
            let transfer = try #require(world.everCreated[key])
            #expect(message.committedAmount == transfer.order.amount, "DA 17.2.5, \(place)")
            #expect(committed[key] ?? message.transferID == message.transferID, "DA 17.2.5, \(place)")
            committed[key] = message.transferID
        }
    }

    // MARK: DA 17.3

    @Test("delivering a message twice, now or later, leaves the state as delivering it once", arguments: seeds)
    func duplicates(seed: UInt64) {
        var world = RandomWorld(seed: seed)
        for step in 0..<Self.steps {
            world.step()
            guard !world.inFlight.isEmpty, world.random.oneIn(3) else { continue }
            let message = world.random.pick(world.inFlight)
            var once = world.node
            once.deliver(message, now: world.now)
            var twice = once
            twice.deliver(message, now: world.now + 1)
            #expect(twice.transfers == once.transfers, "DA 17.3.1, seed \(seed), step \(step)")
            #expect(
                twice.debtors.mapValues(withoutHeartbeat) == once.debtors.mapValues(withoutHeartbeat),
                "DA 17.3.1, seed \(seed), step \(step)")
            let again = twice.sent[once.sent.count...]
            switch message {
            case .prepared: #expect(again.count == 1, "DA 17.2.4, seed \(seed), step \(step)")
            case .accountUpdate(let update):
                #expect(again.isEmpty || once.debtors[update.debtorID]?.isActive != true, "DA 17.3.1, seed \(seed), step \(step)")
            default: #expect(again.isEmpty, "DA 17.3.1, seed \(seed), step \(step)")
            }
        }
    }

    private func withoutHeartbeat(_ debtor: Debtor) -> Debtor {
        var debtor = debtor
        debtor.account.lastHeartbeatTs = .epoch
        return debtor
    }

    @Test("updates of one account end, in any order, in the state of the greatest one", arguments: seeds)
    func reordering(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let updates = (0..<8).map { n in
            Sample.update(Sample.active(), principal: Int64(-n), ts: noon - Double(n)) {
                $0.creationDate = CalendarDate(rawValue: 19_727 + Int32(n % 2))
                $0.lastChangeTs = noon + Double((n * 3) % 4)
                $0.lastChangeSeqnum = SequenceNumber(Int32(n) &- 3)
                if n % 3 == 0 { $0.configData = "other" }
            }
        }
        let greatest = try #require(
            updates.max { a, b in
                (a.creationDate, a.lastChangeTs, a.lastChangeSeqnum.rawValue) < (
                    b.creationDate, b.lastChangeTs, b.lastChangeSeqnum.rawValue
                )
            })
        var alone: Debtor? = Sample.active()
        _ = alone.receive(greatest, now: noon, infoIRI: nil)

        var shuffled: Debtor? = Sample.active()
        for update in (updates + updates).shuffled(using: &random) { _ = shuffled.receive(update, now: noon, infoIRI: nil) }

        #expect(withoutHeartbeat(shuffled!) == withoutHeartbeat(alone!), "DA 17.3.2, seed \(seed)")
    }

    @Test("of rejection, finalization and cancellation the first one decides", arguments: seeds)
    func firstOutcome(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var transfer: RunningTransfer? = Sample.transfer()
        if random.oneIn(2) { _ = transfer.receive(Sample.prepared(Sample.transfer()), now: noon) }
        var outcome: TransferOutcome?
        for step in 0..<20 {
            switch Int.random(in: 0..<4, using: &random) {
            case 0: transfer.receive(Sample.rejected(Sample.transfer(), code: "R\(step)"), now: noon + Double(step))
            case 1: transfer.receive(Sample.finalized(Sample.transfer()), now: noon + Double(step))
            case 2: transfer.receive(Sample.finalized(Sample.transfer(), amount: 0, code: "F\(step)"), now: noon + Double(step))
            default: try? transfer.cancel(now: noon + Double(step))
            }
            if let outcome { #expect(transfer?.outcome == outcome, "DA 17.3.3, seed \(seed), step \(step)") }
            outcome = transfer?.outcome
        }
        #expect(outcome != nil, "seed \(seed)")
    }
}
