import Messaging

/// What is done when a batch fails. Pure; from the experience of operators (OPS 12.4): an outage must lose nothing and block nothing longer
/// than it lasts, and one poisonous message must not stop its queue for ever.
public struct InboxPolicy: Sendable, Equatable {
    /// How often a message whose handler fails, although nothing is wrong with the servers, is tried before it goes to the dead-letter
    /// queue.
    public var attempts: Int
    /// The pauses between two tries of the same message, and during an outage. Its `giveUpAfterSeconds` ends the command.
    public var backoff: Backoff
    /// How many messages may be given up one after the other on the word of a probe alone. After so many, without any message handled in
    /// between, it is the database that cannot be trusted, and not the messages.
    public var suspectsInARow: Int

    /// The values of production.
    public init(
        attempts: Int = 3, backoff: Backoff = Backoff(initialSeconds: 0.1, maximumSeconds: 10, giveUpAfterSeconds: 300),
        suspectsInARow: Int = 10
    ) {
        precondition(attempts > 0 && suspectsInARow >= 0)
        self.attempts = attempts
        self.backoff = backoff
        self.suspectsInARow = suspectsInARow
    }

    /// What to do next.
    public enum Step: Sendable, Equatable {
        /// Some server is away: try the same batch again after the pause.
        case waitAndRepeat
        /// One of the messages is the culprit: handle them one by one.
        case splitUp
        /// Try the single message once more after the pause.
        case repeatAlone
        /// Find out whether the servers do the same work for other messages, and ask again.
        case askOthers
        /// Give the single message to the dead-letter queue.
        case quarantine
        /// End the command; nothing is settled.
        case end
    }

    /// A batch, or a single message, that has failed.
    public struct Failure: Sendable, Equatable {
        /// What the error tells.
        public var blame: Blame
        /// How many messages failed together.
        public var batchSize: Int
        /// How often they have failed together, this time included.
        public var count: Int
        /// How long ago the first of these failures was, in seconds.
        public var seconds: Double

        /// - Parameters: see the properties. Size and count are at least 1.
        public init(blame: Blame, batchSize: Int, count: Int, seconds: Double) {
            precondition(batchSize > 0 && count > 0)
            self.blame = blame
            self.batchSize = batchSize
            self.count = count
            self.seconds = seconds
        }
    }

    /// What to do after a failure.
    ///
    /// - Parameter othersCan: whether the servers do the same work for other messages; nil when nobody has looked. It matters only for a
    ///   single message whose failures do not tell whom to blame.
    public func step(after failure: Failure, othersCan: Bool? = nil) -> Step {
        let hasTriedEnough = failure.count >= attempts
        switch failure.blame {
        case .servers, .lock: return wait(failure)
        case .unclear where !hasTriedEnough: return wait(failure)
        case .unclear where failure.batchSize > 1: return .splitUp
        case .unclear:
            guard let othersCan else { return .askOthers }
            return othersCan ? .quarantine : wait(failure)
        case .work where failure.batchSize > 1: return .splitUp
        case .work: return hasTriedEnough ? .quarantine : .repeatAlone
        }
    }

    private func wait(_ failure: Failure) -> Step {
        failure.seconds >= backoff.giveUpAfterSeconds ? .end : .waitAndRepeat
    }
}
