import CircularTrade
import SMPProtocol
import WebFetch

extension Story {
    /// Everybody says what to give and what to get; the solver finds the circle in which all are content.
    func trade(_ village: Village, _ balances: Balances) async throws {
        narrator.headline("Everybody has what somebody else wants")
        try await wish(village.ana, has: village.loaf, keeps: 60_00, wants: village.basket, atLeast: 20_00, village)
        try await wish(village.ben, has: village.basket, keeps: 15_00, wants: village.repair, atLeast: 16_00, village)
        try await wish(village.cleo, has: village.repair, keeps: 11_50, wants: village.loaf, atLeast: 120_00, village)

        let market = try await narrator.step("The market looks at wallets and published pegs") { try await observe(village) }
        for wish in market.wishes {
            let coin = village.coin(DebtorID(wish.offer.currency.rawValue))
            let verb = wish.offer.amount < 0 ? "gives up to" : "wants up to"
            let name = Narrator.padded(village.name(CreditorID(wish.offer.trader.rawValue)), to: 4)
            narrator.lines(["  \(name)  \(verb) \(coin.text(abs(wish.offer.amount)))"])
        }
        if let (one, other) = market.wishes.map(\.offer).directSwap() {
            throw Surprise("\(one) and \(other) could simply swap, which the story does not want")
        }
        narrator.remark("No two of them can swap directly.")
        let circles: [Circle] = try await narrator.step(
            "The solver looks for circles", outcome: { $0.count == 1 ? "one found" : "\($0.count) found" }
        ) {
            let (solution, verdicts) = try market.solve()
            try expect(verdicts, toBe: Array(repeating: .candidate, count: verdicts.count), "What the market thinks of the wishes")
            return Circle.circles(of: solution)
        }
        draw(circles, village)
        try expect(circles.map(\.links.count), toBe: [3], "The sizes of the circles")
        try expect(Set(circles.flatMap(\.links)), toBe: expectedLinks(village), "The links of the circle")
    }

    /// 30 hours of work go around: 120 loaves, 20 baskets, 15 repairs.
    private func expectedLinks(_ village: Village) -> Set<Circle.Link> {
        func link(_ giver: Person, _ taker: Person, _ money: Money, _ amount: Int64) -> Circle.Link {
            Circle.Link(giver: TraderID(giver), taker: TraderID(taker), currency: CurrencyID(money), amount: amount)
        }
        return [
            link(village.ana, village.cleo, village.loaf, 120_00), link(village.ben, village.ana, village.basket, 20_00),
            link(village.cleo, village.ben, village.repair, 15_00),
        ]
    }

    /// Tells the wallet which of its balances to lower and which to raise, and what the currencies are worth to its owner.
    private func wish(
        _ person: Person, has money: Money, keeps kept: Int64, wants other: Money, atLeast wanted: Int64, _ village: Village
    ) async throws {
        try await narrator.step("\(person.name) has \(money.coin.unit), and would rather have \(other.coin.unit)") {
            for (currency, bound) in [(money, kept), (other, wanted)] {
                let rate = try currency.coin.peg.required("peg", of: currency.coin.unit).rate
                try await person.wallet.change(
                    "exchange", of: currency.id, pin: person.pin,
                    [
                        "policy": "conservative", "minPrincipal": JSONValue(bound), "maxPrincipal": JSONValue(bound),
                        "peg": [
                            "type": "CurrencyPeg", "exchangeRate": JSONValue(rate),
                            "account": ["uri": .string(person.wallet.accountPath(village.hour.id))],
                        ],
                    ])
            }
        }
    }

    /// Reads the wallets and the documents, as they are now.
    private func observe(_ village: Village) async throws -> Market {
        var currencies: [Currency] = []
        for money in [village.hour] + village.currencies { currencies.append(try await published(money)) }
        let rules = MarketRules(
            baseLocator: village.hour.issuer.locator, baseCurrency: CurrencyID(village.hour), minTradeAmount: 1_00)
        var market = Market(rules: rules, currencies: currencies)
        for person in village.people {
            for money in village.currencies {
                if let wish = try await observe(person, money) { market.wishes.append(wish) }
            }
        }
        return market
    }

    /// The currency as its locator describes it to everybody.
    private func published(_ money: Money) async throws -> Currency {
        let locator = money.issuer.locator
        let limits = WebLimits(redirects: 3)
        let response = try await nodes.web.send(WebRequest(url: locator, limits: limits))
        try expect(response.status, toBe: 200, "The answer of \(locator)")
        let document = try JSONValue(json: response.body, limits: .document(maximumBytes: 1 << 20))
        let peg = try document.at("peg").map { peg in
            let uri = try peg.at("debtorIdentity", "uri")?.string.required("uri", of: "the peg") ?? ""
            return Currency.Peg(
                locator: try peg.at("latestDebtorInfo", "uri")?.string.required("uri", of: "the peg") ?? "",
                currency: CurrencyID(try SwptURI.readDebtor(uri).required("debtor", of: "the peg").rawValue),
                rate: try peg.at("exchangeRate")?.number.required("exchangeRate", of: "the peg") ?? .nan)
        }
        return Currency(isConfirmed: true, locator: locator, id: CurrencyID(money), peg: peg)
    }

    /// What somebody wants to do with one account; nil: nothing, or there is no account.
    private func observe(_ person: Person, _ money: Money) async throws -> Market.Wish? {
        let path = person.wallet.accountPath(money.id)
        let account = try await person.wallet.api.call(.get, path, expecting: 200, 404)
        guard account.status == 200, account.at("exchange", "policy") != nil,
            let rate = account.at("exchange", "peg", "exchangeRate")?.number,
            let minimum = account.at("exchange", "minPrincipal")?.int64, let maximum = account.at("exchange", "maxPrincipal")?.int64,
            let balance = account.at("ledger", "principal")?.int64
        else { return nil }
        let offer = Offer(
            trader: TraderID(person), currency: CurrencyID(money), balance: balance, minPrincipal: minimum, maxPrincipal: maximum)
        return offer.map { Market.Wish(offer: $0, rate: rate) }
    }

    private func draw(_ circles: [Circle], _ village: Village) {
        for circle in circles {
            narrator.screen.print()
            let drawing = circle.drawing(
                name: { village.name(CreditorID($0.rawValue)) }, amount: { village.coin(DebtorID($0.rawValue)).text($1) })
            narrator.lines(drawing.map { "  " + narrator.screen.paint($0, .yellow) })
        }
        narrator.screen.print()
    }
}

extension TraderID {
    fileprivate init(_ person: Person) { self.init(person.wallet.id.rawValue) }
}

extension CurrencyID {
    fileprivate init(_ money: Money) { self.init(money.id.rawValue) }
}
