import NodeKit
import Persistence
import SMPProtocol

extension Effects {
    /// Queues everything that decisions have left behind; it is sent with COMMIT.
    ///
    /// - Parameter lastUpdateID: the last value of the sequence of update IDs, as it was read in this transaction.
    func enqueue(in tx: Transaction, lastUpdateID: UpdateID) {
        if let advance = UpdateIDs.reach(greatestUpdateID, from: lastUpdateID) { tx.enqueue(advance) }
        if !committedTransfers.isEmpty { tx.enqueue(CommittedTransferRows.insert(committedTransfers)) }
        if !ledger.isEmpty { tx.enqueue(LedgerRows.insert(ledger)) }
        if !log.isEmpty { tx.enqueue(LogRows.insert(log)) }
        Outbox.append(messages.map { OutboxMessage($0.message) }, in: tx)
    }
}

extension Transaction {
    func enqueue(_ queries: [Query]) {
        for query in queries { enqueue(query) }
    }
}
