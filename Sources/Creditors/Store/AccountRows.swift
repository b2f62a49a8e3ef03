import NodeKit
import Persistence
import SMPProtocol

/// The table `account`.
enum AccountRows {
    private static let displayColumns =
        "s.debtor_name, s.amount_divisor, s.decimal_places, s.unit, s.known_debtor, s.display_update_id, s.display_update_ts"
    private static let exchangeColumns =
        "s.policy, s.min_principal, s.max_principal, s.peg_exchange_rate, s.peg_debtor_id, s.exchange_update_id, s.exchange_update_ts"
    private static let knowledgeColumns = "s.knowledge, s.knowledge_update_id, s.knowledge_update_ts"

    /// A whole account in one row, from one snapshot.
    private static let readWholeStatement = Statement(
        "account.read_whole",
        """
        SELECT s.created_at, s.update_id, \(displayColumns), \(exchangeColumns), \(knowledgeColumns), \(AccountDataRows.columns)
        FROM account s JOIN account_data a ON a.creditor_id = s.creditor_id AND a.debtor_id = s.debtor_id
        WHERE s.creditor_id = $1 AND s.debtor_id = $2
        """)

    static func readWhole(_ key: AccountKey) -> Query { readWholeStatement(key.creditor, key.debtor) }

    static func decodeWhole(_ rows: Rows, _ key: AccountKey) throws -> Account? {
        guard let row = rows.first else { return nil }
        var cursor = RowCursor(row)
        let createdAt: Timestamp = try cursor.next()
        let settings = AccountSettings(
            key: key, createdAt: createdAt, version: Version(id: try cursor.next(), at: createdAt), display: try display(&cursor),
            exchange: try exchange(&cursor), knowledge: try knowledge(&cursor))
        return Account(data: try AccountDataRows.decode(row, from: 19), settings: settings)
    }

    private static func display(_ c: inout RowCursor) throws -> AccountDisplay {
        try AccountDisplay(
            settings: DisplaySettings(
                debtorName: c.next(), amountDivisor: c.next(), decimalPlaces: c.next(), unit: c.next(), knownDebtor: c.next()),
            version: Version(id: c.next(), at: c.next()))
    }

    private static func exchange(_ c: inout RowCursor) throws -> AccountExchange {
        let (policy, least, most): (String?, Int64, Int64) = (try c.next(), try c.next(), try c.next())
        let (rate, debtor): (Double?, DebtorID?) = (try c.next(), try c.next())
        let peg: ExchangeSettings.Peg? = if let rate, let debtor { .init(exchangeRate: rate, debtor: debtor) } else { nil }
        return AccountExchange(
            settings: ExchangeSettings(policy: policy, minPrincipal: least, maxPrincipal: most, peg: peg),
            version: Version(id: try c.next(), at: try c.next()))
    }

    private static func knowledge(_ c: inout RowCursor) throws -> AccountKnowledge {
        try AccountKnowledge(text: c.next(), version: Version(id: c.next(), at: c.next()))
    }

    // MARK: Parts

    private static let readDisplayStatement = Statement(
        "account.read_display", "SELECT \(displayColumns) FROM account s WHERE s.creditor_id = $1 AND s.debtor_id = $2")
    private static let readExchangeStatement = Statement(
        "account.read_exchange", "SELECT \(exchangeColumns) FROM account s WHERE s.creditor_id = $1 AND s.debtor_id = $2")
    private static let readKnowledgeStatement = Statement(
        "account.read_knowledge", "SELECT \(knowledgeColumns) FROM account s WHERE s.creditor_id = $1 AND s.debtor_id = $2")

    static func readDisplay(_ key: AccountKey) -> Query { readDisplayStatement(key.creditor, key.debtor) }
    static func readExchange(_ key: AccountKey) -> Query { readExchangeStatement(key.creditor, key.debtor) }
    static func readKnowledge(_ key: AccountKey) -> Query { readKnowledgeStatement(key.creditor, key.debtor) }

    static func decodeDisplay(_ rows: Rows) throws -> AccountDisplay? { try decode(rows, display) }
    static func decodeExchange(_ rows: Rows) throws -> AccountExchange? { try decode(rows, exchange) }
    static func decodeKnowledge(_ rows: Rows) throws -> AccountKnowledge? { try decode(rows, knowledge) }

    private static func decode<Part>(_ rows: Rows, _ part: (inout RowCursor) throws -> Part) throws -> Part? {
        guard let row = rows.first else { return nil }
        var cursor = RowCursor(row)
        return try part(&cursor)
    }

    // MARK: Questions

    private static let existsStatement = Statement(
        "account.exists", "SELECT EXISTS (SELECT FROM account WHERE creditor_id = $1 AND debtor_id = $2)")

    static func exists(_ key: AccountKey) -> Query { existsStatement(key.creditor, key.debtor) }

    private static let isNameTakenStatement = Statement(
        "account.is_name_taken",
        "SELECT EXISTS (SELECT FROM account WHERE creditor_id = $1 AND debtor_name = $2 AND debtor_id <> $3)")

    /// Whether another account of the creditor is displayed under this name. No name is never taken.
    static func isNameTaken(_ name: String?, besides key: AccountKey) -> Query { isNameTakenStatement(key.creditor, name, key.debtor) }

    private static let isPegTargetStatement = Statement(
        "account.is_peg_target",
        "SELECT EXISTS (SELECT FROM account WHERE creditor_id = $1 AND peg_debtor_id = $2 AND debtor_id <> $2)")

    /// Whether another account of the creditor is pegged to this one.
    static func isPegTarget(_ key: AccountKey) -> Query { isPegTargetStatement(key.creditor, key.debtor) }

    private static let pageStatement = Statement(
        "account.page",
        "SELECT debtor_id FROM account WHERE creditor_id = $1 AND debtor_id > $2 ORDER BY debtor_id LIMIT $3")
    private static let firstPageStatement = Statement(
        "account.first_page", "SELECT debtor_id FROM account WHERE creditor_id = $1 ORDER BY debtor_id LIMIT $2")

    static func page(_ creditor: CreditorID, after debtor: DebtorID?, limit: Int64) -> Query {
        debtor.map { pageStatement(creditor, $0, limit) } ?? firstPageStatement(creditor, limit)
    }

    private static let allStatement = Statement("account.all", "SELECT debtor_id FROM account WHERE creditor_id = $1 ORDER BY debtor_id")

    static func all(_ creditor: CreditorID) -> Query { allStatement(creditor) }

    // MARK: Changes

    private static let insertStatement = Statement(
        "account.insert",
        """
        INSERT INTO account (creditor_id, debtor_id, created_at, update_id, amount_divisor, decimal_places, known_debtor,
            display_update_id, display_update_ts, min_principal, max_principal, exchange_update_id, exchange_update_ts, knowledge,
            knowledge_update_id, knowledge_update_ts)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        """)

    /// A new account has no texts and no peg.
    static func insert(_ s: AccountSettings) -> Query {
        let (display, exchange, knowledge) = (s.display, s.exchange, s.knowledge)
        precondition(display.settings == .default && exchange.settings == .default, "a new account has default settings")
        return insertStatement(
            s.key.creditor, s.key.debtor, s.createdAt, s.version.id, display.settings.amountDivisor, display.settings.decimalPlaces,
            display.settings.knownDebtor, display.version.id, display.version.at, exchange.settings.minPrincipal,
            exchange.settings.maxPrincipal, exchange.version.id, exchange.version.at, knowledge.text, knowledge.version.id,
            knowledge.version.at)
    }

    private static let updateDisplayStatement = Statement(
        "account.update_display",
        """
        UPDATE account SET debtor_name = $3, amount_divisor = $4, decimal_places = $5, unit = $6, known_debtor = $7,
            display_update_id = $8, display_update_ts = $9
        WHERE creditor_id = $1 AND debtor_id = $2
        """)

    static func update(_ key: AccountKey, _ d: AccountDisplay) -> Query {
        updateDisplayStatement(
            key.creditor, key.debtor, d.settings.debtorName, d.settings.amountDivisor, d.settings.decimalPlaces, d.settings.unit,
            d.settings.knownDebtor, d.version.id, d.version.at)
    }

    private static let updateExchangeStatement = Statement(
        "account.update_exchange",
        """
        UPDATE account SET policy = $3, min_principal = $4, max_principal = $5, peg_exchange_rate = $6, peg_debtor_id = $7,
            exchange_update_id = $8, exchange_update_ts = $9
        WHERE creditor_id = $1 AND debtor_id = $2
        """)

    static func update(_ key: AccountKey, _ e: AccountExchange) -> Query {
        updateExchangeStatement(
            key.creditor, key.debtor, e.settings.policy, e.settings.minPrincipal, e.settings.maxPrincipal, e.settings.peg?.exchangeRate,
            e.settings.peg?.debtor, e.version.id, e.version.at)
    }

    private static let updateKnowledgeStatement = Statement(
        "account.update_knowledge",
        """
        UPDATE account SET knowledge = $3, knowledge_update_id = $4, knowledge_update_ts = $5
        WHERE creditor_id = $1 AND debtor_id = $2
        """)

    static func update(_ key: AccountKey, _ k: AccountKnowledge) -> Query {
        updateKnowledgeStatement(key.creditor, key.debtor, k.text, k.version.id, k.version.at)
    }

    private static let deleteStatement = Statement("account.delete", "DELETE FROM account WHERE creditor_id = $1 AND debtor_id = $2")
    private static let deleteAllStatement = Statement("account.delete_all", "DELETE FROM account WHERE creditor_id = $1")

    static func delete(_ key: AccountKey) -> Query { deleteStatement(key.creditor, key.debtor) }
    static func deleteAll(_ creditor: CreditorID) -> Query { deleteAllStatement(creditor) }
}
