import SMPProtocol

/// A moment from which on an account had a rate (TW 7.7).
struct InterestRateChange: Equatable, Sendable {
    let ts: Timestamp
    /// Percents per year.
    let rate: Float
}

/// The rates that a collector's account has had, as far as they can still matter. Newest first.
struct InterestRateHistory: Equatable, Sendable {
    private(set) var changes: [InterestRateChange]

    /// - Parameter changes: in any order, no moment twice.
    init(_ changes: [InterestRateChange] = []) { self.changes = changes.sorted { $0.ts > $1.ts } }

    /// TW 11.5.2: a moment is stored once; whoever stores one compacts.
    mutating func add(_ change: InterestRateChange, _ rules: WorkerRules, now: Timestamp) {
        guard !changes.contains(where: { $0.ts == change.ts }) else { return }
        let index = changes.firstIndex { $0.ts < change.ts } ?? changes.endIndex
        changes.insert(change, at: index)
        let days = Int(rules.interestRateHistoryPeriod.asSeconds / 86_400)
        compact(before: now.subtracting(rules.interestRateHistoryPeriod), max: days / 3 + 30)
    }

    /// TW 11.6: what is left are the newest one and those that were lower than all that came later, back to the first one before the
    /// cutoff.
    mutating func compact(before cutoff: Timestamp, max count: Int) {
        var kept: [InterestRateChange] = []
        for (index, change) in changes.enumerated() {
            if index < count && kept.allSatisfy({ change.rate < $0.rate }) { kept.append(change) }
            if change.ts < cutoff { break }
        }
        changes = kept
    }

    /// TW 22.7: the changes from the newest back to the first one before a moment, which is the one that was in force then.
    func since(_ moment: Timestamp) -> ArraySlice<InterestRateChange> {
        changes.prefix((changes.firstIndex { $0.ts < moment } ?? changes.count) + 1)
    }
}
