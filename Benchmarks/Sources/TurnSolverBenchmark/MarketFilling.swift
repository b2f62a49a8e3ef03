import CircularTrade
import Persistence
import SMPProtocol

/// Puts a random market "gen-v1" into a solver database, as a turn at the end of phase 2.
struct MarketFilling {
    let market: RandomMarket
    let database: Database

    private static let currencies = CopyTarget(
        "currency_info", "turn_id", "debtor_info_locator", "debtor_id", "peg_debtor_info_locator", "peg_debtor_id", "peg_exchange_rate",
        "is_confirmed")
    private static let collectors = CopyTarget(
        "collector_account", "debtor_id", "collector_id", "collector_hash", "account_id", "status", "latest_status_change_at")
    private static let sells = CopyTarget("sell_offer", "turn_id", "creditor_id", "debtor_id", "amount", "collector_id")
    private static let buys = CopyTarget("buy_offer", "turn_id", "creditor_id", "debtor_id", "amount")

    /// - Returns: how many offers there are.
    func fill(_ turn: TurnID, at now: Timestamp) async throws -> Int {
        let rules = market.rules
        try await database.query(
            """
            INSERT INTO turn (turn_id, started_at, base_debtor_info_locator, base_debtor_id, max_distance_to_base, min_trade_amount, phase,
                phase_deadline, collection_deadline)
            VALUES ($1, $2, $3, $4, $5, $6, 2, $2, $2)
            """, turn, now, rules.baseLocator, rules.baseCurrency.rawValue, Int16(rules.maxDistanceToBase), rules.minTradeAmount)
        return try await database.transaction { tx in
            try writeCurrencies(turn, now, tx)
            return try writeOffers(turn, tx)
        }
    }

    private func writeCurrencies(_ turn: TurnID, _ now: Timestamp, _ tx: Transaction) throws {
        try tx.copyIn(Self.currencies) { copy in
            for currency in market.currencies {
                try copy.row(
                    turn, currency.locator, currency.id.rawValue, currency.peg?.locator, currency.peg?.currency.rawValue,
                    (currency.peg?.rate).map(Double.init), currency.isConfirmed)
            }
        }
        if try !tx.query("SELECT FROM collector_account LIMIT 1").isEmpty { return }
        try tx.copyIn(Self.collectors) { copy in
            try market.forEachCollector { collector, currency in
                let id = CreditorID(collector.rawValue)
                try copy.row(DebtorID(currency.rawValue), id, id.shardingHash16, "x", Int16(2), now)
            }
        }
    }

    /// Sell offers first, as the market draws both together: it is drawn twice.
    private func writeOffers(_ turn: TurnID, _ tx: Transaction) throws -> Int {
        let sells = try tx.copyIn(Self.sells) { copy in
            try market.forEachOffer { offer in
                guard case .sell(let trader, let currency, let amount, let collector) = offer else { return }
                try copy.row(turn, trader.rawValue, currency.rawValue, amount, collector.rawValue)
            }
        }
        let buys = try tx.copyIn(Self.buys) { copy in
            try market.forEachOffer { offer in
                guard case .buy(let trader, let currency, let amount) = offer else { return }
                try copy.row(turn, trader.rawValue, currency.rawValue, amount)
            }
        }
        return sells + buys
    }
}
