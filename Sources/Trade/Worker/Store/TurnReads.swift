import NodeKit
import Persistence
import SMPProtocol

/// What sub-phases read of whole tables, for `copyOut`.
enum TurnReads {
    /// As ``DocumentRows`` reads them (TW 13.2).
    static let documents = Statement("debtor_info_document.all", "SELECT \(DocumentRows.table.columns) FROM debtor_info_document t")

    /// As (debtor, locator) (TW 13.3).
    static let claims = Statement(
        "debtor_locator_claim.confirmed",
        "SELECT debtor_id, debtor_info_locator FROM debtor_locator_claim WHERE debtor_info_locator IS NOT NULL")

    /// As ``PolicyRows`` reads them, one creditor after the other (TW 14.3).
    static let policies = Statement(
        "trading_policy.all", "SELECT \(PolicyRows.table.columns) FROM trading_policy t ORDER BY creditor_id, debtor_id")

    private static let policiesOfStatement = Statement(
        "trading_policy.of_creditor", "SELECT \(PolicyRows.table.columns) FROM trading_policy t WHERE creditor_id = $1")

    /// Those of one creditor (TW 13.4).
    static func policies(of creditor: CreditorID) -> Query { policiesOfStatement(creditor) }

    /// The accounts of collectors that this worker has asked for, as ``WorkerAccountRows`` reads them, one creditor after the other, and
    /// since when each is out of use (TW 23.7).
    static let neededAccounts = Statement(
        "worker_account.needed",
        """
        SELECT \(WorkerAccountRows.table.columns), n.collection_disabled_since FROM worker_account t
        JOIN needed_worker_account n ON n.creditor_id = t.creditor_id AND n.debtor_id = t.debtor_id ORDER BY t.creditor_id, t.debtor_id
        """)

    private static let preparedLocksStatement = Statement(
        "account_lock.prepared",
        """
        SELECT \(LockRows.table.columns) FROM account_lock t
        WHERE turn_id = $1 AND transfer_id IS NOT NULL AND finalized_at IS NULL AND released_at IS NULL
            AND CASE WHEN $2 THEN amount < 0 ELSE amount > 0 END
        """)

    /// Of sellers or of buyers, as ``LockRows`` reads them (TW 16.2).
    static func preparedLocks(of turn: TurnID, selling: Bool) -> Query { preparedLocksStatement(turn, selling) }

    private static let lockedAccountsStatement = Statement(
        "account_lock.of_turn", "SELECT creditor_id, debtor_id FROM account_lock WHERE turn_id = $1")

    /// As (creditor, debtor) (TW 17.3).
    static func lockedAccounts(of turn: TurnID) -> Query { lockedAccountsStatement(turn) }
}
