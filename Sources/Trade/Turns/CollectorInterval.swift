import CircularTrade
import SMPProtocol

/// The creditor IDs that are reserved for collector accounts (TS 12.1). Must never change in an installation: the sequence in which the IDs
/// of a currency are taken into use depends on it.
struct CollectorInterval: Hashable, Sendable {
    let minimum: CreditorID
    let maximum: CreditorID

    /// Both IDs have one sign, and at most 16385 IDs are inside (TS2 2.3.1). Nil for an interval that breaks these rules.
    init?(minimum: CreditorID, maximum: CreditorID) {
        guard minimum <= maximum, minimum.rawValue > 0 || maximum.rawValue < 0 else { return nil }
        // Both have one sign, so the difference fits.
        guard maximum.rawValue - minimum.rawValue <= 16_384 else { return nil }
        self.minimum = minimum
        self.maximum = maximum
    }

    /// `MIN_COLLECTOR_ID` and `MAX_COLLECTOR_ID` of R2.
    static let standard: CollectorInterval = {
        guard let interval = CollectorInterval(minimum: 0x100_0000_0000, maximum: 0x100_0000_03ff) else {
            preconditionFailure("the standard interval keeps the rules")
        }
        return interval
    }()

    var size: Int { Int(maximum.rawValue - minimum.rawValue + 1) }

    func contains(_ id: CreditorID) -> Bool { minimum <= id && id <= maximum }

    /// All IDs of the interval.
    var ids: [CreditorID] { (minimum.rawValue...maximum.rawValue).map { CreditorID($0) } }

    /// Most accounts that a currency is given one by one (TS2 11.4): beyond it the sequence finds new IDs slowly.
    var accountLimit: Int { 3 * size / 4 }

    /// The first member of the currency's sequence (TS2 11.8).
    func primaryCollector(of debtor: DebtorID) -> CreditorID {
        CreditorID(CollectorSequence.primary(of: CurrencyID(debtor.rawValue), interval: range).rawValue)
    }

    /// The first so many different members of the currency's sequence that are not taken (TS 10.2.4, TW 3.10); fewer when the interval has
    /// no more.
    func collectors(of debtor: DebtorID, count: Int, besides taken: Set<CreditorID> = []) -> [CreditorID] {
        let free = size - taken.count { contains($0) }
        var wanted = min(count, free)
        var known = taken
        var found: [CreditorID] = []
        var sequence = CollectorSequence(currency: CurrencyID(debtor.rawValue), interval: range)
        while wanted > 0, let next = sequence.next() {
            let id = CreditorID(next.rawValue)
            guard known.insert(id).inserted else { continue }
            found.append(id)
            wanted -= 1
        }
        return found
    }

    private var range: ClosedRange<CollectorID> { CollectorID(minimum.rawValue)...CollectorID(maximum.rawValue) }
}

/// What *ensure* decides (TS2 11.4).
struct CollectorEnsuring: Hashable, Sendable {
    /// Accounts to be inserted, pristine.
    var new: [CreditorID] = []
    /// Whether the interval is too full for all that were wanted; worth an error in the log.
    var isCapped = false

    /// Makes sure that a currency has so many collectors that are alive.
    ///
    /// - Parameter known: all accounts that the currency has, whatever their status.
    init(_ wanted: Int, of debtor: DebtorID, known: [CreditorID: CollectorStatus], interval: CollectorInterval) {
        var missing = wanted - known.values.count { $0.isAlive }
        guard missing > 0 else { return }
        // A saturated currency has all IDs, and more than the limit.
        let limit = max(interval.accountLimit - known.count, 0)
        if missing > limit {
            isCapped = true
            missing = limit
        }
        new = interval.collectors(of: debtor, count: missing, besides: Set(known.keys))
    }
}
