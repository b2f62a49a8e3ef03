import SMPProtocol
import TestSupport

@testable import Creditors

/// An accounting authority that commits transfers at random, replaces and purges accounts, and answers requests for transfers. Whether
/// its messages arrive, how often, and in which order, is somebody else's business.
struct SimulatedAuthority {
    struct Account {
        var creationDate: CalendarDate
        var number: Int64 = 0
        var principal: Int64 = 0
        var seqnum: Int32 = 0
        var lastCommittedAt = Timestamp.epoch
        var config: ConfigureAccount
        var isAlive = true
        var previousInMessages: Int64 = 0
    }

    var accounts: [AccountKey: Account] = [:]
    private var nextTransferID: Int64 = 1000
    private var answered: Set<RequestKey> = []
    private var finished: Set<TransferID> = []

    /// Reads what the node has sent, and answers.
    mutating func receive(_ message: Outgoing, now: Timestamp, random: inout SplitMix64) -> [any InboxMessage] {
        switch message {
        case .configureAccount(let m): return [configure(m, now: now)].compactMap(\.self)
        case .prepareTransfer(let m): return prepare(m, now: now, random: &random)
        case .finalizeTransfer(let m): return finalize(m, now: now, random: &random)
        case .updatedLedger, .updatedPolicy, .updatedFlags: return []
        case .rejectedConfig(let m): return [m]
        }
    }

    private mutating func configure(_ m: ConfigureAccount, now: Timestamp) -> (any InboxMessage)? {
        let key = AccountKey(creditor: m.creditorID, debtor: m.debtorID)
        if var account = accounts[key], account.isAlive {
            guard (m.ts, m.seqnum.rawValue) > (account.config.ts, account.config.seqnum.rawValue) else { return nil }
            account.config = m
            accounts[key] = account
        } else if m.configFlags & 1 == 0 {
            let birthday = (accounts[key]?.creationDate.rawValue ?? Sample.birthday.rawValue) + 1
            accounts[key] = Account(creationDate: CalendarDate(rawValue: birthday), config: m)
        } else {
            return nil
        }
        return update(key, now: now)
    }

    /// An AccountUpdate with the present state.
    mutating func update(_ key: AccountKey, now: Timestamp) -> (any InboxMessage)? {
        guard var account = accounts[key], account.isAlive else { return nil }
        account.seqnum &+= 1
        accounts[key] = account
        return AccountUpdate(
            debtorID: key.debtor, creditorID: key.creditor, creationDate: account.creationDate, lastChangeTs: now,
            lastChangeSeqnum: SequenceNumber(account.seqnum), principal: account.principal, interest: 0, interestRate: 1,
            lastInterestRateChangeTs: .epoch, lastConfigTs: account.config.ts, lastConfigSeqnum: account.config.seqnum,
            negligibleAmount: account.config.negligibleAmount, configFlags: account.config.configFlags,
            configData: account.config.configData, accountID: AccountID("acc-\(key.creditor.unsigned)")!, debtorInfoIRI: "",
            debtorInfoContentType: "", debtorInfoSHA256: "", lastTransferNumber: TransferNumber(account.number),
            lastTransferCommittedAt: account.lastCommittedAt, demurrageRate: 0, commitPeriod: 1000, transferNoteMaxBytes: 500, ts: now,
            ttl: .max)
    }

    /// Commits a transfer. Now and then the principal changes a little more than the message says, as it does with interest.
    mutating func commit(_ key: AccountKey, now: Timestamp, random: inout SplitMix64) -> (any InboxMessage)? {
        guard var account = accounts[key], account.isAlive else { return nil }
        if Int.random(in: 0..<4, using: &random) == 0 { account.principal += Int64.random(in: -3...3, using: &random) }
        var acquired = Int64.random(in: -50...100, using: &random)
        if acquired == 0 { acquired = 1 }
        let previous = account.number
        account.number += Int64.random(in: 1...3, using: &random)
        account.principal += acquired
        account.lastCommittedAt = now
        accounts[key] = account
        return Sample.transfer(
            key, account.number, after: previous, acquired: acquired, principal: account.principal,
            creationDate: account.creationDate, committedAt: now)
    }

    /// The account ceases to exist; the next configuration makes a new one.
    mutating func purge(_ key: AccountKey, now: Timestamp) -> (any InboxMessage)? {
        guard let account = accounts[key], account.isAlive else { return nil }
        accounts[key]!.isAlive = false
        return AccountPurge(debtorID: key.debtor, creditorID: key.creditor, creationDate: account.creationDate, ts: now)
    }

    private mutating func prepare(_ m: PrepareTransfer, now: Timestamp, random: inout SplitMix64) -> [any InboxMessage] {
        guard answered.insert(RequestKey(m.coordinatorID, m.coordinatorRequestID)).inserted else { return [] }
        if Int.random(in: 0..<3, using: &random) == 0 {
            return [
                RejectedTransfer(
                    debtorID: m.debtorID, creditorID: m.creditorID, coordinatorType: .direct, coordinatorID: m.coordinatorID,
                    coordinatorRequestID: m.coordinatorRequestID, statusCode: "INSUFFICIENT_AVAILABLE_AMOUNT", totalLockedAmount: 5, ts: now
                )
            ]
        }
        // Sometimes a transfer is prepared twice, which the protocol forbids.
        return (0..<Int.random(in: 1...2, using: &random)).map { _ in
            nextTransferID += 1
            return PreparedTransfer(
                debtorID: m.debtorID, creditorID: m.creditorID, coordinatorType: .direct, coordinatorID: m.coordinatorID,
                coordinatorRequestID: m.coordinatorRequestID, transferID: TransferID(nextTransferID), lockedAmount: m.maxLockedAmount,
                recipient: m.recipient, preparedAt: now, demurrageRate: 0, deadline: .farFuture, finalInterestRateTs: .farFuture, ts: now)
        }
    }

    private mutating func finalize(_ m: FinalizeTransfer, now: Timestamp, random: inout SplitMix64) -> [any InboxMessage] {
        guard finished.insert(m.transferID).inserted else { return [] }
        let fails = Int.random(in: 0..<4, using: &random) == 0
        return [
            FinalizedTransfer(
                debtorID: m.debtorID, creditorID: m.creditorID, coordinatorType: .direct, coordinatorID: m.coordinatorID,
                coordinatorRequestID: m.coordinatorRequestID, transferID: m.transferID, committedAmount: fails ? 0 : m.committedAmount,
                statusCode: fails ? "TIMEOUT" : "OK", totalLockedAmount: 3, preparedAt: now, ts: now)
        ]
    }
}
