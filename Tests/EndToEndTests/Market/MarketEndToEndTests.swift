import Demo
import SMPProtocol
import Synchronization
import TestSupport
import Testing

/// Turns of a market of sixty people and twelve currencies, through all nodes. After each, all money is counted in every book. Most of the
/// time of a turn is the clock's, which moves as soon as nothing is left to do.
///
/// In the order of the file: the first turn makes the currencies known.
@Suite(.serialized, .timeLimit(.minutes(10))) struct MarketEndToEndTests {
    /// What comes of a turn of random wishes.
    private func trade(
        _ number: UInt64, _ interludes: (Market) -> TurnDriver.Interludes = { _ in .init() }
    ) async throws -> Market.Report {
        let market = try await Market.shared.value
        var generator = SplitMix64(seed: EndToEndStack.seed(100) &+ number)
        let wishes = market.randomWishes(try await market.rest().books, using: &generator)
        return try await market.trade(wishes, .init(), interludes(market))
    }

    @Test func theFirstTurnMakesTheCurrenciesKnown() async throws {
        let market = try await Market.shared.value
        let report = try await trade(0)
        #expect(report.differences == [])
        #expect(report.deeds.isEmpty && report.turn.takings == 0)
        try await market.place.awaitTradability(market.databases)
    }

    @Test func sixtyPeopleTrade() async throws {
        let report = try await trade(1)
        #expect(report.differences == [])
        #expect(report.deeds.filter { $0.note?.kind == .collecting }.count > 20)
        #expect(report.turn.circles.contains { $0.links.count > 2 })
    }

    @Test func threeTurnsInARowGoOnWhereTheOneBeforeHasEnded() async throws {
        let market = try await Market.shared.value
        var traded = 0
        for number in 0..<3 {
            let report = try await number == 0 ? trade(2) : market.trade()
            #expect(report.differences == [])
            traded += report.deeds.count
        }
        #expect(traded > 50)
    }

    /// A third of the people change their minds before their accounts are locked, another third afterwards, and the rest when everything is
    /// decided.
    @Test func policiesChangeInTheMiddleOfATurn() async throws {
        let report = try await trade(3) { market in
            @Sendable func change(_ third: Int) async throws {
                var generator = SplitMix64(seed: EndToEndStack.seed(200) &+ UInt64(third))
                let fickle = market.place.traders.indices.filter { $0 % 3 == third }.map { market.place.traders[$0].accounts }
                try await market.tell(RandomWishes.draw(for: fickle, try await market.count.books(), using: &generator))
            }
            return .init(
                whenOffersBegin: { try await change(0) }, whenAccountsAreLocked: { try await change(1) },
                whenTradesAreDecided: { try await change(2) })
        }
        #expect(report.differences == [])
        #expect(!report.deeds.isEmpty)
    }

    /// Turns go by until the story is told. Nobody else wants anything meanwhile.
    @Test func theStoryOfTheDemonstrationIsTold() async throws {
        let market = try await Market.shared.value
        let accounts = market.place.traders.flatMap(\.accounts)
        try await market.tell(Dictionary(uniqueKeysWithValues: accounts.map { ($0, Wish()) }))
        let story = Story(
            nodes: market.place.nodes, databases: market.databases, narrator: Narrator(Screen(.silent)))
        let isTold = Mutex(false)
        async let told = { () async throws -> [String] in
            defer { isTold.withLock { $0 = true } }
            return try await story.tell()
        }()
        while !isTold.withLock({ $0 }) { _ = try await market.driver.run() }
        #expect(try await told == [])
        _ = try await market.rest()
    }
}
