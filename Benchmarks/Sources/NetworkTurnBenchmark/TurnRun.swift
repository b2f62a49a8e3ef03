import BenchmarkKit
import Demo
import Foundation
import SMPProtocol

/// A market that is traded once.
struct TurnRun {
    let nodes: Nodes
    let databases: StackDatabases
    let solver: SolverControl
    let traders: Int

    static let currencies = 12
    /// Of the 12, three each belong together.
    private static let circle = 3
    private static let issued: Int64 = 20_000
    private static let traded: Int64 = 10_000

    /// - Parameter groups: whose CPU time counts.
    func measure(_ groups: [ProcessGroup]) async throws -> BenchmarkReport.Case {
        let market = try await prepare()
        let trading = TradeAdministration(nodes: nodes)
        let currencies = market.currencies.map(\.issuer.id)
        let before = try await trading.latestTurns(1).first?.id ?? 0
        try await solver.run("start")
        let open = try await trading.awaitTurn("a turn that takes offers") { $0.id > before && $0.phase == 2 }
        guard let deadline = open.phaseDeadline else { throw TurnFailure("phase 2 has no deadline") }
        try await Task.sleep(for: .microseconds(max(0, deadline.microseconds(since: Self.now()))))
        let measurement = Measurement.start(of: groups)
        let turn = try await trading.awaitTurn("the trades") { $0.id == open.id && $0.phase > 2 }
        guard let buyers = turn.givings, buyers > 0, let solvedAt = turn.collectionStartedAt else {
            throw TurnFailure("turn \(turn.id) has no trades")
        }
        let last = try await awaited("the money of \(buyers) buyers", seconds: 300, pause: .milliseconds(20)) {
            let arrivals = try await databases.arrivals(in: currencies, since: deadline)
            return arrivals.count >= buyers ? arrivals.last : nil
        }
        var result = measurement.finish(case: "\(traders) traders", items: Int(buyers))
        result.seconds = last.seconds(since: deadline)
        result.figures = [
            ("to the trades s", solvedAt.seconds(since: deadline)), ("to the last buyer s", last.seconds(since: deadline)),
            ("offers", Double((turn.sellOffers ?? 0) + (turn.buyOffers ?? 0))),
        ]
        // Otherwise money has been made or lost, or somebody waits.
        let count = try await market.count(databases).settle(seconds: 120)
        guard count.isSettled else { throw TurnFailure((count.contradictions + count.unfinished).joined(separator: "\n")) }
        return result
    }

    /// The market as it is when a turn begins; the solver stands still.
    private func prepare() async throws -> Marketplace {
        var market = try await Marketplace.found(on: nodes, rates: Array(repeating: 1, count: Self.currencies))
        try await market.settle((0..<traders).map { [has($0): Self.issued, wants($0): 0] })
        let made = market
        // So many sell each currency, which makes it known; nobody buys, so nothing is traded yet.
        for trader in 0..<Self.currencies { try await made.set([has(trader): sold], of: trader) }
        try await made.awaitTradability(databases)
        try await solver.run("stop")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    for trader in stride(from: number, to: traders, by: 8) {
                        try await made.set([has(trader): sold, wants(trader): Self.traded...Self.traded], of: trader)
                    }
                }
            }
            try await group.waitForAll()
        }
        // All wishes must have reached the worker.
        _ = try await awaited("wishes", pause: .milliseconds(50)) { try await databases.hasNoMessages() ? true : nil }
        return made
    }

    private var sold: ClosedRange<Int64> { (Self.issued - Self.traded)...(Self.issued - Self.traded) }
    private func has(_ trader: Int) -> Int { trader % Self.currencies }
    private func wants(_ trader: Int) -> Int { has(trader) / Self.circle * Self.circle + (has(trader) + 1) % Self.circle }

    private static func now() -> Timestamp { Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)) }
}

/// A run that does not show what it should.
struct TurnFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
