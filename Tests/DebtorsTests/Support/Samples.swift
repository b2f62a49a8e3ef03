import SMPProtocol

@testable import Debtors

/// 2026-03-04T05:06:07.123456+00:00
let noon = Timestamp(microseconds: 1_772_600_767_123_456)

extension Timestamp {
    static func + (a: Timestamp, seconds: Double) -> Timestamp { a.adding(microseconds: Int64(seconds * 1e6)) }
    static func - (a: Timestamp, seconds: Double) -> Timestamp { a + -seconds }
}

let day = 86_400.0

enum Sample {
    static let debtorID: DebtorID = 4_294_967_296
    static let limits = Limits(maxTransfersPerMonth: 10, documentMaxSavesPerYear: 2)

    static func reserved(_ id: DebtorID = debtorID, now: Timestamp = noon) -> Debtor {
        Debtor.reserved(id: id, reservationID: ReservationID(rawValue: 77), now: now)
    }

    static func active(_ id: DebtorID = debtorID, now: Timestamp = noon) -> Debtor {
        var debtor: Debtor? = reserved(id, now: now)
        _ = try? debtor.activate(reservation: "77", now: now)
        return debtor!
    }

    static func order(amount: Int64 = 1000) -> TransferOrder {
        TransferOrder(
            amount: amount, recipientURI: "swpt:4294967296/1111", recipient: AccountID("1111")!, noteFormat: "fmt",
            note: "tést")
    }

    static func uuid(_ n: UInt64) -> TransferUUID { TransferUUID(high: 0x123e_4567_e89b_12d3, low: n) }

    static func transfer(amount: Int64 = 1000, n: UInt64 = 1) -> RunningTransfer {
        RunningTransfer(
            debtorID: debtorID, uuid: uuid(n), requestID: CoordinatorRequestID(Int64(n)), order: order(amount: amount),
            initiatedAt: noon)
    }

    /// What the accounting authority says about the account when it has applied the debtor's last configuration.
    static func update(
        _ debtor: Debtor, principal: Int64 = 0, ts: Timestamp = noon, ttl: Int32 = 1_000_000,
        _ change: (inout AccountUpdate) -> Void = { _ in }
    ) -> AccountUpdate {
        var update = AccountUpdate(
            debtorID: debtor.id, creditorID: .root, creationDate: CalendarDate(year: 2024, month: 1, day: 5)!,
            lastChangeTs: noon, lastChangeSeqnum: 1, principal: principal, interest: 0, interestRate: 0,
            lastInterestRateChangeTs: .epoch, lastConfigTs: debtor.configuration.lastTs,
            lastConfigSeqnum: debtor.configuration.lastSeqnum, negligibleAmount: debtor.negligibleAmount,
            configFlags: debtor.configuration.flags, configData: debtor.configuration.data,
            accountID: AccountID("0")!, debtorInfoIRI: "", debtorInfoContentType: "", debtorInfoSHA256: "",
            lastTransferNumber: 0, lastTransferCommittedAt: .epoch, demurrageRate: 0, commitPeriod: 2_592_000,
            transferNoteMaxBytes: 500, ts: ts, ttl: ttl)
        change(&update)
        return update
    }

    static func rejection(
        of debtor: Debtor, code: String = "INVALID_CONFIGURATION", _ change: (inout RejectedConfig) -> Void = { _ in }
    ) -> RejectedConfig {
        var message = RejectedConfig(
            debtorID: debtor.id, creditorID: .root, configTs: debtor.configuration.lastTs,
            configSeqnum: debtor.configuration.lastSeqnum, configFlags: debtor.configuration.flags,
            configData: debtor.configuration.data, negligibleAmount: debtor.negligibleAmount, rejectionCode: code,
            ts: noon)
        change(&message)
        return message
    }

    static func prepared(
        _ transfer: RunningTransfer, id: TransferID = 777, _ change: (inout PreparedTransfer) -> Void = { _ in }
    ) -> PreparedTransfer {
        var message = PreparedTransfer(
            debtorID: transfer.debtorID, creditorID: .root, coordinatorType: .issuing,
            coordinatorID: CoordinatorID(transfer.debtorID), coordinatorRequestID: transfer.requestID, transferID: id,
            lockedAmount: transfer.order.amount, recipient: transfer.order.recipient, preparedAt: noon,
            demurrageRate: 0, deadline: noon + day, finalInterestRateTs: .farFuture, ts: noon)
        change(&message)
        return message
    }

    static func rejected(
        _ transfer: RunningTransfer, code: String = "SENDER_IS_UNREACHABLE", locked: Int64 = 0,
        _ change: (inout RejectedTransfer) -> Void = { _ in }
    ) -> RejectedTransfer {
        var message = RejectedTransfer(
            debtorID: transfer.debtorID, creditorID: .root, coordinatorType: .issuing,
            coordinatorID: CoordinatorID(transfer.debtorID), coordinatorRequestID: transfer.requestID,
            statusCode: code, totalLockedAmount: locked, ts: noon)
        change(&message)
        return message
    }

    static func finalized(
        _ transfer: RunningTransfer, id: TransferID = 777, amount: Int64? = nil, code: String = "OK",
        locked: Int64 = 0, _ change: (inout FinalizedTransfer) -> Void = { _ in }
    ) -> FinalizedTransfer {
        var message = FinalizedTransfer(
            debtorID: transfer.debtorID, creditorID: .root, coordinatorType: .issuing,
            coordinatorID: CoordinatorID(transfer.debtorID), coordinatorRequestID: transfer.requestID, transferID: id,
            committedAmount: amount ?? transfer.order.amount, statusCode: code, totalLockedAmount: locked,
            preparedAt: noon, ts: noon)
        change(&message)
        return message
    }
}

extension Outgoing {
    var configuration: ConfigureAccount? {
        if case .configureAccount(let message) = self { message } else { nil }
    }
    var preparation: PrepareTransfer? {
        if case .prepareTransfer(let message) = self { message } else { nil }
    }
    var finalization: FinalizeTransfer? {
        if case .finalizeTransfer(let message) = self { message } else { nil }
    }
}
