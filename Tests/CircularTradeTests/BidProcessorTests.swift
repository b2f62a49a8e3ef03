import CircularTrade
import Testing

@Suite("Bids (TS 6)")
struct BidProcessorTests {
    @Test("the golden cases give exactly their results", arguments: GoldenCases.bids)
    func golden(_ bidCase: BidCase) throws {
        func run() throws -> (candidates: [[[Int64]]], processor: BidProcessor) {
            let tree = try CurrencyTree(rules: bidCase.rules, currencies: bidCase.currencies)
            var processor = BidProcessor(tree: tree)
            var candidates: [[[Int64]]] = []
            for batch in bidCase.batches {
                let verdicts = try processor.judge(batch)
                let rows = zip(batch, verdicts).filter { $0.1 == .candidate }
                    .map { [$0.0.trader.rawValue, $0.0.currency.rawValue, $0.0.amount] }
                candidates.append(rows.sorted { $0.lexicographicallyPrecedes($1) })
            }
            return (candidates, processor)
        }
        if let error = bidCase.error {
            let thrown = #expect(throws: MarketError.self) { try run() }
            #expect(thrown?.description == error)
            return
        }
        var (candidates, processor) = try run()
        #expect(candidates == bidCase.candidates)
        #expect(processor.toBeConfirmed.map(\.rawValue).sorted() == bidCase.toBeConfirmed)
        for (id, price) in bidCase.prices {
            let own = Double(processor.tree.price(of: CurrencyID(id)))
            #expect(own == price || own.isNaN && price.isNaN, "price of \(id) is \(own), not \(price)")
        }
        if let removals = bidCase.removals {
            processor.removeFromToBeConfirmed(removals.map { CurrencyID($0) })
            #expect(processor.toBeConfirmed.map(\.rawValue).sorted() == bidCase.toBeConfirmedAfterRemovals)
        }
    }

    @Test("every bid is told why it did not become an offer")
    func reasons() throws {
        let tree = try CurrencyTree(
            rules: PricingTests.rules(),
            currencies: [
                PricingTests.currency(1), PricingTests.currency(2, peg: (1, 2)),
                PricingTests.currency(3, confirmed: false, peg: (1, 3)),
            ])
        var processor = BidProcessor(tree: tree)
        func bid(_ trader: Int64, _ currency: Int64, _ amount: Int64, _ peg: Int64? = 1, _ rate: Double? = 2) -> Bid {
            Bid(trader: TraderID(trader), currency: CurrencyID(currency), amount: amount, peg: peg.map { CurrencyID($0) }, rate: rate)
        }
        let bids = [
            bid(7, 1, 5000), bid(7, 2, -5000), bid(7, 3, -5000), bid(7, 0, 1), bid(8, 2, -5000), bid(9, 2, 5000, 1, 2.5),
            bid(10, 2, 5000, 4, 2), bid(11, 2, 999), bid(12, 3, 5000),
        ]
        let verdicts = try processor.judge(bids)
        #expect(
            verdicts == [
                .candidate, .candidate, .notTradable(isWanted: true), .ignored, .noCounterpart,
                .priceDiffers(bid: 2.5, market: 2), .noPrice, .tooSmall, .notTradable(isWanted: false),
            ])
        #expect(processor.toBeConfirmed == [CurrencyID(3)])
    }

    @Test("a trader with a chain of 100,000 pegs is judged without exhausting the stack")
    func longChain() throws {
        let tree = try CurrencyTree(rules: PricingTests.rules(), currencies: [PricingTests.currency(1)])
        var processor = BidProcessor(tree: tree)
        let bids = (2...100_000).map { id in
            Bid(trader: TraderID(1), currency: CurrencyID(id), amount: -5000, peg: CurrencyID(id == 2 ? 1 : id - 1), rate: 1)
        }
        #expect(try processor.judge(bids).allSatisfy { $0 == .notTradable(isWanted: true) })
    }
}
