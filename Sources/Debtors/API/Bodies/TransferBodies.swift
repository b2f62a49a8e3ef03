import NodeKit
import SMPProtocol

// The representations of transfers (DA-API 5.4, 5.5).

extension RunningTransfer {
    var path: String { "\(debtorID.path)/transfers/\(uuid.text)" }
}

extension JSONWriter {
    /// DA-API 5.4
    mutating func transfer(_ transfer: RunningTransfer, now: Timestamp, approxSeconds: Double) {
        beginObject()
        member("type", "Transfer")
        member("uri", transfer.path)
        member("transferUuid", transfer.uuid.text)
        reference("transfersList", transfer.debtorID.path + "/transfers/")
        accountIdentity("recipient", uri: transfer.order.recipientURI)
        member("amount", transfer.order.amount)
        member("noteFormat", transfer.order.noteFormat)
        member("note", transfer.order.note)
        member("initiatedAt", transfer.initiatedAt)
        if let outcome = transfer.outcome {
            result("result", TransferResultBody(outcome, amount: transfer.order.amount))
        } else {
            member("checkupAt", transferCheckup(initiatedAt: transfer.initiatedAt, now: now, approximateSeconds: approxSeconds))
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
