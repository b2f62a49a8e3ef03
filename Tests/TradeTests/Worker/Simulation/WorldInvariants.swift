import SMPProtocol

@testable import Trade

/// TW-28, checked against the books of the authority and the results of the solver.
enum WorldInvariants {
    static func violations(of world: TradeWorld, startTotals: [DebtorID: Int64]) -> [String] {
        money(world, startTotals) + outcomes(world) + deeds(world) + users(world) + world.workers.flatMap { rows($0.state) }
            + statuses(world)
    }

    /// TW 28.14: no token comes or goes, no collector pays what it has not got.
    private static func money(_ world: TradeWorld, _ startTotals: [DebtorID: Int64]) -> [String] {
        var found = TradeWorld.debtors.compactMap { debtor in
            let total = world.authority.total(debtor)
            return total == startTotals[debtor] ? nil : "currency \(debtor): \(total) tokens instead of \(startTotals[debtor]!)"
        }
        for (key, account) in world.authority.accounts where account.balance < 0 { found.append("\(key) has \(account.balance)") }
        if world.authority.overdrafts > 0 { found.append("the authority had to refuse \(world.authority.overdrafts) commits") }
        return found
    }

    /// TW 28.6: one transfer, one outcome. What a worker answers to repetitions after the end does not matter to anybody.
    private static func outcomes(_ world: TradeWorld) -> [String] {
        world.outcomes.filter { $0.value.count > 1 }.map { "transfer \($0.key) was finalized with \($0.value)" }
    }

    /// TW 28.5, 28.8, 28.10: everything that was paid was planned, once, and not more than planned.
    private static func deeds(_ world: TradeWorld) -> [String] {
        world.authority.deeds.compactMap { deed, amounts in
            guard amounts.count == 1, let note = AgentTransferNote(deed.note), let results = world.results[note.turnID] else {
                return "\(deed.note) was paid \(amounts.count) times"
            }
            func trade(_ trades: [SimulatedResults.Trade], _ creditor: CreditorID) -> SimulatedResults.Trade? {
                trades.first { $0.account == AccountKey(creditor: creditor, debtor: deed.debtor) }
            }
            switch note.kind {
            case .collecting:
                let planned = trade(results.takings, note.secondID)
                return planned?.amount == amounts[0] && planned?.collector == note.firstID ? nil : "\(deed.note) took \(amounts[0])"
            case .dispatching:
                let planned = trade(results.givings, note.secondID)
                return amounts[0] <= planned?.amount ?? 0 ? nil : "\(deed.note) gave \(amounts[0])"
            case .sending:
                let planned = results.sendings.first { $0.from == note.firstID && $0.to == note.secondID && $0.debtor == deed.debtor }
                return amounts[0] <= planned?.amount ?? 0 ? nil : "\(deed.note) sent \(amounts[0])"
            case .moving: return "nothing was to be moved"
            }
        }
    }

    /// TW 28.11: nobody sells or buys more than he wants, also not because his ledger is known late.
    private static func users(_ world: TradeWorld) -> [String] {
        world.wishes.compactMap { wish in
            let balance = world.authority.accounts[wish.key]!.balance
            let range = min(wish.start, wish.target)...max(wish.start, wish.target + wish.target / 10_000 + 2)
            return range.contains(balance) ? nil : "\(wish.key) has \(balance), had \(wish.start), and wanted \(wish.target)"
        }
    }

    /// TW 28.4, 28.9 and the conditions of TW-7.
    private static func rows(_ state: WorkerState) -> [String] {
        let requests = state.locks.values.map(\.requestID) + state.attempts.values.compactMap(\.latestTry?.requestID)
        var found = Set(requests).count == requests.count ? [] : ["a request ID is used twice"]
        for lock in state.locks.values {
            if lock.release != nil && lock.prepared?.finalizedAt == nil { found.append("\(lock.key) is released, but not finalized") }
        }
        for status in state.statuses.values {
            if status.totalCollectedAmount ?? 0 > status.plan.amountToCollect { found.append("\(status.key) has collected too much") }
            if status.hasStartedDispatching && !status.allSent { found.append("\(status.key) dispatches before everything is sent") }
        }
        for attempt in state.attempts.values {
            if let latest = attempt.latestTry, Double(latest.amount) > attempt.nominalAmount {
                found.append("\(attempt.key) pays too much")
            }
            if attempt.rescheduledFor != nil && attempt.latestTry != nil && attempt.failureCode == nil {
                found.append("\(attempt.key) is planned while it is running")
            }
        }
        return found
    }

    /// TW 28.8: all attempts of a collector together never exceed what it has.
    private static func statuses(_ world: TradeWorld) -> [String] {
        var sums: [StatusKey: (sent: Double, dispatched: Double)] = [:]
        for (key, nominal) in world.nominals {
            if key.kind == .sending { sums[key.status, default: (0, 0)].sent += nominal }
            if key.kind == .dispatching { sums[key.status, default: (0, 0)].dispatched += nominal }
        }
        return world.workers.flatMap(\.state.statuses.values).compactMap { status in
            guard let sum = sums[status.key] else { return nil }
            let received = Double(min(status.totalReceivedAmount ?? 0, status.plan.amountToReceive))
            let collected = Double(status.totalCollectedAmount ?? 0)
            let isRight =
                sum.sent <= Double(status.availableToSend) && sum.dispatched <= collected - Double(status.availableToSend) + received
            return isRight ? nil : "\(status.key) plans to send \(sum.sent) and to dispatch \(sum.dispatched)"
        }
    }
}

extension SimulatedAuthority {
    /// What an authority must find when a turn is over (TW 28.5 – 28.14).
    ///
    /// - Parameters:
    ///   - taken: what the solver had decided to take from all sellers together.
    ///   - startTotals: how much there was of each currency.
    func violations(taken: Int64, startTotals: [DebtorID: Int64]) -> [String] {
        var found = startTotals.filter { total($0.key) != $0.value }.map { "currency \($0.key) has changed" }
        for (key, account) in accounts where account.balance < 0 { found.append("\(key) has \(account.balance)") }
        if overdrafts > 0 { found.append("\(overdrafts) commits were refused") }
        if !prepared.isEmpty { found.append("\(prepared.count) prepared transfers are left") }
        found += deeds.filter { $0.value.count > 1 }.map { "\($0.key.note) was paid \($0.value.count) times" }
        func paid(_ kind: AgentTransferNote.Kind) -> Int64 {
            deeds.filter { AgentTransferNote($0.key.note)?.kind == kind }.reduce(0) { $0 + $1.value.reduce(0, +) }
        }
        if paid(.collecting) != taken { found.append("\(paid(.collecting)) were collected instead of \(taken)") }
        if paid(.dispatching) > taken || paid(.dispatching) < taken - taken / 1000 {
            found.append("\(paid(.dispatching)) were given instead of \(taken)")
        }
        return found
    }
}
