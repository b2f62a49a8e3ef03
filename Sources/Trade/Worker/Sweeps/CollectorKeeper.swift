import NodeKit
import Persistence
import SMPProtocol

/// Looks after the collectors of this shard, with the solver's database (TW 11.3, 11.4): new ones are asked for at the accounting
/// authorities,
/// and what the worker has found out about them is told to the solver. Any number of them may do it at once.
struct CollectorKeeper: Sendable {
    let context: WorkerContext
    /// How many new collectors are taken up at once.
    let maxCount: Int

    /// How many changes are told at once (TS2 13.2).
    private static let changesPerTransaction = 5000

    @Sendable func pass() async throws {
        try await requestNewOnes()
        try await applyChanges()
    }

    // MARK: New collectors (TW 11.3)

    func requestNewOnes() async throws {
        var last = (debtor: DebtorID(.min), collector: CreditorID(.min))
        while !Pause.isStopping {
            let query = CollectorAccountRows.pristine(context.realm, after: last, limit: min(maxCount, Self.changesPerTransaction))
            let rows = try await context.solver.pipeline([query], readOnly: true)[0]
            let keys = try rows.map { AccountKey(creditor: try $0[1], debtor: try $0[0]) }
            guard let end = keys.last else { return }
            try await context.store.requestCollectors(keys)
            last = (end.debtor, end.creditor)
        }
    }

    // MARK: What the solver is told (TW 11.4)

    /// Applied first and then forgotten: what is interrupted in between is done twice, to no effect.
    func applyChanges() async throws {
        while !Pause.isStopping {
            let waiting = try await context.store.waitingCollectorChanges(limit: Self.changesPerTransaction)
            let (realm, now) = (context.realm, context.now())
            let rounds = CollectorStatusChange.rounds(waiting.changes.filter { realm.contains($0.change.collectorID) }.map(\.change))
            let needed = waiting.needed.filter { realm.contains($0.debtor) }
            if !rounds.isEmpty || !needed.isEmpty {
                try await context.solver.transaction { tx in
                    for round in rounds { tx.enqueue(CollectorAccountRows.change(round, at: now)) }
                    guard !needed.isEmpty else { return }
                    tx.enqueue(CollectorAccountRows.insert(debtors: needed.map(\.debtor), collectors: needed.map(\.creditor), at: now))
                    tx.enqueueNotify(channel: TurnSignal.collectorsNeeded.notification)
                }
            }
            try await context.store.forget(waiting)
            guard waiting.isFull else { return }
        }
    }
}

extension CollectorStatusChange {
    /// Divides changes into sets that name every account once, so that those of one account are applied in their order (TS2 13.2).
    static func rounds(_ changes: [CollectorStatusChange]) -> [[CollectorStatusChange]] {
        var counts: [AccountKey: Int] = [:]
        var rounds: [[CollectorStatusChange]] = []
        for change in changes {
            let key = AccountKey(creditor: change.collectorID, debtor: change.debtorID)
            let round = counts[key, default: 0]
            counts[key] = round + 1
            if round == rounds.count { rounds.append([]) }
            rounds[round].append(change)
        }
        return rounds
    }
}
