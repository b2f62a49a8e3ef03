import SMPProtocol

extension Story {
    /// Everybody says what to give and what to get; Circular Trade finds the circle in which all are content, and carries it out.
    func trade(_ village: Village, _ balances: inout Balances) async throws {
        narrator.headline("Everybody has what somebody else wants")
        try await wish(village.ana, has: village.loaf, keeps: 60_00, wants: village.basket, atLeast: 20_00, village)
        try await wish(village.ben, has: village.basket, keeps: 15_00, wants: village.repair, atLeast: 16_00, village)
        try await wish(village.cleo, has: village.repair, keeps: 11_50, wants: village.loaf, atLeast: 120_00, village)
        narrator.remark("No two of them could simply swap.")

        narrator.headline("A first turn makes the currencies known")
        try await makeKnown(village)

        narrator.headline("The next turn trades")
        let (turn, circle) = try await self.circle(village)
        draw(circle, village)
        let money = try await carryOut(circle, turn, village, balances)
        show(money, turn, village)
        for link in circle.links { balances.apply(link, money.handedOut[link] ?? 0) }
        narrator.remark("What is not handed out stays with the collectors, against rounding.")
    }

    /// Tells the wallet which of its balances to lower and which to raise, and what the currencies are worth to its owner.
    private func wish(
        _ person: Person, has money: Money, keeps kept: Int64, wants other: Money, atLeast wanted: Int64, _ village: Village
    ) async throws {
        let text = "\(person.name) keeps \(money.coin.text(kept)), and would rather have \(other.coin.text(wanted))"
        try await narrator.step(text) {
            for (currency, bound) in [(money, kept), (other, wanted)] {
                let rate = try currency.coin.peg.required("peg", of: currency.coin.unit).rate
                let policy = ExchangePolicy.exactly(bound, peg: .init(rate: rate, of: village.hour.id))
                try await person.wallet.set(policy, for: currency.id, pin: person.pin)
                try expect(await person.wallet.exchangePolicy(for: currency.id), toBe: policy, "The policy of \(person.name)")
            }
        }
    }

    // MARK: The first turn

    /// Somebody wants to sell currencies that Circular Trade has never heard of: it opens accounts in them, reads what their issuers say,
    /// and finds out whether the authority agrees.
    private func makeKnown(_ village: Village) async throws {
        let currencies = village.currencies
        _ = try await narrator.step("A turn hears of them, and opens collector accounts", outcome: { $0 }) {
            try await awaited("collector accounts", seconds: 120, pause: .milliseconds(20)) { () async throws -> String? in
                var active: [TradeAdministration.Collector] = []
                for money in currencies {
                    let own = try await trading.collectors(of: money.id).filter(\.isActive)
                    if own.isEmpty { return nil }
                    active += own
                }
                let first = active.map(\.since).min() ?? .latest
                let turn = try await trading.latestTurns().first { $0.offersStartedAt.map { $0 <= first } ?? false }
                return "turn \(turn?.id.description ?? "?"), \(active.count)"
            }
        }
        let locators = ([village.hour] + currencies).map(\.issuer.locator)
        _ = try await narrator.step("It fetches the documents, and those that they are pegged to", outcome: { "\($0)" }) {
            try await awaited("documents of currencies", seconds: 60, pause: .milliseconds(20)) { () async throws -> Int? in
                let count = try await databases.fetchedDocuments(locators).count
                return count == locators.count ? count : nil
            }
        }
        _ = try await narrator.step("The authority names the same documents", outcome: { "\($0) currencies confirmed" }) {
            try await awaited("confirmed currencies", seconds: 60, pause: .milliseconds(20)) { () async throws -> Int? in
                let count = try await databases.confirmedCurrencies(currencies.map(\.id)).count
                return count == currencies.count ? count : nil
            }
        }
    }

    // MARK: The second turn

    /// A turn that has begun before everything was known has no trades, and the next one follows.
    private static let mostTurns = 10

    /// Waits for the turn in which the village trades.
    private func circle(_ village: Village) async throws -> (TradeAdministration.Turn, Circle) {
        var last: TurnID?
        for _ in 1...Self.mostTurns {
            let open = try await narrator.step("Its offers are locked at the authority", outcome: { "turn \($0.0.id), \($0.1) locks" }) {
                try await awaited("locked offers", seconds: 120, pause: .milliseconds(20)) {
                    try await lockedOffers(village, after: last)
                }
            }
            let turn = try await narrator.step("The solver looks for circles", outcome: { circles($0, village) }) {
                try await trading.awaitTurn("the end of phase 2", seconds: 60) { $0.id == open.0.id && $0.phase > 2 }
            }
            last = turn.id
            guard let found = ours(turn, village).first else { continue }
            let circle = found.beginning(with: village.ana.wallet.id)
            try expect(Set(circle.links.map(Wanted.init)), toBe: wanted(village), "The circle")
            return (turn, circle)
        }
        throw Surprise("\(Self.mostTurns) turns have passed without a circle")
    }

    /// The turn that takes offers, and how many of the village's accounts are locked for it; nil before all are.
    ///
    /// - Parameter last: the turn that has been looked at already.
    private func lockedOffers(_ village: Village, after last: TurnID?) async throws -> (TradeAdministration.Turn, Int)? {
        guard let turn = try await trading.latestTurns(1).first, turn.takesOffers(after: last), let start = turn.offersStartedAt else {
            return nil
        }
        var locked: Set<Holdings.Account> = []
        for money in village.currencies {
            for lock in try await sandbox.tradeLocks(of: money.id) where lock.preparedAt >= start {
                locked.insert(Holdings.Account(lock.debtorID, lock.sender))
            }
        }
        let needed = wanted(village).flatMap { [Holdings.Account($0.currency, $0.giver), Holdings.Account($0.currency, $0.taker)] }
        return locked.isSuperset(of: needed) ? (turn, locked.count) : nil
    }

    /// The circles in which somebody of the village is: others may use the same stack.
    private func ours(_ turn: TradeAdministration.Turn, _ village: Village) -> [Circle] {
        let people = Set(village.people.map(\.wallet.id))
        return turn.circles.filter { $0.links.contains { people.contains($0.giver) } }
    }

    private func circles(_ turn: TradeAdministration.Turn, _ village: Village) -> String {
        let count = ours(turn, village).count
        return switch count {
        case 0: "too early for any"
        case 1: "one found"
        default: "\(count) found"
        }
    }

    /// What a link must be.
    struct Wanted: Hashable {
        let giver, taker: CreditorID
        let currency: DebtorID
        let amount: Int64

        init(_ giver: Person, _ taker: Person, _ money: Money, _ amount: Int64) {
            (self.giver, self.taker) = (giver.wallet.id, taker.wallet.id)
            (currency, self.amount) = (money.id, amount)
        }

        init(_ link: Circle.Link) {
            (giver, taker, currency, amount) = (link.giver, link.taker, link.currency, link.amount)
        }
    }

    /// 30 hours of work go around: 120 loaves, 20 baskets, 15 repairs.
    private func wanted(_ village: Village) -> Set<Wanted> {
        [
            Wanted(village.ana, village.cleo, village.loaf, 120_00), Wanted(village.ben, village.ana, village.basket, 20_00),
            Wanted(village.cleo, village.ben, village.repair, 15_00),
        ]
    }

    private func draw(_ circle: Circle, _ village: Village) {
        narrator.screen.print()
        let drawing = circle.drawing(name: village.name, amount: { village.coin($0).text($1) })
        narrator.lines(drawing.map { "  " + narrator.screen.paint($0, .yellow) })
        narrator.screen.print()
    }
}
