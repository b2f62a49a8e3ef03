import NodeKit
import SMPProtocol

/// Bodies of the transfers API (CA-API 13).
extension JSONWriter {
    /// CA-API 13.2.
    ///
    /// - Parameter approxSeconds: how long a transfer is expected to take.
    mutating func transfer(_ t: RunningTransfer, now: Timestamp, approxSeconds: Double) {
        beginObject()
        member("type", "Transfer")
        member("uri", Path.transfer(t.creditor, t.uuid))
        member("transferUuid", t.uuid.text)
        reference("transfersList", Path.creditor(t.creditor) + "transfers-list")
        accountIdentity("recipient", uri: t.request.recipientURI)
        member("amount", t.request.amount)
        member("noteFormat", t.request.noteFormat)
        member("note", t.request.note)
        options(t.request)
        member("initiatedAt", t.initiatedAt)
        if let outcome = t.outcome {
            result("result", TransferResultBody(outcome, amount: t.request.amount))
        } else {
            member("checkupAt", transferCheckup(initiatedAt: t.initiatedAt, now: now, approximateSeconds: approxSeconds))
        }
        version(t.version)
        endObject()
    }

    private mutating func options(_ r: TransferRequest) {
        key("options")
        beginObject()
        member("type", "TransferOptions")
        member("finalInterestRateTimestamp", r.finalInterestRateAt)
        member("lockedAmount", r.lockedAmount)
        if let deadline = r.deadline { member("deadline", deadline) }
        endObject()
    }

    /// CA-API 13.6.
    mutating func committedTransfer(_ t: CommittedTransfer) {
        beginObject()
        member("type", "CommittedTransfer")
        member("uri", Path.committedTransfer(t.key, t.transfer))
        reference("account", Path.account(t.key))
        if t.coordinatorType != .direct { member("rationale", t.coordinatorType) }
        accountIdentity("sender", uri: Self.uri(t.key.debtor, t.sender))
        accountIdentity("recipient", uri: Self.uri(t.key.debtor, t.recipient))
        member("acquiredAmount", t.link.acquiredAmount)
        member("noteFormat", t.noteFormat)
        member("note", t.note)
        member("committedAt", t.link.committedAt)
        endObject()
    }

    /// CA-API 7.3: something is always shown.
    private static func uri(_ debtor: DebtorID, _ account: AccountID) -> String {
        SwptURI.write(debtor, account) ?? SwptURI.write(debtor) + "/!"
    }
}
