import CircularTrade
import SMPProtocol

extension TradingPolicy {
    /// TW 14.3: what keeps its wish from becoming a bid.
    var obstacle: Obstacle? {
        if isScheduledForDeletion { return Obstacle(.accountIsClosing) }
        return hasUsableAccountID ? nil : Obstacle(.noAccountID)
    }
}

/// Why a market does not trade a currency (TS-5).
struct KnownCurrencies: Sendable {
    let tree: CurrencyTree
    /// By the bytes of the locator.
    private let byLocator: [[UInt8]: Currency]
    private let confirmed: [CurrencyID: Currency]

    /// - Parameter currencies: those that the tree was made of.
    init(tree: CurrencyTree, currencies: [Currency]) {
        self.tree = tree
        byLocator = Dictionary(currencies.map { (Array($0.locator.utf8), $0) }) { first, _ in first }
        confirmed = Dictionary(currencies.filter(\.isConfirmed).map { ($0.id, $0) }) { first, _ in first }
    }

    /// What is wrong with a currency that cannot be traded.
    func obstacle(of id: CurrencyID) -> Obstacle {
        guard var currency = confirmed[id] else { return Obstacle(.notConfirmed) }
        guard currency.peg != nil else { return Obstacle(.notPegged) }
        for _ in 0..<tree.rules.maxDistanceToBase {
            guard let peg = currency.peg else { return Obstacle(.notPegged) }
            guard let parent = byLocator[Array(peg.locator.utf8)], parent.id == peg.currency else {
                return Obstacle(.pegNotKnown, otherDebtor: DebtorID(peg.currency.rawValue))
            }
            currency = parent
        }
        return Obstacle(.tooFarFromBase)
    }
}

/// Explains what became of users' bids (TW-14).
struct BidExplanations: Sendable {
    let turn: TurnID
    let rules: WorkerRules
    let currencies: KnownCurrencies

    init(turn: TurnID, _ rules: WorkerRules, _ currencies: KnownCurrencies) {
        self.turn = turn
        self.rules = rules
        self.currencies = currencies
    }

    /// The bids that are no candidates, each with what stood in its way. Who wanted nothing needs no explanation.
    ///
    /// - Parameters:
    ///   - policies: whose bids these are, one after the other.
    ///   - verdicts: likewise.
    func explain(_ policies: [TradingPolicy], _ bids: [Bid], _ verdicts: [BidVerdict]) -> [Explanation] {
        precondition(policies.count == bids.count && bids.count == verdicts.count)
        return zip(zip(policies, bids), verdicts).compactMap { pair, verdict in
            let wanted = pair.0.wantedAmount(rules)
            guard wanted != 0, let obstacle = pair.0.obstacle ?? obstacle(pair.1, verdict) else { return nil }
            return Explanation(key: pair.0.key, turn: turn, wantedAmount: wanted, obstacle: obstacle)
        }
    }

    /// TS 6.4.
    private func obstacle(_ bid: Bid, _ verdict: BidVerdict) -> Obstacle? {
        switch verdict {
        case .candidate: nil
        // Debtor 0 is nobody, so nobody confirms it.
        case .ignored: Obstacle(.notConfirmed)
        case .noPrice: Obstacle(.noOwnPrice)
        case .notTradable: currencies.obstacle(of: bid.currency)
        case .priceDiffers(let own, let market): Obstacle(.priceDiffers, prices: .init(own: own, market: market))
        case .tooSmall: Obstacle(.tooSmall)
        case .noCounterpart: Obstacle(.noCounterpart)
        }
    }
}
