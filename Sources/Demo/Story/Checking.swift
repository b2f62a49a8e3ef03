import SMPProtocol

extension Story {
    /// Compares what everybody must have with the books of both agents and of the accounting authority.
    func check(_ village: Village, _ balances: Balances) async throws -> [String] {
        narrator.headline("Every balance, counted three times")
        return try await narrator.step(
            "Wallets, issuers and the authority's books are compared", outcome: { $0.isEmpty ? "all equal" : "\($0.count) differences" }
        ) {
            var differences: [String] = []
            for money in village.currencies { differences += try await check(money, village, balances) }
            let totals = try await sandbox.totals()
            differences += totals.violations.map { "the accounting authority says: \($0)" }
            return differences
        }
    }

    private func check(_ money: Money, _ village: Village, _ balances: Balances) async throws -> [String] {
        var differences: [String] = []
        func compare(_ what: String, _ actual: Int64?, _ expected: Int64) {
            guard actual != expected else { return }
            differences.append("\(what) is \(actual.map(money.coin.text) ?? "missing"), not \(money.coin.text(expected))")
        }
        let accounts = try await sandbox.accounts(of: money.id)
        for person in village.people {
            let expected = balances[money, person]
            let identity = try identity(of: person, in: money)
            let account = accounts.first { $0.uri == identity }
            compare("\(person.name)'s account at the authority", account?.principal ?? 0, expected)
            compare("what is locked of \(person.name)'s account", account?.lockedAmount ?? 0, 0)
            let ledger = try await person.wallet.api.call(.get, person.wallet.accountPath(money.id) + "ledger", expecting: 200, 404)
            // Ben has closed his account in LOAF, with nothing in it.
            compare("\(person.name)'s ledger", ledger.status == 404 ? 0 : ledger.at("principal")?.int64, expected)
        }
        let root = accounts.first { $0.uri == money.issuer.rootAccountURI }
        compare("the issuer's account at the authority", root?.principal, balances.issuer(money))
        compare("the issuer's balance", try await money.issuer.balance(), balances.issuer(money))
        compare("the sum of all accounts", accounts.reduce(0) { $0 + $1.principal }, 0)
        return differences
    }

    /// Who had what, and who has what.
    func show(_ village: Village, before: Balances, after: Balances, _ differences: [String]) {
        var table = Table("", "LOAF before", "after", "BASKET before", "after", "REPAIR before", "after")
        func row(_ name: String, _ amount: (Balances, Money) -> Int64) {
            let cells = village.currencies.flatMap { money in [before, after].map { Coin.decimal(amount($0, money)) } }
            table.add(row: [name] + cells)
        }
        for person in village.people { row(person.name) { $0[$1, person] } }
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
            "  curl -L \(village.loaf.issuer.locator)",
            "  curl -H 'Authorization: Bearer \(DemoUser.debtor(village.loaf.id).token)' \\",
            "    \(nodes.debtors)\(village.loaf.issuer.path)",
            "The authority's books, and what else it can do:",
            "  curl \(nodes.sandbox)/totals",
            "  curl \(nodes.sandbox)/",
            "The APIs, in a browser:",
            "  \(nodes.debtors)/debtors/.docs/",
            "  \(nodes.creditors)/creditors/.docs/",
        ])
    }
}
