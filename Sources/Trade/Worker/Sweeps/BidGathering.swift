import CircularTrade
import NodeKit
import Persistence
import SMPProtocol
import Synchronization

/// Sub-phase (2, 0): what users and collectors want becomes candidate offers (TW-14, 23.7). All of it is part of one transaction, into
/// which
/// the rows of both databases flow.
struct BidGathering: Sendable {
    let context: WorkerContext
    let turn: Turn

    /// What the solver's database says of the turn's currencies.
    private struct Market: Sendable {
        let currencies: KnownCurrencies
        let hoarded: [DebtorID: HoardedCurrency]

        func peg(of debtor: DebtorID) -> CurrencyTree.Link? { currencies.tree.peg(of: CurrencyID(debtor.rawValue)) }
    }

    func run(_ transaction: AsyncTransaction) async throws -> Effects {
        let market = try await readMarket()
        let known = try await replaceCollectors(transaction)
        let hoarded = market.hoarded.keys.sorted()
        try await transaction.run { tx in
            for query in SolverCopyRows.replaceHoarded(hoarded) { tx.enqueue(query) }
        }
        let now = context.now()
        var effects = Effects()
        for debtor in try await makeBids(transaction, market, now).neededCollectors(besides: known) {
            effects.send(.neededCollector(NeededCollector(debtorID: debtor, ts: now)))
        }
        try await explain(transaction, market)
        return effects
    }

    /// TW 14.2.
    private func readMarket() async throws -> Market {
        let turn = turn
        return try await context.solver.transaction(isolation: .repeatableRead, readOnly: true) { tx in
            var currencies: [Currency] = []
            try tx.copyOut(CurrencyInfoRows.read(turn.id)) { rows in
                for row in rows {
                    let (info, isConfirmed) = try CurrencyInfoRows.currency(row)
                    currencies.append(Currency(info, isConfirmed: isConfirmed))
                }
            }
            var hoarded: [DebtorID: HoardedCurrency] = [:]
            for row in try tx.query(MarketRows.hoarded(turn.id)) {
                let (debtor, peg, rate): (DebtorID, DebtorID?, Double?) = (try row[0], try row[1], try row[2])
                let own = peg.flatMap { debtor in rate.map { OwnPeg(debtor: debtor, exchangeRate: $0) } }
                hoarded[debtor] = HoardedCurrency(debtor: debtor, peg: own)
            }
            let tree = try MarketCurrencies(currencies, rules: turn.rules).tree
            return Market(currencies: KnownCurrencies(tree: tree, currencies: currencies), hoarded: hoarded)
        }
    }

    /// TW 14.6: the local copy of the collectors that can be used.
    ///
    /// - Returns: the currencies that have a collector account, whatever its status.
    private func replaceCollectors(_ transaction: AsyncTransaction) async throws -> Set<DebtorID> {
        let known = Mutex<Set<DebtorID>>([])
        try await transaction.run { tx in tx.enqueue(Query(SolverCopyRows.deleteCollectors)) }
        try await transaction.copyIn(SolverCopyRows.collectorTarget, from: context.solver) { tx, copy in
            var debtors: Set<DebtorID> = []
            try tx.copyOut(Query(CollectorAccountRows.all)) { rows in
                for account in try rows.map(CollectorAccountRows.account) {
                    debtors.insert(account.debtorID)
                    guard account.status.isUsable else { continue }
                    let disabledAt = account.status == .disabled ? account.latestStatusChangeAt : nil
                    try copy.row(account.debtorID, account.collectorID, account.accountID, disabledAt)
                }
            }
            known.withLock { $0 = debtors }
        }
        return known.withLock { $0 }
    }

    /// TW 14.3 – 14.5, 23.7: first the users, then the collectors.
    private func makeBids(_ transaction: AsyncTransaction, _ market: Market, _ now: Timestamp) async throws -> BidBlocks<BidAge> {
        let (turn, realm, rules) = (turn, context.realm, context.rules)
        let blocks = Mutex(BidBlocks<BidAge>(tree: market.currencies.tree))
        try await transaction.copyIn(Outbox.copyTarget, from: context.database) { tx, copy in
            var own = blocks.withLock { $0 }
            try tx.copyOut(Query(TurnReads.policies)) { rows in
                for policy in try rows.map(PolicyRows.decode) where realm.contains(policy.key.creditor) {
                    try own.add(policy.bid(rules), policy.age) { try copy.append($0, of: turn.id, ts: now) }
                }
            }
            try own.judge { try copy.append($0, of: turn.id, ts: now) }
            // A turn in phase 2 has the deadline (TW 7.11).
            let deadline = turn.collectionDeadline ?? .latest
            try tx.copyOut(Query(TurnReads.neededAccounts)) { rows in
                for row in rows {
                    let account = try WorkerAccountRows.decode(row)
                    let disabledSince: Timestamp? = try row[rows.columnCount - 1]
                    guard realm.contains(account.key.creditor) else { continue }
                    let bid = account.bid(
                        hoarded: market.hoarded[account.key.debtor], issuerPeg: market.peg(of: account.key.debtor),
                        isDisabled: disabledSince != nil, deadline: deadline, now: now)
                    try own.add(bid, account.age) { try copy.append($0, of: turn.id, ts: now) }
                }
            }
            try own.judge { try copy.append($0, of: turn.id, ts: now) }
            blocks.withLock { $0 = own }
        }
        return blocks.withLock { $0 }
    }

    /// Remembers why wishes have not become offers. The bids are judged once more for that: so rows flow into both tables.
    private func explain(_ transaction: AsyncTransaction, _ market: Market) async throws {
        let (id, realm, rules) = (turn.id, context.realm, context.rules)
        try await transaction.run { tx in tx.enqueue(ExplanationRows.begin(id, rules)) }
        guard rules.explains else { return }
        let explanations = BidExplanations(turn: id, rules, market.currencies)
        try await transaction.copyIn(ExplanationRows.copyTarget, from: context.database) { tx, copy in
            var blocks = BidBlocks<TradingPolicy>(tree: market.currencies.tree)
            func write(_ judged: BidBlocks<TradingPolicy>.Judged, to copy: inout CopyWriter) throws {
                for each in explanations.explain(judged.origins, judged.bids, judged.verdicts) { try copy.append(each) }
            }
            try tx.copyOut(Query(TurnReads.policies)) { rows in
                for policy in try rows.map(PolicyRows.decode) where realm.contains(policy.key.creditor) {
                    try blocks.add(policy.bid(rules), policy) { try write($0, to: &copy) }
                }
            }
            try blocks.judge { try write($0, to: &copy) }
        }
        try await transaction.run { tx in tx.enqueue(ExplanationRows.documentFailures(id, rules)) }
    }
}

extension CopyWriter {
    /// Writes the candidates of a block to the outbox.
    fileprivate mutating func append(_ judged: BidBlocks<BidAge>.Judged, of turn: TurnID, ts: Timestamp) throws {
        try judged.forEachCandidate(of: turn, ts: ts) { try append(OutboxMessage($0)) }
    }
}

extension TradingPolicy {
    fileprivate var age: BidAge { BidAge(creationDate: ledger.creationDate, lastTransferNumber: ledger.lastTransferNumber) }
}

extension WorkerAccount {
    /// The number is that of its surplus's trades (TW 23.9).
    fileprivate var age: BidAge { BidAge(creationDate: creationDate, lastTransferNumber: surplus.lastTransferNumber) }
}
