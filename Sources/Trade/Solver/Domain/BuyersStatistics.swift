import SMPProtocol

/// Which currencies are bought by most, averaged over turns with falling weights (TS2-8). The owner looks there for what is worth hoarding.
struct BuyersStatistics: Sendable {
    /// How far the averages look back, and how many currencies are listed.
    struct Settings: Hashable, Sendable {
        /// *N*, `APP_NUMBER_OF_TURNS_FOR_BUYERS_COUNT_STATS`, at least 1.
        var turns = 30
        /// *C*, `APP_NUMBER_OF_CURRENCIES_IN_BUYERS_COUNT_STATS`, at least 1.
        var currencies = 1000

        /// *K*: how many currencies may join the list in one turn (TS2 8.2).
        var newcomers: Int { max(currencies / turns, 1) }
    }

    /// A currency of the list. The order is that of the list: by average, equal ones by debtor ID (TS2 8.3.5).
    struct Entry: Hashable, Comparable, Sendable {
        let debtorID: DebtorID
        let average: Double

        static func < (a: Entry, b: Entry) -> Bool { (a.average, a.debtorID) < (b.average, b.debtorID) }

        /// As it is stored. What is too small for a normal number of 32 bits counts as nothing (TS2 20.3).
        var storedAverage: Float {
            let average = Float(average)
            return average < .leastNormalMagnitude ? 0 : average
        }
    }

    let settings: Settings

    /// The list after a turn, the greatest average first (TS2 8.3.2 – 8.3.5). What is not a confirmed currency of the turn has yet to be
    /// dropped (8.3.6).
    ///
    /// - Parameters:
    ///   - stored: the averages so far.
    ///   - buyers: how many creditors got how many currencies in this turn; at least 1 each.
    func updated(_ stored: [DebtorID: Float], buyers: [DebtorID: Int]) -> [Entry] {
        let turns = Double(settings.turns)
        let isFull = stored.count >= settings.currencies
        // Averages are numbers of creditors; a greater one was written by hand.
        let leastCount = isFull ? Int(min(Double(stored.values.min() ?? 0) / 10, 1e15)) : 0
        var newcomers: [Entry] = []
        for (debtor, count) in buyers where stored[debtor] == nil && count >= leastCount {
            newcomers.append(Entry(debtorID: debtor, average: Double(count)))
        }
        let known = stored.map { debtor, average in
            let count = buyers[debtor].flatMap { $0 >= leastCount ? $0 : nil } ?? 0
            return Entry(debtorID: debtor, average: (Double(average) * (turns - 1) + Double(count)) / turns)
        }
        return (known + newcomers.greatest(settings.newcomers)).greatest(settings.currencies)
    }
}

extension Array where Element: Comparable {
    /// The so many greatest elements, the greatest first (TS2 8.8).
    func greatest(_ count: Int) -> [Element] { Array(sorted(by: >).prefix(count)) }
}
