import SMPProtocol

@testable import Creditors

/// What must be true of a node at any moment (CA 20). Each check returns what is wrong, in words.
enum Invariants {
    static func violations(of node: SimulatedNode) -> [String] {
        ledgers(node) + logs(node) + updateIDs(node) + tradeNotifications(node) + configurations(node) + transfers(node) + structure(node)
    }

    /// CA 20.5.2: configurations of one life increase, and the stored one is the last that was sent.
    private static func configurations(_ node: SimulatedNode) -> [String] {
        var wrong: [String] = []
        var last: [AccountKey: ConfigureAccount] = [:]
        for case .configureAccount(let m) in node.sent {
            let key = AccountKey(creditor: m.creditorID, debtor: m.debtorID)
            // With the counter 0 a life begins, or an orphan is told to go.
            if let before = last[key], m.seqnum != 0, (m.ts, m.seqnum.rawValue) <= (before.ts, before.seqnum.rawValue) {
                wrong.append("20.5.2: \(key) went back to \(m.seqnum)")
            }
            last[key] = m
        }
        for (key, account) in node.accounts where last[key]?.ts != account.config.at || last[key]?.seqnum != account.config.seqnum {
            wrong.append("20.5.2: the configuration of \(key) is not the one that was sent")
        }
        return wrong
    }

    /// CA 20.1.
    private static func ledgers(_ node: SimulatedNode) -> [String] {
        var wrong: [String] = []
        for (key, entries) in node.ledgers {
            var transfersSeen: Set<TransferKey> = []
            for (entry, next) in zip(entries, entries.dropFirst()) {
                if next.id == entry.id + 1 {
                    if next.principal != entry.principal + next.acquiredAmount { wrong.append("20.1.1: entry \(next.id) of \(key)") }
                    if let a = entry.transfer, let b = next.transfer, a.creationDate == b.creationDate, b.number <= a.number {
                        wrong.append("20.1.4: numbers do not increase at entry \(next.id) of \(key)")
                    }
                } else {
                    if next.id < entry.id + 2 { wrong.append("20.1.2: entry \(next.id) after \(entry.id) of \(key)") }
                    transfersSeen.removeAll()
                }
            }
            for entry in entries {
                if entry.acquiredAmount == 0 || entry.acquiredAmount == .min { wrong.append("20.1.6: entry \(entry.id) of \(key)") }
                guard let transfer = entry.transfer else { continue }
                let stored = node.committed[CommittedTransferKey(account: key, transfer: transfer)]?.link
                if stored?.acquiredAmount != entry.acquiredAmount || stored?.principal != entry.principal {
                    wrong.append("20.1.5: entry \(entry.id) of \(key)")
                }
            }
            guard let account = node.accounts[key], let last = entries.last, last.id > account.ledger.lastEntryID - 1 else { continue }
            if last.id == account.ledger.lastEntryID && last.principal != account.ledger.principal {
                wrong.append("20.1.3: principal of \(key)")
            }
        }
        return wrong
    }

    /// CA 20.2.
    private static func logs(_ node: SimulatedNode) -> [String] {
        var wrong: [String] = []
        for (id, entries) in node.log {
            if entries.map(\.id) != Array(1...Int64(entries.count)) { wrong.append("20.2.1: log of \(id) has holes") }
            if node.creditors[id]?.lastLogEntryID != entries.last?.id { wrong.append("20.2.1: end of the log of \(id)") }
            var latest: [LogObject: UpdateID] = [:]
            var lists: (accounts: UpdateID, transfers: UpdateID) = (1, 1)
            for (index, entry) in entries.enumerated() {
                if let updateID = entry.updateID {
                    if updateID <= latest[entry.object] ?? 0 { wrong.append("20.2.3: entry \(entry.id) of \(id)") }
                    latest[entry.object] = updateID
                }
                switch entry.object {
                case .accountsList:
                    if entry.updateID != lists.accounts.next { wrong.append("20.2.5: entry \(entry.id) of \(id)") }
                    lists.accounts = entry.updateID ?? 0
                case .transfersList:
                    if entry.updateID != lists.transfers.next { wrong.append("20.2.4: entry \(entry.id) of \(id)") }
                    lists.transfers = entry.updateID ?? 0
                case .transfer:
                    let changesList = entry.isDeleted || entry.updateID == 1
                    let isFollowed = index + 1 < entries.count && entries[index + 1].object == .transfersList
                    if changesList != isFollowed { wrong.append("20.2.4: after entry \(entry.id) of \(id)") }
                    if entry.isDeleted { latest[entry.object] = nil }
                default: break
                }
            }
            wrong += replay(entries, of: id, node)
        }
        return wrong
    }

    /// CA 20.2.6 and 20.2.7: what a client knows who has read the whole log.
    private static func replay(_ entries: [LogEntry], of id: CreditorID, _ node: SimulatedNode) -> [String] {
        var known: [LogObject: LogEntry] = [:]
        for entry in entries where entry.updateID ?? .init(.max) >= known[entry.object]?.updateID ?? 0 { known[entry.object] = entry }
        var wrong: [String] = []
        for (key, account) in node.accounts where key.creditor == id {
            guard let entry = known[.accountLedger(key.debtor)], !entry.isDeleted else { continue }
            let data = LogData.ledger(principal: account.ledger.principal, nextEntryID: account.ledger.nextEntryID)
            if entry.updateID != account.ledger.version.id || entry.data != data { wrong.append("20.2.6: ledger of \(key)") }
        }
        for transfer in node.transfers.values where transfer.creditor == id {
            let entry = known[.transfer(transfer.uuid)]
            let data = transfer.outcome.map { LogData.finalized(at: $0.finalizedAt, errorCode: $0.errorCode) }
            if entry?.data != data || entry?.isDeleted != false { wrong.append("20.2.6: transfer \(transfer.uuid.text)") }
        }
        return wrong
    }

    /// CA 20.3.
    private static func updateIDs(_ node: SimulatedNode) -> [String] {
        let ids = node.accounts.values.flatMap { [$0.config.version.id, $0.info.version.id, $0.ledger.version.id] }
        return ids.contains { $0 > node.sequence } ? ["20.3.2: the sequence is behind"] : []
    }

    /// CA 20.4: the notification with the largest update ID tells the present state.
    private static func tradeNotifications(_ node: SimulatedNode) -> [String] {
        var ledger: [AccountKey: UpdatedLedger] = [:]
        var flags: [AccountKey: UpdatedFlags] = [:]
        var wrong: [String] = []
        for message in node.sent {
            switch message {
            case .updatedLedger(let m):
                let key = AccountKey(creditor: m.creditorID, debtor: m.debtorID)
                if let before = ledger[key], before.updateID >= m.updateID { wrong.append("20.4.1: ledger of \(key)") }
                ledger[key] = m
            case .updatedFlags(let m):
                let key = AccountKey(creditor: m.creditorID, debtor: m.debtorID)
                if let before = flags[key], before.updateID >= m.updateID { wrong.append("20.4.1: flags of \(key)") }
                flags[key] = m
            default: break
            }
        }
        for (key, account) in node.accounts {
            if ledger[key]?.principal ?? 0 != account.ledger.principal { wrong.append("20.4.2: ledger of \(key)") }
            if flags[key]?.configFlags ?? 0 != account.config.flags { wrong.append("20.4.2: flags of \(key)") }
        }
        for key in node.deleted where ledger[key]?.principal != 0 || flags[key]?.configFlags != 0 {
            wrong.append("20.4.2: \(key) is deleted")
        }
        return wrong
    }

    /// CA 20.6.
    private static func transfers(_ node: SimulatedNode) -> [String] {
        var wrong: [String] = []
        for transfer in node.transfers.values {
            if transfer.version.id != (transfer.isFinalized ? 2 : 1) { wrong.append("20.6.1: \(transfer.uuid.text)") }
        }
        var commits: [RequestKey: FinalizeTransfer] = [:]
        for case .finalizeTransfer(let m) in node.sent where m.committedAmount > 0 {
            let key = RequestKey(m.coordinatorID, m.coordinatorRequestID)
            if let first = commits[key],
                (first.transferID, first.committedAmount, first.transferNote) != (m.transferID, m.committedAmount, m.transferNote)
            {
                wrong.append("20.6.3: request \(key.request)")
            }
            commits[key] = m
            if node.transfers[key]?.outcome?.errorCode == "CANCELED_BY_THE_SENDER" { wrong.append("20.6.4: request \(key.request)") }
        }
        let answers = node.sent.filter { if case .finalizeTransfer = $0 { true } else { false } }
        if answers.count != node.preparedCount {
            wrong.append("20.6.5: \(answers.count) answers to \(node.preparedCount) prepared transfers")
        }
        let requests = node.sent.compactMap { message -> RequestKey? in
            if case .prepareTransfer(let m) = message { RequestKey(m.coordinatorID, m.coordinatorRequestID) } else { nil }
        }
        if Set(requests).count != requests.count { wrong.append("20.6.7: a request was sent twice") }
        return wrong
    }

    /// CA 20.5.5 and 20.8.
    private static func structure(_ node: SimulatedNode) -> [String] {
        var wrong: [String] = []
        for (key, account) in node.accounts {
            if account.isDeletionSafe && account.server.exists { wrong.append("20.5.5: \(key)") }
            let waiting = node.committed.keys.contains {
                $0.account == key && $0.transfer.creationDate == account.server.creationDate
                    && $0.transfer.number > account.ledger.lastTransferNumber
            }
            if !account.ledger.hasWork && waiting != (account.ledger.pendingTransferAt != nil) {
                wrong.append("the waiting transfers of \(key) are not what its row says")
            }
            if node.creditors[key.creditor]?.isActive != true { wrong.append("20.8.1: \(key)") }
        }
        for (id, creditor) in node.creditors where creditor.isActive != (node.pins[id] != nil) { wrong.append("20.8.1: PIN of \(id)") }
        return wrong
    }
}
