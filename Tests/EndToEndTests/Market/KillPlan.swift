import TestSupport

/// Who is killed when: follows from a seed alone.
struct KillPlan: Sendable {
    /// A process of the stack, and what is done to it.
    struct Strike: Hashable, Sendable, CustomStringConvertible {
        /// As `scripts/stack control` calls it.
        let victim: String
        /// From the end of the strike before, or from the beginning of the turn.
        let pauseMilliseconds: Int
        /// Killed, or only told to stop, and started again.
        let isKill: Bool

        var description: String { "\(isKill ? "kill" : "restart") \(victim) after \(pauseMilliseconds) ms" }
    }

    let strikes: [Strike]

    /// What can be killed, with how often: servers take long to come back.
    private static let weights = [
        ("trade-solver", 14), ("trade-worker", 18), ("creditors", 12), ("debtors", 8), ("postgres", 6), ("broker", 3),
    ]

    /// - Parameters:
    ///   - kills: how many of the strikes are kills; every tenth strike besides is a restart.
    ///   - workers: how many workers there are.
    init(kills: Int, workers: Int, seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        var bag = Self.weights.flatMap { Array(repeating: $0.0, count: $0.1) }
        if workers > 1 { bag += Array(repeating: "trade-worker-2", count: 14) }
        var deck: [String] = []
        var strikes: [Strike] = []
        while strikes.count(where: \.isKill) < kills {
            // Cards, not dice: everybody's turn comes.
            if deck.isEmpty { deck = bag.shuffled(using: &generator) }
            strikes.append(
                Strike(
                    victim: deck.removeLast(), pauseMilliseconds: Int.random(in: 0...900, using: &generator),
                    isKill: !generator.oneIn(10)))
        }
        self.strikes = strikes
    }
}
