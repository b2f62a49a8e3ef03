import NodeKit
import Persistence
import SMPProtocol
import Synchronization

/// Does the least that a handler of `AccountUpdate` messages can do: validates them, and stores the newest state of each account, in one
/// statement per batch.
final class MinimalHandler: InboxHandler {
    static let schema = """
        CREATE TABLE account (
            debtor_id bigint NOT NULL, creditor_id bigint NOT NULL, principal bigint NOT NULL, last_change_ts timestamptz NOT NULL,
            PRIMARY KEY (debtor_id, creditor_id)
        ) WITH (fillfactor = 50)
        """

    private static let store = Statement(
        "account.store",
        """
        INSERT INTO account AS a (debtor_id, creditor_id, principal, last_change_ts)
        SELECT DISTINCT ON (u.debtor_id, u.creditor_id) u.* FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::timestamptz[])
            AS u (debtor_id, creditor_id, principal, last_change_ts)
        ORDER BY u.debtor_id, u.creditor_id, u.last_change_ts DESC
        ON CONFLICT (debtor_id, creditor_id) DO UPDATE SET principal = excluded.principal, last_change_ts = excluded.last_change_ts
        WHERE a.last_change_ts < excluded.last_change_ts
        """)

    let node = Node.creditors
    private let database: Database
    private let count = Atomic<Int>(0)
    private let isDone = WakeUp()
    private let expected: Int

    init(database: Database, expected: Int) {
        self.database = database
        self.expected = expected
    }

    func verdict(on kind: MessageKind, body: [UInt8]) -> InboxVerdict<AccountUpdate> {
        .reading(AccountUpdate.self, from: body) { .handle($0) }
    }

    func handle(_ messages: [AccountUpdate]) async throws {
        try await database.execute(
            Self.store, messages.map(\.debtorID), messages.map(\.creditorID), messages.map(\.principal), messages.map(\.lastChangeTs))
        if count.add(messages.count, ordering: .relaxed).newValue >= expected { isDone.raise() }
    }

    /// Returns when all have been handled.
    func wait() async {
        await isDone.wait(after: 0, atMostSeconds: 600)
        precondition(count.load(ordering: .relaxed) >= expected, "not all messages were handled in time")
    }
}
