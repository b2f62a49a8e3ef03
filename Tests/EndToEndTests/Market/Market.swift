import Demo
import Foundation
import SMPProtocol
import Synchronization
import TestSupport

/// Many people and currencies on a running stack whose clock the test moves. They trade when the test wants them to.
final class Market: Sendable {
    let place: Marketplace
    let clock: MovedClock
    let databases: StackDatabases
    let count: MoneyCount
    /// What a token is worth, in tokens of the base currency.
    let prices: [DebtorID: Double]
    private let memory = Mutex(Memory())

    /// What people have told their wallets, and done, since the market was at rest.
    private struct Memory {
        var wishes: [Holdings.Account: [Wish]] = [:]
        var payments: [MoneyTransfer] = []
    }

    init(_ place: Marketplace, wallets: [Wallet] = []) throws {
        self.place = place
        clock = try MovedClock()
        databases = try StackDatabases(environment: ProcessInfo.processInfo.environment)
        prices = Dictionary(uniqueKeysWithValues: place.currencies.map { ($0.issuer.id, $0.rate) })
        count = MoneyCount(
            nodes: place.nodes, databases: databases, issuers: place.currencies.map(\.issuer),
            wallets: place.traders.map(\.wallet) + wallets)
    }

    /// The market that all stories of a run share: sixty people and twelve currencies.
    static let shared = Task { try await found(people: 60, currencies: 12, seed: EndToEndStack.seed(60)) }

    /// Creates currencies and people, and issues what the plan says.
    private static func found(people: Int, currencies: Int, seed: UInt64) async throws -> Market {
        let plan = MarketPlan(people: people, currencies: currencies, seed: seed)
        var place = try await Marketplace.found(on: EndToEndStack.nodes(), rates: plan.rates)
        try await place.settle(plan.holdings)
        return try Market(place)
    }

    var driver: TurnDriver { TurnDriver(nodes: place.nodes, clock: clock, databases: databases) }

    // MARK: What people want and do

    /// Tells the wallets what their owners want, and remembers it. Who wants the same as before is left alone.
    func tell(_ wishes: [Holdings.Account: Wish]) async throws {
        let changed = memory.withLock { memory in
            let changed = wishes.filter { memory.wishes[$0.key]?.last != $0.value }
            for (account, wish) in changed { memory.wishes[account, default: []].append(wish) }
            return changed
        }
        let (prices, place) = (prices, place)
        _ = try await concurrently(changed.sorted { $0.key < $1.key }) { account, wish in
            let peg = prices[account.debtor].map { ExchangePolicy.Peg(rate: $0, of: place.base.id) }
            let policy = ExchangePolicy(minPrincipal: wish.minimum, maxPrincipal: wish.maximum, peg: peg)
            try await Patience.insist("the policy of \(account.name)") {
                try await Wallet(id: account.creditor, nodes: place.nodes).set(policy, for: account.debtor)
            }
        }
    }

    /// Waits until the workers know what people want, and what they have. What was wanted before does not matter from then on.
    func awaitWishes(_ balances: Holdings) async throws {
        let wanted = memory.withLock { memory in
            memory.wishes = memory.wishes.mapValues { Array($0.suffix(1)) }
            return memory.wishes.compactMapValues(\.last)
        }
        try await Patience.until("the workers to know all policies") {
            let known = try await WorkersTurn.policies(databases)
            return wanted.allSatisfy { account, wish in
                known[account].map { $0.wish == wish && $0.balance == balances.amounts[account] ?? 0 } ?? false
            }
        }
    }

    /// Somebody pays somebody, if he can. The money is set aside when the payment is prepared.
    func pay(_ amount: Int64, _ debtor: DebtorID, from payer: Marketplace.Trader, to payee: Marketplace.Trader) async throws {
        var order = PaymentOrder(to: payee.identities[debtor] ?? "", amount: amount, note: "meanwhile")
        order.lockedAmount = amount
        guard try await Traffic.insist(order, payer.wallet).isSuccess else { return }
        let payment = MoneyTransfer(debtor: debtor, sender: payer.wallet.id, recipient: payee.wallet.id, amount: amount)
        memory.withLock { $0.payments.append(payment) }
    }

    /// All wishes and payments since the market was at rest; the latest wishes stay.
    func takeMemory() -> (wishes: [Holdings.Account: [Wish]], payments: [MoneyTransfer]) {
        memory.withLock { memory in
            defer { memory.payments = [] }
            return (memory.wishes, memory.payments)
        }
    }
}

extension Marketplace.Trader {
    /// All but the one in the base currency.
    var accounts: [Holdings.Account] { identities.keys.sorted().map { Holdings.Account($0, wallet.id) } }
}
