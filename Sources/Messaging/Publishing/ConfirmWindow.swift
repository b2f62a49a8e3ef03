/// Which messages of a batch still wait for the broker. Pure.
///
/// Messages are known by their position, 0, 1, 2, …, in the order in which they have been published.
struct ConfirmWindow {
    private enum Entry {
        case open
        /// Came back; its confirm is still to come.
        case returned(code: UInt16, reason: String)
        case settled
    }

    private var entries: [Entry]
    /// Everything below is settled.
    private var lowestOpen = 0
    private(set) var openCount: Int

    init(count: Int) {
        entries = Array(repeating: .open, count: count)
        openCount = count
    }

    /// Whether a message that comes back may be the one at this position.
    func awaitsReturn(_ position: Int) -> Bool {
        if case .open = entries[position] { true } else { false }
    }

    mutating func markReturned(_ position: Int, code: UInt16, reason: String) {
        guard awaitsReturn(position) else { return }
        entries[position] = .returned(code: code, reason: reason)
    }

    /// Takes a confirm. What is already settled, or was never published, is ignored: repeated confirms are harmless (SMP 12.2.2).
    /// - Parameter report: called for each position that is now settled.
    mutating func settle(_ position: Int, andBefore: Bool, isPositive: Bool, report: (_ position: Int, _ outcome: PublishOutcome) -> Void) {
        guard position >= lowestOpen, position < entries.count else { return }
        for candidate in (andBefore ? lowestOpen : position)...position {
            switch entries[candidate] {
            case .settled: continue
            case .open: report(candidate, isPositive ? .confirmed : .nacked)
            case .returned(let code, let reason): report(candidate, .returned(code: code, reason: reason))
            }
            entries[candidate] = .settled
            openCount -= 1
        }
        while lowestOpen < entries.count, case .settled = entries[lowestOpen] { lowestOpen += 1 }
    }
}
