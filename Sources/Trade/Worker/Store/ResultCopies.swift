import Persistence
import SMPProtocol

// The tables that sub-phases fill through COPY (TW-14, TW 17.1).

extension ParticipationRows {
    static let copyTarget = CopyTarget("creditor_participation", "creditor_id", "debtor_id", "turn_id", "amount", "collector_id")
}

extension CollectingRows {
    static let copyTarget = CopyTarget(
        "worker_collecting", "collector_id", "turn_id", "debtor_id", "creditor_id", "amount", "collected", "purge_after")
}

extension SendingRows {
    static let copyTarget = CopyTarget(
        "worker_sending", "from_collector_id", "turn_id", "debtor_id", "to_collector_id", "amount", "purge_after")
}

extension ReceivingRows {
    static let copyTarget = CopyTarget(
        "worker_receiving", "to_collector_id", "turn_id", "debtor_id", "from_collector_id", "expected_amount", "received_amount",
        "purge_after")
}

extension DispatchingRows {
    static let copyTarget = CopyTarget(
        "worker_dispatching", "collector_id", "turn_id", "debtor_id", "creditor_id", "amount", "purge_after")
}

extension CopyWriter {
    mutating func append(_ p: CreditorParticipation) throws {
        try row(p.key.account.creditor, p.key.account.debtor, p.key.turn, p.amount, p.collector)
    }

    mutating func append(_ l: WorkerCollecting) throws {
        let (status, other) = (l.key.status, l.key.other)
        try row(status.collector, status.turn, status.debtor, other, l.amount, l.isCollected, l.purgeAfter)
    }

    mutating func append(_ l: WorkerSending) throws {
        let (status, other) = (l.key.status, l.key.other)
        try row(status.collector, status.turn, status.debtor, other, l.amount, l.purgeAfter)
    }

    mutating func append(_ l: WorkerReceiving) throws {
        let (status, other) = (l.key.status, l.key.other)
        try row(status.collector, status.turn, status.debtor, other, l.expectedAmount, l.receivedAmount, l.purgeAfter)
    }

    mutating func append(_ l: WorkerDispatching) throws {
        let (status, other) = (l.key.status, l.key.other)
        try row(status.collector, status.turn, status.debtor, other, l.amount, l.purgeAfter)
    }
}

extension ExplanationRows {
    static let copyTarget = CopyTarget(
        "trade_explanation", "creditor_id", "turn_id", "debtor_id", "wanted_amount", "traded_amount", "reason", "code", "other_debtor_id",
        "own_price", "market_price", "fetch_status", "fetch_failed_at")
}

extension CopyWriter {
    mutating func append(_ e: Explanation) throws {
        let o = e.obstacle
        try row(
            e.key.creditor, e.turn, e.key.debtor, e.wantedAmount, e.tradedAmount, o.reason.rawValue, o.code, o.otherDebtor, o.prices?.own,
            o.prices?.market, o.failedFetch?.status, o.failedFetch?.at)
    }
}

extension SolverCopyRows {
    /// As (debtor, collector, account ID, out of use since) (TW 14.6).
    static let collectorTarget = CopyTarget("usable_collector", "debtor_id", "collector_id", "account_id", "disabled_at")
    static let deleteCollectors = Statement("usable_collector.delete_all", "DELETE FROM usable_collector")

    private static let deleteHoarded = Statement("worker_hoarded_currency.delete_all", "DELETE FROM worker_hoarded_currency")
    private static let insertHoardedStatement = Statement(
        "worker_hoarded_currency.insert", "INSERT INTO worker_hoarded_currency (debtor_id) SELECT unnest($1::bigint[])")

    /// TW 23.7.
    static func replaceHoarded(_ debtors: [DebtorID]) -> [Query] { [Query(deleteHoarded), insertHoardedStatement(debtors)] }
}
