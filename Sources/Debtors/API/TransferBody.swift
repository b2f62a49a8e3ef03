import SMPProtocol

// The representations of transfers (DA-API 5.4, 5.5).

extension RunningTransfer {
    var path: String { "\(debtorID.path)/transfers/\(uuid.text)" }

    /// When to look again: after as long as it has taken so far, and not sooner than transfers are expected to take.
    func checkupAt(now: Timestamp, approxSeconds: Double) -> Timestamp {
        let age = now.microseconds(since: initiatedAt)
        return now.adding(microseconds: max(age, Int64(approxSeconds * 1e6)))
    }
}

extension JSONWriter {
    /// DA-API 5.4
    mutating func transfer(_ transfer: RunningTransfer, now: Timestamp, approxSeconds: Double) {
        beginObject()
        member("type", "Transfer")
        member("uri", transfer.path)
        member("transferUuid", transfer.uuid.text)
        reference("transfersList", transfer.debtorID.path + "/transfers/")
        account("recipient", uri: transfer.order.recipientURI)
        member("amount", transfer.order.amount)
        member("noteFormat", transfer.order.noteFormat)
        member("note", transfer.order.note)
        member("initiatedAt", transfer.initiatedAt)
        if let outcome = transfer.outcome {
            key("result")
            result(outcome, amount: transfer.order.amount)
        } else {
            member("checkupAt", transfer.checkupAt(now: now, approxSeconds: approxSeconds))
        }
        endObject()
    }

    private mutating func result(_ outcome: TransferOutcome, amount: Int64) {
        beginObject()
        member("type", "TransferResult")
        member("finalizedAt", outcome.finalizedAt)
        member("committedAmount", outcome.isSuccessful ? amount : 0)
        if let code = outcome.errorCode {
            key("error")
            beginObject()
            member("type", "TransferError")
            member("errorCode", code)
            if code == StatusCode.insufficientAvailableAmount {
                member("totalLockedAmount", outcome.totalLockedAmount ?? 0)
            }
            endObject()
        }
        endObject()
    }

    /// DA-API 5.5. The URIs of the items are relative to that of the list.
    mutating func transfersList(of debtor: DebtorID, _ uuids: [TransferUUID]) {
        beginObject()
        member("type", "TransfersList")
        member("uri", debtor.path + "/transfers/")
        reference("debtor", debtor.path + "/")
        member("itemsType", "ObjectReference")
        key("items")
        beginArray()
        for uuid in uuids { reference(uuid.text) }
        endArray()
        member("first", "")
        endObject()
    }
}
