/// What happens to one delivery.
public enum DeliveryOutcome: Sendable, Equatable {
    /// Handled, and its transaction is committed: `basic.ack`.
    case handled
    /// To the dead-letter queue: `basic.reject`, `requeue=false`.
    case rejected
    /// Neither: the broker gives it to somebody again when the channel closes.
    case kept
}

/// The fewest broker commands that give every delivery of a batch its outcome. Pure.
///
/// `multiple` acknowledges everything up to a tag that is still open on the channel, so the rejections go first, and nothing after a kept
/// delivery may be acknowledged that way.
public struct AcknowledgementPlan: Sendable, Equatable {
    public enum Command: Sendable, Equatable {
        case reject(tag: UInt64)
        case acknowledge(tag: UInt64)
        case acknowledgeUpTo(tag: UInt64)
    }

    public let commands: [Command]

    /// - Parameter outcomes: in the order of arrival, that is with ascending tags. No delivery that came before them may still be open.
    public init(_ outcomes: [(tag: UInt64, outcome: DeliveryOutcome)]) {
        precondition(zip(outcomes, outcomes.dropFirst()).allSatisfy { $0.tag < $1.tag }, "delivery tags must ascend")
        var commands = outcomes.filter { $0.outcome == .rejected }.map { Command.reject(tag: $0.tag) }
        let firstKept = outcomes.firstIndex { $0.outcome == .kept } ?? outcomes.endIndex
        if let last = outcomes[..<firstKept].last(where: { $0.outcome == .handled }) {
            commands.append(.acknowledgeUpTo(tag: last.tag))
        }
        commands += outcomes[firstKept...].filter { $0.outcome == .handled }.map { .acknowledge(tag: $0.tag) }
        self.commands = commands
    }
}
