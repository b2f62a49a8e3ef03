import Messaging

/// What is done when a batch fails. Pure; from the experience of operators (OPS 12.4): an outage must lose nothing and block nothing longer
/// than it lasts, and one poisonous message must not stop its queue for ever.
public struct InboxPolicy: Sendable, Equatable {
    /// How often a message whose handler fails, although nothing is wrong with the servers, is tried before it goes to the dead-letter queue.
    public var attempts: Int
    /// The pauses between two tries of the same message, and during an outage. Its `giveUpAfterSeconds` ends the command.
    public var backoff: Backoff

    public init(attempts: Int = 3, backoff: Backoff = Backoff(initialSeconds: 0.1, maximumSeconds: 10, giveUpAfterSeconds: 300)) {
        precondition(attempts > 0)
        self.attempts = attempts
        self.backoff = backoff
    }

    public enum Step: Sendable, Equatable {
        /// Some server is away: try the same batch again after the pause.
        case waitAndRepeat
        /// One of the messages is the culprit: handle them one by one.
        case splitUp
        /// Try the single message once more after the pause.
        case repeatAlone
        /// Give the single message to the dead-letter queue.
        case quarantine
        /// End the command; nothing is settled.
        case end
    }

    /// - Parameters:
    ///   - isTransient: whether the failure is an outage and no message's fault.
    ///   - batchSize: how many messages failed together.
    ///   - failures: how often this batch (or single message) has failed, this time included.
    ///   - outageSeconds: how long ago the first failure was.
    public func step(isTransient: Bool, batchSize: Int, failures: Int, outageSeconds: Double) -> Step {
        precondition(batchSize > 0 && failures > 0)
        if isTransient {
            return outageSeconds >= backoff.giveUpAfterSeconds ? .end : .waitAndRepeat
        }
        if batchSize > 1 { return .splitUp }
        return failures < attempts ? .repeatAlone : .quarantine
    }
}
