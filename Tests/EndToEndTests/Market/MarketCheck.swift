import Demo
import SMPProtocol

/// Whether everything is right after a turn. Pure: it compares what the accounting authority had before and has after it, and what it has
/// moved in between, with what people wanted and did themselves. That all other books agree with the authority's is what `MoneyCount` says.
struct MarketCheck: Sendable {
    /// The authority's books before the turn.
    let before: Holdings
    /// The same after it, when nothing is under way.
    let after: Holdings
    /// What the accounting authority has moved in between.
    let transfers: [MoneyTransfer]
    /// Payments that people and issuers have made themselves in between.
    var payments: [MoneyTransfer] = []
    /// All that people have wanted since the books were seen before, by account. Who is not there wants nothing.
    let wishes: [Holdings.Account: [Wish]]
    /// What a token is worth, in tokens of the base currency.
    let prices: [DebtorID: Double]
    /// The IDs of collectors.
    let collectors: ClosedRange<CreditorID>
    /// People who may have given more than they have got, because somebody else has not paid, or they cannot be paid.
    var unserved: Set<CreditorID> = []
    /// Whether collectors may have sold what is theirs in this turn, and bought something for it. Nobody has a wish for them.
    var collectorsTrade = false

    /// What is wrong; nothing, hopefully.
    var differences: [String] { conservation + movements + repetitions + limits + values + collectorBalances }

    // MARK: Books

    /// In every currency all accounts add up to nothing, and only the issuer's own payments change what is in circulation.
    private var conservation: [String] {
        prices.keys.sorted().flatMap { debtor -> [String] in
            let root = Holdings.Account(debtor, .root)
            let issued = payments.filter { $0.debtor == debtor }.reduce(Int64(0)) { total, payment in
                total + (payment.sender == .root ? payment.amount : 0) - (payment.recipient == .root ? payment.amount : 0)
            }
            let sum = after.total(of: debtor)
            return (sum == 0 ? [] : ["the sum of all accounts in \(debtor.unsignedText) is \(sum)"])
                + difference("the root account of \(debtor.unsignedText)", amount(after, root), amount(before, root) - issued)
        }
    }

    /// Every token that an account has more or less was moved by a transfer, and every transfer is the trade service's or one that people
    /// have ordered.
    private var movements: [String] {
        var changes: [Holdings.Account: Int64] = [:]
        for transfer in transfers {
            changes[transfer.from, default: 0] -= transfer.amount
            changes[transfer.to, default: 0] += transfer.amount
        }
        let accounts = Set(before.amounts.keys).union(after.amounts.keys).union(changes.keys)
        var found = accounts.sorted().flatMap { account in
            difference("the account of \(account.name)", amount(after, account), amount(before, account) + changes[account, default: 0])
        }
        var expected = payments
        for transfer in transfers where transfer.note == nil {
            if let index = expected.firstIndex(of: transfer) {
                expected.remove(at: index)
            } else {
                found.append("nobody has ordered a transfer of \(transfer.amount) from \(transfer.from.name) to \(transfer.to.name)")
            }
        }
        return found + expected.map { "a payment of \($0.amount) from \($0.from.name) to \($0.to.name) was not made" }
    }

    private func amount(_ holdings: Holdings, _ account: Holdings.Account) -> Int64 { holdings.amounts[account] ?? 0 }

    private func difference(_ what: String, _ actual: Int64, _ expected: Int64) -> [String] {
        actual == expected ? [] : ["\(what) is \(actual) instead of \(expected)"]
    }

    // MARK: Deeds

    /// What the trade service does is done once.
    private var repetitions: [String] {
        struct Deed: Hashable {
            let note: AgentTransferNote
            let debtor: DebtorID
        }
        var seen: Set<Deed> = []
        return transfers.compactMap { transfer -> String? in
            guard let note = transfer.note, !seen.insert(Deed(note: note, debtor: transfer.debtor)).inserted else { return nil }
            return "\(note.kind) from \(transfer.from.name) to \(transfer.to.name) was done again in turn \(note.turnID)"
        }
    }

    /// Nobody gives more than he offered, or gets more than he wanted. When people have paid or were paid meanwhile, nobody knows which
    /// balance the offer came from: the one that allows more counts.
    private var limits: [String] {
        let exchange = exchange
        return Set(exchange.given.keys).union(exchange.got.keys).sorted().flatMap { account -> [String] in
            let most = amount(before, account) + paid { $0.to == account }
            let least = amount(before, account) - paid { $0.from == account }
            let offered = (wishes[account] ?? []).map { $0.offered(of: most) }.max() ?? 0
            let wanted = (wishes[account] ?? []).map { $0.wanted(with: least) }.max() ?? 0
            let (given, got) = (exchange.given[account] ?? 0, exchange.got[account] ?? 0)
            return (given > offered ? ["\(account.name) has given \(given) of \(offered)"] : [])
                + (got > wanted ? ["\(account.name) has got \(got) of \(wanted)"] : [])
        }
    }

    private func paid(_ isMeant: (MoneyTransfer) -> Bool) -> Int64 { payments.filter(isMeant).reduce(0) { $0 + $1.amount } }

    /// What people have given to collectors, and got from them.
    private struct Exchange {
        var given: [Holdings.Account: Int64] = [:]
        var got: [Holdings.Account: Int64] = [:]
    }

    private var exchange: Exchange {
        func counts(_ trader: CreditorID) -> Bool { !collectorsTrade || !collectors.contains(trader) }
        return transfers.reduce(into: Exchange()) { exchange, transfer in
            switch transfer.note?.kind {
            case .collecting where counts(transfer.sender): exchange.given[transfer.from, default: 0] += transfer.amount
            case .dispatching where counts(transfer.recipient): exchange.got[transfer.to, default: 0] += transfer.amount
            default: break
            }
        }
    }

    /// Who gives something gets what it is worth, up to what is kept back and what rounding takes; and the other way round.
    private var values: [String] {
        func value(_ amounts: [Holdings.Account: Int64]) -> [CreditorID: Double] {
            amounts.reduce(into: [:]) { $0[$1.key.creditor, default: 0] += Double($1.value) * (prices[$1.key.debtor] ?? .nan) }
        }
        let exchange = exchange
        let (given, got) = (value(exchange.given), value(exchange.got))
        let coarsest = prices.values.max() ?? 0
        return Set(given.keys).union(got.keys).subtracting(unserved).sorted().compactMap { person -> String? in
            let (out, back) = (given[person, default: 0], got[person, default: 0])
            let tolerance = max(out, back) * Self.keptBack + Self.roundedTokens * coarsest
            return abs(out - back) <= tolerance ? nil : "\(person.unsignedText) has given what is worth \(out), and got \(back)"
        }
    }

    /// Far more than the cut, and than what a transfer loses by rounding.
    private static let keptBack = 1e-4
    private static let roundedTokens = 20.0

    // MARK: Collectors

    /// A collector never owes; and what is left with all of a currency is what was kept back.
    private var collectorBalances: [String] {
        let accounts = after.amounts.keys.filter { collectors.contains($0.creditor) }
        let owing = accounts.filter { amount(after, $0) < 0 }.sorted().map { "collector \($0.name) has less than nothing" }
        if collectorsTrade { return owing }
        return owing
            + prices.keys.sorted().compactMap { debtor -> String? in
                let own = transfers.filter { $0.debtor == debtor && $0.note != nil }
                let change = accounts.filter { $0.debtor == debtor }.reduce(Int64(0)) { $0 + amount(after, $1) - amount(before, $1) }
                let collected = own.filter { $0.note?.kind == .collecting }.reduce(0) { $0 + Double($1.amount) }
                let most = unserved.isEmpty ? collected * Self.keptBack + 2 * Double(own.count) : .infinity
                return change >= 0 && Double(change) <= most
                    ? nil : "all collectors of \(debtor.unsignedText) together have \(change) more than before"
            }
    }
}
