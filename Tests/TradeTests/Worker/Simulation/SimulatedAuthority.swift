import SMPProtocol

@testable import Trade

/// An accounting authority of all currencies: holds balances, locks, commits, and keeps book of everything that it was asked for. What
/// happens to its messages is somebody else's business.
struct SimulatedAuthority {
    struct Account {
        var id: AccountID
        var creationDate = Sample.birthday
        var balance: Int64
        var number: Int64 = 0
        /// Percents per year; only told, never applied: so that no token comes or goes.
        var rate: Double = 0
        var rateChangedAt = Timestamp.epoch
        var changes: Int32 = 0
        var ledgerUpdates: Int64 = 0
    }

    struct Prepared {
        let request: PrepareTransfer
        let locked: Int64
        let deadline: Timestamp
    }

    /// A committed transfer, as its note names it.
    struct Deed: Hashable {
        let note: String
        let debtor: DebtorID
    }

    let rules: WorkerRules
    var accounts: [AccountKey: Account] = [:]
    private(set) var prepared: [TransferID: Prepared] = [:]
    /// What was paid.
    private(set) var deeds: [Deed: [Int64]] = [:]
    /// Commits that were refused because there was not enough.
    private(set) var overdrafts = 0
    private var lastTransferID: Int64 = 1000

    init(rules: WorkerRules) { self.rules = rules }

    func total(_ debtor: DebtorID) -> Int64 { accounts.filter { $0.key.debtor == debtor }.values.reduce(0) { $0 + $1.balance } }

    private func key(_ id: AccountID, _ debtor: DebtorID) -> AccountKey? {
        accounts.first { $0.key.debtor == debtor && $0.value.id == id }?.key
    }

    private func available(_ key: AccountKey) -> Int64 {
        let locked = prepared.values.filter { $0.request.creditorID == key.creditor && $0.request.debtorID == key.debtor }
        return accounts[key]!.balance - locked.reduce(0) { $0 + $1.locked }
    }

    mutating func receive(_ message: Outgoing, now: Timestamp) -> [any SMPMessage] {
        switch message {
        case .prepareTransfer(let m): [prepare(m, now: now)]
        case .finalizeTransfer(let m): finalize(m, now: now)
        default: []
        }
    }

    private mutating func prepare(_ m: PrepareTransfer, now: Timestamp) -> any SMPMessage {
        let sender = AccountKey(creditor: m.creditorID, debtor: m.debtorID)
        func reject(_ status: String) -> any SMPMessage {
            RejectedTransfer(
                debtorID: m.debtorID, creditorID: m.creditorID, coordinatorType: .agent, coordinatorID: m.coordinatorID,
                coordinatorRequestID: m.coordinatorRequestID, statusCode: status, totalLockedAmount: 0, ts: now)
        }
        guard accounts[sender] != nil, key(m.recipient, m.debtorID) != nil else { return reject(StatusCode.recipientIsUnreachable) }
        let locked = min(m.maxLockedAmount, max(0, available(sender)))
        guard locked >= m.minLockedAmount else { return reject(StatusCode.insufficientAvailableAmount) }
        lastTransferID += 1
        let deadline = now.adding(seconds: min(Int64(m.maxCommitDelay), 50 * 86_400))
        let open = Prepared(request: m, locked: locked, deadline: deadline)
        prepared[TransferID(lastTransferID)] = open
        return answer(TransferID(lastTransferID), open, now: now)
    }

    private func answer(_ id: TransferID, _ open: Prepared, now: Timestamp) -> PreparedTransfer {
        let m = open.request
        return PreparedTransfer(
            debtorID: m.debtorID, creditorID: m.creditorID, coordinatorType: .agent, coordinatorID: m.coordinatorID,
            coordinatorRequestID: m.coordinatorRequestID, transferID: id, lockedAmount: open.locked, recipient: m.recipient,
            preparedAt: now, demurrageRate: -20, deadline: open.deadline, finalInterestRateTs: m.finalInterestRateTs, ts: now)
    }

    /// What is prepared, once more, as authorities say it until somebody has finalized it (SMP 4.6).
    func reminders(now: Timestamp) -> [PreparedTransfer] {
        prepared.sorted { $0.key.rawValue < $1.key.rawValue }.map { answer($0.key, $0.value, now: now) }
    }

    private mutating func finalize(_ m: FinalizeTransfer, now: Timestamp) -> [any SMPMessage] {
        guard let open = prepared.removeValue(forKey: m.transferID) else { return [] }
        let sender = AccountKey(creditor: m.creditorID, debtor: m.debtorID)
        let recipient = key(open.request.recipient, m.debtorID)
        let status =
            if m.committedAmount == 0 { StatusCode.ok } else if now > open.deadline {
                StatusCode.timeout
            } else if accounts[sender]!.rateChangedAt > open.request.finalInterestRateTs {
                StatusCode.newerInterestRate
            } else if recipient == nil { StatusCode.recipientIsUnreachable } else if available(sender) < m.committedAmount {
                StatusCode.insufficientAvailableAmount
            } else { StatusCode.ok }
        if status == StatusCode.insufficientAvailableAmount { overdrafts += 1 }
        let paid = status == StatusCode.ok ? m.committedAmount : 0
        let answer = FinalizedTransfer(
            debtorID: m.debtorID, creditorID: m.creditorID, coordinatorType: .agent, coordinatorID: m.coordinatorID,
            coordinatorRequestID: m.coordinatorRequestID, transferID: m.transferID, committedAmount: paid, statusCode: status,
            totalLockedAmount: 0, preparedAt: now, ts: now)
        guard paid > 0, let recipient else { return [answer] }
        deeds[Deed(note: m.transferNote, debtor: m.debtorID), default: []].append(paid)
        return [answer] + move(-paid, sender, m, now: now) + move(paid, recipient, m, now: now)
    }

    /// Changes a balance, and tells those who want to know.
    private mutating func move(_ amount: Int64, _ key: AccountKey, _ m: FinalizeTransfer, now: Timestamp) -> [any SMPMessage] {
        accounts[key]!.balance += amount
        accounts[key]!.number += 1
        let account = accounts[key]!
        let notice = AccountTransfer(
            transferNoteFormat: m.transferNoteFormat, transferNote: m.transferNote, debtorID: key.debtor, creditorID: key.creditor,
            coordinatorType: .agent, creationDate: account.creationDate, transferNumber: TransferNumber(account.number), sender: .none,
            recipient: .none, acquiredAmount: amount, committedAt: now, principal: account.balance, ts: now,
            previousTransferNumber: TransferNumber(account.number - 1))
        return [notice] + (rules.isCollector(key.creditor) ? [] : [ledger(key, now: now)])
    }

    // MARK: What others say

    /// The ledger of a user's account, as his agent tells it.
    mutating func ledger(_ key: AccountKey, now: Timestamp) -> UpdatedLedger {
        accounts[key]!.ledgerUpdates += 1
        let account = accounts[key]!
        return UpdatedLedger(
            debtorID: key.debtor, creditorID: key.creditor, updateID: UpdateID(account.ledgerUpdates), accountID: account.id,
            creationDate: account.creationDate, principal: account.balance, lastTransferNumber: TransferNumber(account.number), ts: now)
    }

    /// A collector's account.
    mutating func update(_ key: AccountKey, now: Timestamp) -> AccountUpdate {
        accounts[key]!.changes += 1
        let account = accounts[key]!
        return Sample.update(key, ts: now) {
            $0.lastChangeSeqnum = SequenceNumber(account.changes)
            $0.principal = account.balance
            $0.interestRate = account.rate
            $0.lastInterestRateChangeTs = account.rateChangedAt
            $0.accountID = account.id
            $0.ttl = .max
        }
    }

    mutating func changeRate(_ key: AccountKey, _ rate: Double, now: Timestamp) -> AccountUpdate {
        accounts[key]!.rate = rate
        accounts[key]!.rateChangedAt = now
        return update(key, now: now)
    }

    /// A user's account is deleted and comes back with another identity; its money is not touched. What was prepared from it is gone.
    mutating func recreate(_ key: AccountKey, now: Timestamp) -> UpdatedLedger {
        var account = accounts[key]!
        account.creationDate = CalendarDate(rawValue: account.creationDate.rawValue + 1)
        account.id = AccountID("\(key.creditor)-\(account.creationDate.rawValue)")!
        account.number = 0
        accounts[key] = account
        prepared = prepared.filter { $0.value.request.creditorID != key.creditor || $0.value.request.debtorID != key.debtor }
        return ledger(key, now: now)
    }

    func hasLockedAmount(_ key: AccountKey) -> Bool { available(key) < accounts[key]!.balance }
}
