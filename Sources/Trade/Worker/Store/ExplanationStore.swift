import Persistence
import SMPProtocol

/// All that a worker's database says of why a creditor trades, or does not.
struct CreditorTrading: Equatable, Sendable {
    let creditor: CreditorID
    /// The latest turns, the latest first, whether there is an explanation or not.
    var turns: [ExplainedTurn] = []
    /// By currency.
    var policies: [TradingPolicy] = []
}

/// What is remembered of a creditor and a turn.
struct ExplainedTurn: Equatable, Sendable {
    let turn: TurnID
    let startedAt: Timestamp
    /// By currency. Empty: he wanted nothing, or got all of it.
    var explanations: [Explanation] = []
}

/// Reads explanations from a worker's database.
struct ExplanationStore: Sendable {
    let database: Database

    private static let policiesStatement = Statement(
        "trading_policy.of_creditor", "SELECT \(PolicyRows.table.columns) FROM trading_policy t WHERE creditor_id = $1 ORDER BY debtor_id")
    private static let turnsStatement = Statement(
        "worker_turn.latest",
        """
        SELECT turn_id, started_at FROM worker_turn
        WHERE phase = 3 OR phase = 2 AND worker_turn_subphase > 0 ORDER BY turn_id DESC LIMIT $1
        """)

    /// - Parameter turns: how many of the latest turns whose bids have been judged.
    func trading(of creditor: CreditorID, turns: Int) async throws -> CreditorTrading {
        let rows = try await database.pipeline(
            [Self.turnsStatement(Int64(turns)), ExplanationRows.read(creditor), Self.policiesStatement(creditor)], readOnly: true)
        let explanations = Dictionary(grouping: try rows[1].map(ExplanationRows.decode), by: \.turn)
        return CreditorTrading(
            creditor: creditor,
            turns: try rows[0].map { row in
                let turn: TurnID = try row[0]
                return ExplainedTurn(turn: turn, startedAt: try row[1], explanations: explanations[turn] ?? [])
            }, policies: try rows[2].map(PolicyRows.decode))
    }
}
