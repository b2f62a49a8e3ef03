/// Finds the trades of a market (TS 7, 8): a greedy search for cycles, and then a search for the circulation of the
/// greatest value, both over the same arrays. Pure: time comes in through `shouldStop` alone.
///
/// The result satisfies all of TS 13, whatever the offers are, and does not depend on their order.
public enum MarketSolver {
    /// Solves one market.
    ///
    /// - Parameters:
    ///   - book: the offers, which are given up on the way to save memory.
    ///   - tree: the prices. An offer in a currency that is not tradable, or whose price is not finite and positive, is ignored.
    ///   - onStage: told when each stage begins.
    ///   - shouldStop: asked every few thousand steps of the improving stage; true ends it with the best result so far.
    /// - Throws: with ``SolverOptions/BadOffers/refuse`` only, ``MarketError/invalidSeller`` and
    ///   ``MarketError/invalidCollector``.
    public static func solve(
        _ book: consuming OfferBook, tree: CurrencyTree, options: SolverOptions = SolverOptions(),
        onStage: (SolverStage) -> Void = { _ in }, shouldStop: () -> Bool = { false }
    ) throws(MarketError) -> Solution {
        onStage(.register)
        var solution = Solution()
        let order = KeyedOrder(key: options.key)
        let admission = try Admission(tree: tree, book: &book, badOffers: options.badOffers)
        solution.statistics.admittedOffers = admission.sellCount + admission.buyCount
        solution.statistics.skippedSellOffers = admission.skippedSellCount
        let names = PositionList.Names(
            traders: book.traders.ids, currencies: book.currencies.ids, collectors: book.collectors.ids)
        let accounts = book.accounts
        let graph = MarketGraph(GraphLayout(book: book, admission: admission, order: order))

        var rounding = Rounding(graph: graph)
        var search = MarketSearch(graph: graph, minimum: tree.rules.minTradeAmount, options: options)
        search.run(rounding, statistics: &solution.statistics, onStage: onStage, shouldStop: shouldStop)

        onStage(.aggregate)
        rounding.finish()
        if let limit = search.greedyLimit, rounding.clearedValue() < limit {
            let greedy = greedyRounding(of: graph, minimum: tree.rules.minTradeAmount, options: options)
            if !rounding.isSurelyWorthMore(than: greedy) { rounding = greedy }
        }
        let settlement = Settlement(
            graph: graph, rounding: rounding, names: names, accounts: accounts, order: order)
        try settlement.run(into: &solution)
        return solution
    }

    /// What the greedy stage alone clears. Only asked for where offers are so small beside others that the tokens which rounding and a
    /// second resolution cost may outweigh a gain.
    private static func greedyRounding(of graph: MarketGraph, minimum: Int64, options: SolverOptions) -> Rounding {
        var options = options
        options.improves = false
        let rounding = Rounding(graph: graph)
        var search = MarketSearch(graph: graph, minimum: minimum, options: options)
        var statistics = Solution.Statistics()
        search.run(rounding, statistics: &statistics, onStage: { _ in }, shouldStop: { false })
        rounding.finish()
        return rounding
    }
}
