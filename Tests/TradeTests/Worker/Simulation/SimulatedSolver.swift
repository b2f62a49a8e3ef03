import SMPProtocol
import TestSupport

@testable import Trade

/// What a solver decides: any result that is balanced (TW 28.1, 28.2), not necessarily a good one.
struct SimulatedResults {
    struct Trade {
        let account: AccountKey
        let amount: Int64
        let collector: CreditorID
    }

    struct Sending {
        let from: CreditorID
        let to: CreditorID
        let debtor: DebtorID
        let amount: Int64
    }

    let turn: TurnID
    private(set) var takings: [Trade] = []
    private(set) var givings: [Trade] = []
    private(set) var sendings: [Sending] = []

    init(_ turn: TurnID, _ offers: [PouredOffer], collectors: [CreditorID], random: inout SplitMix64) {
        self.turn = turn
        var sales: [DebtorID: [Trade]] = [:]
        var purchases: [DebtorID: [Trade]] = [:]
        for offer in offers {
            switch offer {
            case .sell(let key, let amount, let collector):
                sales[key.debtor, default: []].append(Trade(account: key, amount: amount, collector: collector))
            case .buy(let key, let amount):
                purchases[key.debtor, default: []].append(Trade(account: key, amount: amount, collector: random.pick(collectors)))
            }
        }
        for debtor in sales.keys.sorted() { match(debtor, sales[debtor]!, purchases[debtor] ?? [], random: &random) }
    }

    private mutating func match(_ debtor: DebtorID, _ sales: [Trade], _ purchases: [Trade], random: inout SplitMix64) {
        let supply = sales.reduce(0) { $0 + $1.amount }
        let demand = purchases.reduce(0) { $0 + $1.amount }
        let volume = min(supply, demand) * Int64.random(in: 5...10, using: &random) / 10
        let sold = Self.take(volume, of: sales)
        let bought = Self.take(volume, of: purchases)
        takings += sold
        givings += bought
        var balances: [CreditorID: Int64] = [:]
        for trade in sold { balances[trade.collector, default: 0] += trade.amount }
        for trade in bought { balances[trade.collector, default: 0] -= trade.amount }
        var lacking = balances.filter { $0.value < 0 }.sorted { $0.key < $1.key }
        for (from, surplus) in balances.filter({ $0.value > 0 }).sorted(by: { $0.key < $1.key }) {
            var rest = surplus
            while rest > 0, let (to, lack) = lacking.popLast() {
                let amount = min(rest, -lack)
                sendings.append(Sending(from: from, to: to, debtor: debtor, amount: amount))
                rest -= amount
                if lack + amount < 0 { lacking.append((to, lack + amount)) }
            }
        }
    }

    /// From the first to the last, until the volume is reached.
    private static func take(_ volume: Int64, of trades: [Trade]) -> [Trade] {
        var rest = volume
        return trades.compactMap { trade in
            let amount = min(rest, trade.amount)
            rest -= amount
            return amount > 0 ? Trade(account: trade.account, amount: amount, collector: trade.collector) : nil
        }
    }
}

extension PlayedWorker {
    /// TW-17: takes over what the solver decided, as far as it is this worker's.
    ///
    /// - Parameter isOurs: by creditor.
    mutating func take(_ results: SimulatedResults, deadline: Timestamp, isOurs: (CreditorID) -> Bool) -> [Outgoing] {
        var plans = DispatchingPlans()
        for trade in results.takings {
            let key = ParticipationKey(account: trade.account, turn: results.turn)
            let leg = LegKey(
                StatusKey(collector: trade.collector, turn: results.turn, debtor: trade.account.debtor), trade.account.creditor)
            if isOurs(trade.account.creditor) {
                state.participations[key] = .taking(key, amount: trade.amount, collector: trade.collector)
            }
            guard isOurs(trade.collector), let row = WorkerCollecting(leg, amount: trade.amount, deadline: deadline, rules) else {
                continue
            }
            state.collectings[leg] = row
            plans.addCollecting(leg.status, row.amount)
        }
        for trade in results.givings {
            let key = ParticipationKey(account: trade.account, turn: results.turn)
            let leg = LegKey(
                StatusKey(collector: trade.collector, turn: results.turn, debtor: trade.account.debtor), trade.account.creditor)
            if isOurs(trade.account.creditor) {
                state.participations[key] = .giving(key, amount: trade.amount, collector: trade.collector)
            }
            guard isOurs(trade.collector), let row = WorkerDispatching(leg, amount: trade.amount, deadline: deadline, rules) else {
                continue
            }
            state.dispatchings[leg] = row
            plans.addDispatching(leg.status, row.amount)
        }
        for sending in results.sendings { take(sending, results.turn, deadline: deadline, isOurs: isOurs, plans: &plans) }
        for (key, plan) in plans.plans { state.statuses[key] = DispatchingStatus(key: key, insertedAt: now, plan: plan) }
        let locks = state.locks.values.filter { $0.turn == results.turn }.sorted { $0.key < $1.key }
        return locks.map {
            .reviseAccountLock(ReviseAccountLock(creditorID: $0.key.creditor, debtorID: $0.key.debtor, turnID: results.turn, ts: now))
        }
    }

    private mutating func take(
        _ sending: SimulatedResults.Sending, _ turn: TurnID, deadline: Timestamp, isOurs: (CreditorID) -> Bool,
        plans: inout DispatchingPlans
    ) {
        let out = LegKey(StatusKey(collector: sending.from, turn: turn, debtor: sending.debtor), sending.to)
        if isOurs(sending.from), let row = WorkerSending(out, amount: sending.amount, deadline: deadline, rules) {
            state.sendings[out] = row
            plans.addSending(out.status, row.amount)
        }
        let into = LegKey(StatusKey(collector: sending.to, turn: turn, debtor: sending.debtor), sending.from)
        if isOurs(sending.to), let row = WorkerReceiving(into, amount: sending.amount, deadline: deadline, rules) {
            state.receivings[into] = row
            plans.addReceiving(into.status, row.expectedAmount)
        }
    }
}
