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

/// Explains what became of users' bids (TW-14), in blocks of whole creditors, so that only one block is in memory at any time.
struct BidExplanations: Sendable {
    /// A block is judged when it has so many bids; all bids of a creditor are in one block, however many they are.
    static let bidsPerBlock = 20_000

    private let turn: TurnID
    private let rules: WorkerRules
    private let currencies: KnownCurrencies
    private var processor: BidProcessor
    private var policies: [TradingPolicy] = []

    init(turn: TurnID, _ rules: WorkerRules, _ currencies: KnownCurrencies) {
        self.turn = turn
        self.rules = rules
        self.currencies = currencies
        processor = BidProcessor(tree: currencies.tree)
    }

    /// Adds a policy; those of a creditor must follow each other. Explanations are handed out as soon as they are known.
    mutating func add(_ policy: TradingPolicy, _ emit: (Explanation) throws -> Void) throws {
        if policies.count >= Self.bidsPerBlock, policies[policies.count - 1].key.creditor != policy.key.creditor { try explain(emit) }
        policies.append(policy)
    }

    /// Explains what is left: the bids that are no candidates, each with what stood in its way. Who wanted nothing needs no explanation.
    mutating func explain(_ emit: (Explanation) throws -> Void) throws {
        let bids = policies.map { $0.bid(rules) }
        let verdicts = try processor.judge(bids)
        for ((policy, bid), verdict) in zip(zip(policies, bids), verdicts) {
            let wanted = policy.wantedAmount(rules)
            guard wanted != 0, let obstacle = policy.obstacle ?? obstacle(bid, verdict) else { continue }
            try emit(Explanation(key: policy.key, turn: turn, wantedAmount: wanted, obstacle: obstacle))
        }
        policies.removeAll(keepingCapacity: true)
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
