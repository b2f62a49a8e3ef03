import NodeKit
import Persistence
import SMPProtocol

extension Effects: StoredEffects {
    /// Queues everything that decisions have left behind; it is sent with COMMIT.
    func enqueue(in tx: Transaction) {
        if !removedSendings.isEmpty { tx.enqueue(LegTable.sending.delete(removedSendings)) }
        if !removedDispatchings.isEmpty { tx.enqueue(LegTable.dispatching.delete(removedDispatchings)) }
        if !collectorChanges.isEmpty { tx.enqueue(SolverWorkRows.insert(collectorChanges)) }
        if !neededCollectors.isEmpty { tx.enqueue(SolverWorkRows.insert(needed: neededCollectors)) }
        if !explanations.isEmpty { tx.enqueue(ExplanationRows.add(explanations)) }
        if !delayedTransfers.isEmpty { tx.enqueue(DelayedTransferRows.insert(delayedTransfers)) }
        Outbox.append(messages.map { OutboxMessage($0.message) }, in: tx)
    }

    func announce(to wakeUps: WakeUps) {
        if !messages.isEmpty { wakeUps.raise(.outbox) }
        if attemptsDueAt != nil { wakeUps.raise(.attempts) }
        for loop in self.wakeUps {
            switch loop {
            case .dispatching: wakeUps.raise(.dispatching)
            case .fetching: wakeUps.raise(.fetching)
            case .collectorSync: wakeUps.raise(.collectorSync)
            }
        }
    }
}

extension WakeUps.Channel {
    /// Some collector's turn may have reached its next stage (TW-21).
    static let dispatching = WakeUps.Channel(rawValue: "dispatching")
    /// An attempt was rescheduled (TW 22.12).
    static let attempts = WakeUps.Channel(rawValue: "attempts")
    /// A document is to be fetched (TW 10.5).
    static let fetching = WakeUps.Channel(rawValue: "fetching")
    /// The solver's database is to be told something (TW 11.4).
    static let collectorSync = WakeUps.Channel(rawValue: "collector_sync")
}

/// The tables `collector_status_change` and `needed_collector_account`: work towards the solver's database.
enum SolverWorkRows {
    private static let changeStatement = Statement(
        "collector_status_change.insert",
        """
        INSERT INTO collector_status_change (collector_id, debtor_id, from_status, to_status, account_id)
        SELECT collector_id, debtor_id, from_status, to_status, account_id
        FROM unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::smallint[], $5::text[]) WITH ORDINALITY
            AS n (collector_id, debtor_id, from_status, to_status, account_id, position)
        ORDER BY position
        """)
    private static let neededStatement = Statement(
        "needed_collector_account.insert",
        """
        INSERT INTO needed_collector_account (debtor_id, collector_id) SELECT * FROM unnest($1::bigint[], $2::bigint[])
        ON CONFLICT DO NOTHING
        """)

    /// In this order: the changes of one collector build on each other.
    static func insert(_ c: [CollectorChange]) -> Query {
        changeStatement(
            c.map(\.key.creditor), c.map(\.key.debtor), c.map(\.step.from), c.map(\.step.to), c.map(\.step.accountID))
    }

    static func insert(needed: [AccountKey]) -> Query { neededStatement(needed.map(\.debtor), needed.map(\.creditor)) }
}

extension CollectorChange.Step {
    /// The status that the collector must have.
    var from: CollectorStatus {
        switch self {
        case .requested: .pristine
        case .activated: .requested
        case .enabled, .broken: .disabled
        }
    }

    /// The status that it gets.
    var to: CollectorStatus {
        switch self {
        case .requested, .broken: .requested
        case .activated, .enabled: .active
        }
    }

    /// What becomes known with it.
    var accountID: AccountID? { if case .activated(let id) = self { id } else { nil } }
}

/// The table `delayed_account_transfer`.
enum DelayedTransferRows {
    private static let insertStatement = Statement(
        "delayed_account_transfer.insert",
        """
        INSERT INTO delayed_account_transfer (
            turn_id, creditor_id, debtor_id, creation_date, transfer_number, coordinator_type, committed_at, acquired_amount,
            transfer_note_format, transfer_note, principal, previous_transfer_number, sender, recipient, ts)
        SELECT * FROM unnest($1::integer[], $2::bigint[], $3::bigint[], $4::date[], $5::bigint[], $6::text[], $7::timestamptz[],
            $8::bigint[], $9::text[], $10::text[], $11::bigint[], $12::bigint[], $13::text[], $14::text[], $15::timestamptz[])
        """)

    static func insert(_ d: [DelayedAccountTransfer]) -> Query {
        let m = d.map(\.message)
        return insertStatement(
            d.map(\.turn), m.map(\.creditorID), m.map(\.debtorID), m.map(\.creationDate), m.map(\.transferNumber), m.map(\.coordinatorType),
            m.map(\.committedAt), m.map(\.acquiredAmount), m.map(\.transferNoteFormat), m.map(\.transferNote), m.map(\.principal),
            m.map(\.previousTransferNumber), m.map(\.sender), m.map(\.recipient), m.map(\.ts))
    }
}
