import SMPProtocol

extension Story {
    /// Compares the books of the authority, the databases of the nodes and the Web APIs with each other, and what everybody must have with
    /// them.
    func check(_ village: Village, _ balances: Balances) async throws -> [String] {
        narrator.headline("Every balance, counted three times")
        return try await narrator.step(
            "Books, databases and Web APIs are compared",
            outcome: { $0.isEmpty ? "all equal" : "\($0.count) differences" }
        ) {
            let money = village.currencies
            let count = MoneyCount(
                nodes: nodes, databases: databases, issuers: money.map(\.issuer), wallets: village.people.map(\.wallet))
            let result = try await count.settle(seconds: 30)
            return result.contradictions + result.unfinished + money.flatMap { check($0, village, balances, result.books) }
        }
    }

    private func check(_ money: Money, _ village: Village, _ balances: Balances, _ books: Holdings) -> [String] {
        func difference(_ what: String, _ actual: Int64, _ expected: Int64) -> String? {
            actual == expected ? nil : "\(what) is \(money.coin.text(actual)), not \(money.coin.text(expected))"
        }
        let own = books.filter { $0.debtor == money.id }
        let known = Set(village.people.map(\.wallet.id) + [.root])
        let others = own.amounts.filter { !known.contains($0.key.creditor) }.values.reduce(0, +)
        return
            (village.people.map { person in
                difference("\(person.name)'s account", own[money.id, person.wallet.id] ?? 0, balances[money, person])
            } + [
                difference("the issuer's account", own[money.id, .root] ?? 0, balances.issuer(money)),
                difference("what the collectors have", others, balances.collectors(money)),
            ]).compactMap(\.self)
    }

    /// Who had what before the trade, and who has what after it.
    func show(_ village: Village, before: Balances, after: Balances, _ differences: [String]) {
        var table = Table("", "LOAF before", "after", "BASKET before", "after", "REPAIR before", "after")
        func row(_ name: String, _ amount: (Balances, Money) -> Int64) {
            let cells = village.currencies.flatMap { money in [before, after].map { Coin.decimal(amount($0, money)) } }
            table.add(row: [name] + cells)
        }
        for person in village.people { row(person.name) { $0[$1, person] } }
        row("Collectors") { $0.collectors($1) }
        row("Issuer") { $0.issuer($1) }
        narrator.screen.print()
        narrator.lines(table.lines)
        for difference in differences { narrator.lines([narrator.screen.paint("wrong: \(difference)", .red)]) }
    }

    /// Calls that a newcomer may want to try.
    func whereToLookNext(_ village: Village) {
        let ana = village.ana.wallet
        narrator.headline("Where to look next")
        narrator.lines([
            "Ana's wallet, and with \(ana.path)log her log:",
            "  curl -H 'Authorization: Bearer \(DemoUser.creditor(ana.id).token)' \\",
            "    \(nodes.creditors)\(ana.path)wallet",
            "A currency, as everybody sees it, and as its issuer does:",
            "  curl -k \(village.loaf.issuer.locator)",
            "  curl -H 'Authorization: Bearer \(DemoUser.debtor(village.loaf.id).token)' \\",
            "    \(nodes.debtors)\(village.loaf.issuer.path)",
            "The authority's books, and what else it can do:",
            "  curl \(nodes.sandbox)/totals",
            "  curl \(nodes.sandbox)/",
            "The latest turns of Circular Trade (with /ID behind it: one turn, and its circles):",
            "  curl -H 'Authorization: Bearer \(DemoUser.creditorsSupervisor.token)' \(nodes.trade)/trade/turns",
            "The APIs, in a browser:",
            "  \(nodes.debtors)/debtors/.docs/",
            "  \(nodes.creditors)/creditors/.docs/",
        ])
    }
}
