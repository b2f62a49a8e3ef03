/// Knows which deliveries of one channel still wait for their verdict, and finds the fewest commands that tell the broker. Pure.
struct SettlementTracker {
    enum Verdict: Sendable, Equatable { case acknowledge, reject, requeue }

    enum Command: Equatable {
        case acknowledge(number: UInt64, andBefore: Bool)
        case reject(number: UInt64, requeue: Bool)
    }

    private var highestDelivered: UInt64 = 0
    /// Everything below is settled.
    private var lowestOpen: UInt64 = 1
    /// What is settled above `lowestOpen`.
    private var settledAbove: Set<UInt64> = []

    var openCount: Int { Int(highestDelivered + 1 - lowestOpen) - settledAbove.count }

    /// The broker numbers the deliveries of a channel 1, 2, 3, …
    mutating func deliver(_ number: UInt64) {
        highestDelivered = max(highestDelivered, number)
    }

    /// What is already settled, or has never been delivered, is ignored: the broker would close the channel.
    mutating func settle(_ verdicts: [(number: UInt64, verdict: Verdict)]) -> [Command] {
        var commands: [Command] = []
        var acknowledged: [UInt64] = []
        for (number, verdict) in verdicts {
            guard number >= lowestOpen, number <= highestDelivered, settledAbove.insert(number).inserted else { continue }
            switch verdict {
            case .acknowledge: acknowledged.append(number)
            case .reject: commands.append(.reject(number: number, requeue: false))
            case .requeue: commands.append(.reject(number: number, requeue: true))
            }
        }
        while settledAbove.remove(lowestOpen) != nil { lowestOpen += 1 }
        // Rejections have gone before, so one command may settle everything below `lowestOpen`.
        let together = acknowledged.filter { $0 < lowestOpen }
        if let last = together.max() { commands.append(.acknowledge(number: last, andBefore: together.count > 1)) }
        for number in acknowledged where number >= lowestOpen { commands.append(.acknowledge(number: number, andBefore: false)) }
        return commands
    }
}
