import SMPProtocol
import TestSupport

@testable import Trade

/// Random messages of all types that a worker takes, about rows that ``RandomRows`` has.
extension RandomRows {
    mutating func message() -> any InboxMessage {
        switch Int.random(in: 0..<24, using: &random) {
        case 0...4: userMessage()
        case 5...9: documentMessage()
        case 10...12: collectorMessage()
        case 13...16: answer()
        case 17...20: transferMessage()
        default: accountTransfer()
        }
    }

    private mutating func userMessage() -> any InboxMessage {
        let key = key()
        let updateID: UpdateID = random.pick([1, 2, 5, 6])
        switch Int.random(in: 0..<5, using: &random) {
        case 0:
            return Sample.ledger(
                key, updateID: updateID, accountID: random.pick(["", "new"]), principal: anyInteger(), number: number(), ts: moment())
        case 1: return Sample.policy(key, updateID: updateID, name: maybe { _ in "p" }, min: -5, max: 7, peg: (666, 0.3), ts: moment())
        case 2: return Sample.flags(key, updateID: updateID, flags: random.pick([0, 1]), ts: moment())
        case 3:
            return Sample.offer(
                key, amount: random.pick([-.max, -amount(), amount(), .max]), number: number(), turn: random.pick(Self.turns))
        default:
            return ReviseAccountLock(creditorID: key.creditor, debtorID: key.debtor, turnID: random.pick(Self.turns), ts: Sample.now)
        }
    }

    private mutating func documentMessage() -> any InboxMessage {
        let (iri, debtor) = (random.pick(Self.locators), random.pick(Self.debtors))
        switch Int.random(in: 0..<5, using: &random) {
        case 0: return StoreDocument(info(), at: iri, ts: moment())
        case 1: return DiscoverDebtor(debtorID: debtor, iri: iri, forceLocatorRefetch: chance(), ts: moment())
        case 2: return ConfirmDebtor(debtorID: debtor, debtorInfoLocator: iri, ts: moment())
        case 3: return NeededCollector(debtorID: debtor, ts: moment())
        default:
            return FetchDebtorInfo(
                iri: iri, debtorID: debtor, isLocatorFetch: chance(), isDiscoveryFetch: chance(),
                forcedIRI: maybe { $0.random.pick(Self.locators) }, recursionLevel: random.pick([0, 2, 32_767]), ts: moment())
        }
    }

    private mutating func collectorMessage() -> any InboxMessage {
        let key = AccountKey(creditor: random.pick(Self.collectors), debtor: random.pick(Self.debtors))
        switch Int.random(in: 0..<5, using: &random) {
        case 0, 1:
            let (moment, date, id, iri, seqnum) = (moment(), date(), name(), random.pick(Self.locators), random.pick([0, 1, Int32.max]))
            return Sample.update(key, ts: moment) {
                $0.creationDate = date
                $0.accountID = id
                $0.debtorInfoIRI = iri
                $0.lastChangeSeqnum = SequenceNumber(seqnum)
                $0.lastInterestRateChangeTs = moment
                $0.interestRate = -2.2
            }
        case 2: return AccountPurge(debtorID: key.debtor, creditorID: key.creditor, creationDate: date(), ts: moment())
        case 3: return CalculateSurplus(collectorID: key.creditor, debtorID: key.debtor, turnID: random.pick(Self.turns), ts: moment())
        default:
            return RejectedConfig(
                debtorID: key.debtor, creditorID: key.creditor, configTs: moment(), configSeqnum: 0, configFlags: 0, configData: "",
                negligibleAmount: 0, rejectionCode: "NO", ts: moment())
        }
    }

    /// Of an authority; most are about a request that was made.
    private mutating func answer() -> any InboxMessage {
        var (key, request) = (key(), CoordinatorRequestID(Int64.random(in: 1...max(1, requestCount), using: &random)))
        var (transfer, amount) = (random.pick([55, 56]) as TransferID, amount())
        if chance(), let account = self.key(of: known.locks), let lock = known.locks[account] {
            (key, request) = (account, lock.requestID)
            if let prepared = lock.prepared, !chance(4) { transfer = prepared.transferID }
        } else if let attempt = self.key(of: known.attempts).flatMap({ known.attempts[$0] }), let open = attempt.latestTry {
            (key, request, amount) = (attempt.key.status.account, open.requestID, open.amount)
            if let commit = open.commit, !chance(4) { transfer = commit.transferID }
        }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return Sample.rejected(key, request: request, random.pick(["TIMEOUT", "RECIPIENT_IS_UNREACHABLE", "X"]))
        case 1:
            let status = random.pick(["OK", "TIMEOUT", "NEWER_INTEREST_RATE"])
            return Sample.finalized(key, request: request, transfer: transfer, committed: status == "OK" ? amount : 0, status)
        default:
            return Sample.prepared(
                key, request: request, transfer: transfer, locked: self.amount(), demurrageRate: random.pick([-50, -50, -51]),
                deadline: random.pick([.farFuture, .farFuture, Sample.now]))
        }
    }

    private mutating func transferMessage() -> any InboxMessage {
        let attempt =
            key(of: known.attempts) ?? AttemptKey(status: status(), recipient: creditor(), kind: random.pick([.moving, .unassigned]))
        let (collector, turn, debtor) = (attempt.status.collector, attempt.status.turn, attempt.status.debtor)
        let status = key(of: known.statuses) ?? status()
        switch Int.random(in: 0..<6, using: &random) {
        case 0:
            return TriggerTransfer(
                collectorID: collector, turnID: turn, debtorID: debtor, creditorID: attempt.recipient, transferKind: attempt.kind,
                ts: moment())
        case 1:
            return AccountIDRequest(
                collectorID: collector, turnID: turn, debtorID: debtor, creditorID: attempt.recipient, transferKind: attempt.kind,
                ts: moment())
        case 2:
            return AccountIDResponse(
                collectorID: collector, turnID: turn, debtorID: debtor, creditorID: attempt.recipient, transferKind: attempt.kind,
                accountID: name(), accountIDVersion: anyInteger(), ts: moment())
        case 3: return StartSending(collectorID: status.collector, turnID: status.turn, debtorID: status.debtor, ts: moment())
        case 4: return StartDispatching(collectorID: status.collector, turnID: status.turn, debtorID: status.debtor, ts: moment())
        default:
            let leg = knownLeg()
            return AbandonedTransfer(
                collectorID: leg.status.collector, turnID: leg.status.turn, debtorID: leg.status.debtor, creditorID: leg.other,
                isCollecting: chance(), ts: moment())
        }
    }

    private mutating func knownLeg() -> LegKey {
        let legs = chance() ? known.collectings.mapValues { Array($0.keys) } : known.receivings.mapValues { Array($0.keys) }
        guard let status = key(of: legs), let others = legs[status], !others.isEmpty else { return leg() }
        return LegKey(status, random.pick(others.sorted()))
    }

    /// Some have notes that do not fit.
    private mutating func accountTransfer() -> any InboxMessage {
        let leg = knownLeg()
        var (debtor, turn) = (leg.status.debtor, leg.status.turn)
        let kind: AgentTransferNote.Kind = random.pick([.collecting, .sending, .dispatching, .moving])
        var (first, second) = chance(4) ? (leg.other, leg.status.collector) : (leg.status.collector, leg.other)
        if kind == .sending && chance() { swap(&first, &second) }
        var (owner, amount) = (random.pick([first, second]), random.pick([-amount(), known.collectings[leg]?.amount ?? amount()]))
        if chance(3), let key = key(of: known.locks), let lock = known.locks[key] {
            (first, second, owner, amount, debtor, turn) = (lock.collector, key.creditor, key.creditor, lock.amount, key.debtor, lock.turn)
        }
        var message = Sample.transfer(kind, first, second, to: owner, amount, number: 9, turn: turn)
        message.ts = moment()
        message.debtorID = debtor
        if chance(10) { message.coordinatorType = .direct }
        return message
    }
}
