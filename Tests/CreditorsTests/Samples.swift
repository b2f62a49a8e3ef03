import SMPProtocol

@testable import Creditors

/// Values that many tests begin with.
enum Sample {
    static let now = Timestamp(seconds: 1_750_000_000)
    static let creditorID = CreditorID(4_294_967_296)
    static let debtorID = DebtorID(1)
    static let key = AccountKey(creditor: creditorID, debtor: debtorID)
    static let day: Int64 = 86_400_000_000
    static let birthday = CalendarDate(rawValue: 19_727)
    static let rules = MessageRules(
        logRetentionMicroseconds: 45 * day, maxTransferDelayMicroseconds: 14 * day, ledgerBurst: 1000, range: range)
    static let scanRules = AccountScanRules(
        maxHeartbeatDelayMicroseconds: 365 * day, maxTransferDelayMicroseconds: 14 * day, maxConfigDelayMicroseconds: day)
    static let range = IDRange(min: CreditorID(0x1_0000_0000), max: CreditorID(0x0000_01ff_ffff_ffff))

    static func creditor(_ id: CreditorID = creditorID, status: Creditor.Status = .active) -> Creditor {
        var creditor = Creditor.reserved(id, reservationID: 8841, logRelic: nil, ledgerRelic: 0, now: now)
        creditor.status = status
        return creditor
    }

    static func ids(from first: Int64 = 100) -> FirstUpdateIDs {
        FirstUpdateIDs((0..<7).map { UpdateID(first + $0) })
    }

    /// A new account that the accounting authority does not know yet.
    static func account(_ key: AccountKey = key, firstUpdateID: Int64 = 100) -> Account {
        Account.new(key, firstEntryAbove: 1, ids: ids(from: firstUpdateID), now: now)
    }

    /// An account whose first configuration the accounting authority has confirmed.
    static func confirmed(_ key: AccountKey = key) -> AccountData {
        var data = account(key).data
        var creditor = creditor(key.creditor)
        var effects = Effects()
        _ = data.apply(update(confirming: data), creditor: &creditor, now: now, effects: &effects)
        return data
    }

    /// An AccountUpdate that confirms the present configuration of an account.
    static func update(
        confirming data: AccountData, creationDate: CalendarDate = birthday, seqnum: Int32 = 1,
        _ change: (inout AccountUpdate) -> Void = { _ in }
    ) -> AccountUpdate {
        var m = AccountUpdate(
            debtorID: data.key.debtor, creditorID: data.key.creditor, creationDate: creationDate, lastChangeTs: now,
            lastChangeSeqnum: SequenceNumber(seqnum), principal: 0, interest: 0, interestRate: 0, lastInterestRateChangeTs: .epoch,
            lastConfigTs: data.config.at, lastConfigSeqnum: data.config.seqnum, negligibleAmount: data.config.negligibleAmount,
            configFlags: data.config.flags, configData: data.config.data, accountID: AccountID("alice-1")!, debtorInfoIRI: "",
            debtorInfoContentType: "", debtorInfoSHA256: "", lastTransferNumber: 0, lastTransferCommittedAt: .epoch, demurrageRate: 0,
            commitPeriod: 2_592_000, transferNoteMaxBytes: 500, ts: now, ttl: 1_000_000)
        change(&m)
        return m
    }

    static func transfer(
        _ key: AccountKey, _ number: Int64, after previous: Int64, acquired: Int64, principal: Int64,
        creationDate: CalendarDate = birthday, committedAt: Timestamp = now.adding(seconds: -60)
    ) -> AccountTransfer {
        AccountTransfer(
            transferNoteFormat: "", transferNote: "", debtorID: key.debtor, creditorID: key.creditor, coordinatorType: .direct,
            creationDate: creationDate, transferNumber: TransferNumber(number), sender: AccountID("bob-2")!,
            recipient: AccountID("alice-1")!, acquiredAmount: acquired, committedAt: committedAt, principal: principal, ts: now,
            previousTransferNumber: TransferNumber(previous))
    }

    static func transfer(
        _ number: Int64, after previous: Int64, acquired: Int64, principal: Int64, creationDate: CalendarDate = birthday,
        committedAt: Timestamp = now.adding(seconds: -60)
    ) -> AccountTransfer {
        transfer(
            key, number, after: previous, acquired: acquired, principal: principal, creationDate: creationDate, committedAt: committedAt)
    }

    static func link(_ number: Int64, after previous: Int64, acquired: Int64, principal: Int64, committedAt: Timestamp = now) -> ChainLink {
        ChainLink(
            number: TransferNumber(number), previous: TransferNumber(previous), acquiredAmount: acquired, principal: principal,
            committedAt: committedAt)
    }

    static func request(amount: Int64 = 1500, lockedAmount: Int64 = 0) -> TransferRequest {
        TransferRequest(
            debtor: debtorID, amount: amount, recipientURI: "swpt:1/bob-2", recipient: AccountID("bob-2")!, noteFormat: "a.b",
            note: "April rent", deadline: nil, finalInterestRateAt: .farFuture, lockedAmount: lockedAmount)
    }

    static let uuid = TransferUUID(path: "5d2f1c1e-7a3b-4f53-9a3c-0f4c3b9d1a10")!

    static func running(amount: Int64 = 1500, lockedAmount: Int64 = 0, requestID: Int64 = 5) -> RunningTransfer {
        var creditor = creditor()
        var effects = Effects()
        return creditor.initiate(
            request(amount: amount, lockedAmount: lockedAmount), uuid: uuid, requestID: CoordinatorRequestID(requestID), now: now,
            effects: &effects)
    }
}
