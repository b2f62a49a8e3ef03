import NodeKit
import Persistence
import SMPProtocol

extension DebtorsStore {
    /// DA 12.2: deletes and changes debtors as the verdict says; leaves alone those that somebody else is working on.
    func tidy(_ ids: [DebtorID], _ verdict: @Sendable (Debtor, Timestamp) -> ScannerVerdict) async throws {
        try await transaction { tx, _ in
            // Who contradicts himself by now is told of by the next walk.
            let debtors = try tx.query(DebtorRows.lockFree(ids)).readable(DebtorRows.decode)
            let now = now()
            var deleted: [DebtorID] = []
            var changed: [Debtor] = []
            for var debtor in debtors {
                switch verdict(debtor, now) {
                case .keep: break
                case .delete: deleted.append(debtor.id)
                case .reportIneffectualConfiguration:
                    debtor.reportIneffectualConfiguration()
                    changed.append(debtor)
                }
            }
            if !deleted.isEmpty { tx.enqueue(DebtorRows.delete(deleted)) }
            if !changed.isEmpty { tx.enqueue(DebtorRows.update(changed)) }
        }
    }
}
