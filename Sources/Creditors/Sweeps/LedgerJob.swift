import Logging
import NodeKit
import SMPProtocol

/// `process_ledger_updates` (CA 10.4): finishes ledgers that no message could finish at once, because the chain of waiting transfers was
/// too long, or because a gap has become too old to wait any longer.
struct LedgerJob: Sendable {
    let store: CreditorsStore
    let rules: MessageRules
    let logger: Logger
    /// How many ledgers are taken up at once.
    let chunk: Int
    /// How many transactions run at once.
    let threads: Int

    /// How many ledgers one transaction processes.
    private static let ledgersPerTransaction = 100

    /// - Parameter name: the command.
    func role(_ name: String, waitSeconds: Double, quitsEarly: Bool) -> some NodeRole {
        PeriodicRole(
            name, everySeconds: waitSeconds, quitsEarly: quitsEarly, wakeUp: store.wakeUps.subscribe(to: .ledgers), pass: pass)
    }

    /// One pass over the work list.
    @Sendable func pass() async throws {
        try await WorkListJob(
            chunk: chunk, groupSize: Self.ledgersPerTransaction, threads: threads,
            from: AccountKey(creditor: CreditorID(.min), debtor: DebtorID(.min)), list: store.ledgersWithWork,
            advance: { try await store.advanceLedgers($0, rules, logger: logger) }
        ).pass()
    }
}
