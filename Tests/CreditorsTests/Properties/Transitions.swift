import SMPProtocol

@testable import Creditors

/// What must be true of two moments in the life of a node (CA 20): what never changes again, and what only grows.
enum Transitions {
    /// Of two moments with one step between them.
    static func violations(from old: SimulatedNode, to new: SimulatedNode) -> [String] {
        accounts(old, new) + transfers(old, new) + gaps(old, new)
    }

    /// CA 20.2.1, 20.2.2: logs and ledgers only grow; every new transfer is logged once. Of any two moments; looks at everything.
    static func rewritten(from old: SimulatedNode, to new: SimulatedNode) -> [String] {
        var wrong: [String] = []
        for (id, entries) in old.log where new.log[id]?.starts(with: entries) != true {
            wrong.append("20.2.1: the log of \(id) was rewritten")
        }
        for (key, entries) in old.ledgers where new.ledgers[key]?.starts(with: entries) != true {
            wrong.append("20.1.2: the ledger of \(key) was rewritten")
        }
        let logged = new.log.values.joined().filter { if case .committedTransfer = $0.object { true } else { false } }
        if logged.count != new.committed.count || Set(logged.map { "\($0.creditor) \($0.object)" }).count != logged.count {
            wrong.append("20.2.2: \(logged.count) entries about \(new.committed.count) transfers")
        }
        return wrong
    }

    private static func accounts(_ old: SimulatedNode, _ new: SimulatedNode) -> [String] {
        var wrong: [String] = []
        for (key, after) in new.accounts {
            guard let before = old.accounts[key] else { continue }
            let versions = [
                (before.config.version, after.config.version), (before.info.version, after.info.version),
                (before.ledger.version, after.ledger.version),
            ]
            if versions.contains(where: { $1.id < $0.id || ($1.id == $0.id && $1 != $0) }) { wrong.append("20.3.1: \(key)") }
            let lives = (before.server.creationDate, after.server.creationDate)
            if lives.1 < lives.0 { wrong.append("the server account of \(key) became older") }
            if lives.0 == lives.1 && after.ledger.lastTransferNumber < before.ledger.lastTransferNumber { wrong.append("20.1.9: \(key)") }
            let (beat, nextBeat) = (before.server.lastHeartbeatAt, after.server.lastHeartbeatAt)
            if nextBeat < beat || nextBeat > max(beat, new.now) { wrong.append("20.5.3: \(key)") }
            if after.ledger.lastEntryID < before.ledger.lastEntryID { wrong.append("20.1.2: entry IDs of \(key) went back") }
        }
        return wrong
    }

    /// CA 20.6.1, 20.6.2: outcomes and transfer IDs are written once.
    private static func transfers(_ old: SimulatedNode, _ new: SimulatedNode) -> [String] {
        var wrong: [String] = []
        for (key, before) in old.transfers {
            guard let after = new.transfers[key] else { continue }
            if let outcome = before.outcome, outcome != after.outcome { wrong.append("20.6.1: \(key.request)") }
            if before.transferID != nil || before.isFinalized, before.transferID != after.transferID {
                wrong.append("20.6.2: \(key.request)")
            }
            if before.request != after.request || before.uuid != after.uuid { wrong.append("\(key.request) is another transfer") }
        }
        return wrong
    }

    /// CA 20.1.8: no gap is bridged too early.
    private static func gaps(_ old: SimulatedNode, _ new: SimulatedNode) -> [String] {
        var wrong: [String] = []
        let cutoff = new.now.adding(microseconds: -new.rules.maxTransferDelayMicroseconds)
        for (key, entries) in new.ledgers {
            let before = old.accounts[key]
            var reached = (before?.server.creationDate, before?.ledger.lastTransferNumber ?? 0)
            for entry in entries.dropFirst(old.ledgers[key]?.count ?? 0) {
                guard let transfer = entry.transfer else { continue }
                guard let link = new.committed[CommittedTransferKey(account: key, transfer: transfer)]?.link else {
                    wrong.append("20.1.5: entry \(entry.id) of \(key)")
                    continue
                }
                if reached.0 != transfer.creationDate { reached = (transfer.creationDate, 0) }
                if link.previous != reached.1 && link.committedAt >= cutoff { wrong.append("20.1.8: entry \(entry.id) of \(key)") }
                reached.1 = link.number
            }
        }
        return wrong
    }
}
