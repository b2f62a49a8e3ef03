import Persistence
import SMPProtocol

/// Tables `most_bought_currency` and `overloaded_currency`.
enum CurrencyStatisticsRows {
    // MARK: The most bought currencies (TS2-8)

    static let averages = Statement("most_bought_currency.averages", "SELECT debtor_id, buyers_average_count FROM most_bought_currency")

    private static let deleteAverages: Statement = "DELETE FROM most_bought_currency"

    private static let insertAveragesStatement = Statement(
        "most_bought_currency.insert",
        """
        INSERT INTO most_bought_currency (debtor_id, buyers_average_count, debtor_info_locator)
        SELECT n.debtor, n.average, c.debtor_info_locator FROM unnest($2::int8[], $3::float4[]) AS n (debtor, average)
        JOIN currency_info c ON c.turn_id = $1 AND c.debtor_id = n.debtor AND c.is_confirmed
        """)

    /// Replaces the list by those of the entries that are confirmed currencies of the turn (TS2 8.3.6, 8.3.7).
    static func replaceAverages(_ entries: [BuyersStatistics.Entry], turn: TurnID) -> [Query] {
        [Query(deleteAverages), insertAveragesStatement(turn, entries.map(\.debtorID), entries.map(\.storedAverage))]
    }

    /// The list as (average, locator, debtor), in the order of the CSV (TS2 14.3).
    static let list = Statement(
        "most_bought_currency.list",
        """
        SELECT buyers_average_count, debtor_info_locator, debtor_id FROM most_bought_currency
        ORDER BY buyers_average_count DESC, debtor_id
        """)

    // MARK: Overloaded currencies (TS2-9)

    private static let insertOverloadedStatement = Statement(
        "overloaded_currency.insert",
        """
        INSERT INTO overloaded_currency (turn_id, debtor_id, collectors_count)
        SELECT $1, d, c FROM unnest($2::int8[], $3::int4[]) AS n (d, c)
        ON CONFLICT (turn_id, debtor_id) DO UPDATE SET collectors_count = excluded.collectors_count
        """)

    static func insert(_ currencies: [OverloadedCurrency], turn: TurnID) -> Query {
        insertOverloadedStatement(turn, currencies.map(\.debtorID), currencies.map(\.collectorsCount))
    }

    /// As (turn, debtor, collectors), of any turn.
    static let overloaded = Statement(
        "overloaded_currency.all", "SELECT turn_id, debtor_id, collectors_count FROM overloaded_currency ORDER BY turn_id, debtor_id")

    private static let deleteOverloadedStatement = Statement(
        "overloaded_currency.delete", "DELETE FROM overloaded_currency WHERE turn_id = $1 AND debtor_id = $2")

    static func deleteOverloaded(_ turn: TurnID, _ debtor: DebtorID) -> Query { deleteOverloadedStatement(turn, debtor) }
}
