import Demo
import SMPProtocol

/// Trades that go on beside payments: two dozen people trade in every turn, to and fro.
actor TradesBeside {
    private let market: Marketplace
    private let trading: TradeAdministration
    /// In how many turns somebody has traded so far.
    private(set) var turns = 0

    private static let traders = 24
    private static let currencies = 3
    private static let issued: Int64 = 20_000

    /// Makes the market; the first trades come in the turns that follow.
    init(on nodes: Nodes) async throws {
        var market = try await Marketplace.found(on: nodes, rates: Array(repeating: 1, count: Self.currencies))
        try await market.settle((0..<Self.traders).map { [Self.one($0): Self.issued, Self.other($0): 0] })
        self.market = market
        trading = TradeAdministration(nodes: nodes)
    }

    /// Goes on until it is cancelled.
    func run() async throws {
        var isBack = false
        while !Task.isCancelled {
            for trader in 0..<Self.traders {
                let (kept, wanted): (Int64, Int64) = isBack ? (Self.issued, 0) : (Self.issued / 2, Self.issued / 2)
                try await market.set([Self.one(trader): kept...kept, Self.other(trader): wanted...wanted], of: trader)
            }
            let latest = try await trading.latestTurns(1).first?.id ?? 0
            _ = try await trading.awaitTurn("a turn with trades", seconds: 300) { $0.id > latest && ($0.givings ?? 0) > 0 }
            turns += 1
            isBack.toggle()
        }
    }

    private static func one(_ trader: Int) -> Int { trader % currencies }
    private static func other(_ trader: Int) -> Int { (trader + 1) % currencies }
}
