import SMPProtocol

@testable import Trade

/// What brings a world to an end in which messages have got lost.
extension TradeWorld {
    mutating func remind() {
        for reminder in authority.reminders(now: now) { post(reminder) }
    }

    /// What a worker's scanners throw away (TW-24).
    mutating func scan(_ index: Int) {
        var effects = Effects()
        let (rules, now) = (workers[index].rules, now)
        for (key, lock) in workers[index].state.locks where lock.isExpendable(rules, now: now) {
            lock.discard(now: now, effects: &effects)
            workers[index].state.locks[key] = nil
        }
        workers[index].state.attempts = workers[index].state.attempts.filter { !$0.value.isExpendable(rules, now: now) }
        func kept<Leg>(_ legs: WorkerState.Legs<Leg>, _ isExpendable: (Leg) -> Bool) -> WorkerState.Legs<Leg> {
            legs.mapValues { $0.filter { !isExpendable($0.value) } }
        }
        workers[index].state.collectings = kept(workers[index].state.collectings) { $0.isExpendable(now: now) }
        workers[index].state.sendings = kept(workers[index].state.sendings) { $0.isExpendable(now: now) }
        workers[index].state.receivings = kept(workers[index].state.receivings) { $0.isExpendable(now: now) }
        workers[index].state.dispatchings = kept(workers[index].state.dispatchings) { $0.isExpendable(now: now) }
        send(effects.messages)
    }
}
