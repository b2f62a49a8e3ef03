import NodeKit
import Persistence
import SMPProtocol

/// The table `trading_policy`.
enum PolicyRows: WorkerRows {
    static let table = WorkerTable(
        "trading_policy", key: ["creditor_id bigint", "debtor_id bigint"],
        values: [
            "latest_ledger_update_id bigint", "latest_ledger_update_ts timestamptz", "account_id text", "account_id_is_obsolete boolean",
            "creation_date date", "principal bigint", "last_transfer_number bigint", "latest_policy_update_id bigint",
            "latest_policy_update_ts timestamptz", "policy_name text", "min_principal bigint", "max_principal bigint",
            "peg_debtor_id bigint", "peg_exchange_rate double precision", "latest_flags_update_id bigint",
            "latest_flags_update_ts timestamptz", "config_flags integer",
        ])

    static func decode(_ row: Row) throws -> TradingPolicy {
        var c = RowCursor(row)
        var policy = TradingPolicy(key: AccountKey(creditor: try c.next(), debtor: try c.next()))
        policy.ledger = try .init(
            mark: .init(updateID: c.next(), ts: c.next()), accountID: c.next(), accountIDIsObsolete: c.next(), creationDate: c.next(),
            principal: c.next(), lastTransferNumber: c.next())
        policy.wishes = try .init(
            mark: .init(updateID: c.next(), ts: c.next()), policyName: c.next(), minPrincipal: c.next(), maxPrincipal: c.next())
        let (debtor, rate): (DebtorID?, Double?) = (try c.next(), try c.next())
        if let debtor, let rate { policy.wishes.peg = OwnPeg(debtor: debtor, exchangeRate: rate) }
        policy.flags = try .init(mark: .init(updateID: c.next(), ts: c.next()), configFlags: c.next())
        return policy
    }

    static func lock(_ keys: Set<AccountKey>) -> Query { table.lock(keys.map(\.creditor), keys.map(\.debtor)) }
    static func insert(_ entities: [TradingPolicy]) -> Query { store(table.insert, entities) }
    static func update(_ entities: [TradingPolicy]) -> Query { store(table.update, entities) }
    static func delete(_ keys: [AccountKey]) -> Query { table.delete(keys.map(\.creditor), keys.map(\.debtor)) }

    private static func store(_ statement: Statement, _ p: [TradingPolicy]) -> Query {
        statement(
            p.map(\.key.creditor), p.map(\.key.debtor), p.map(\.ledger.mark.updateID), p.map(\.ledger.mark.ts), p.map(\.ledger.accountID),
            p.map(\.ledger.accountIDIsObsolete), p.map(\.ledger.creationDate), p.map(\.ledger.principal),
            p.map(\.ledger.lastTransferNumber), p.map(\.wishes.mark.updateID), p.map(\.wishes.mark.ts), p.map(\.wishes.policyName),
            p.map(\.wishes.minPrincipal), p.map(\.wishes.maxPrincipal), p.map(\.wishes.peg?.debtor), p.map(\.wishes.peg?.exchangeRate),
            p.map(\.flags.mark.updateID), p.map(\.flags.mark.ts), p.map(\.flags.configFlags))
    }
}
