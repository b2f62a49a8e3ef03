import Logging
import Messaging
import SMPProtocol

/// What becomes of the messages of one chunk, by what the shard and the broker say of each. Pure.
///
/// | what is known of a message | what becomes of it |
/// |---|---|
/// | the broker has confirmed it; or it is left over from a split | it is deleted |
/// | it is to blame itself: nobody takes it, the broker refuses it, it is not ours… | it is postponed, longer each time |
/// | nothing (the connection is gone) | it stays as it is; ``failure`` tells why |
struct OutboxPlan {
    /// To be deleted: confirmed, or left over from a split.
    private(set) var done: [OutboxRow] = []
    /// To be tried again later.
    private(set) var postponed: [(row: OutboxRow, seconds: Double)] = []
    /// What a person should know, one entry for each kind of trouble, with how often it occurred and the first message.
    private(set) var troubles: [Trouble: (count: Int, example: OutboxRow)] = [:]
    /// The connection failed in the middle: what is in neither list stays as it is.
    private(set) var failure: MessagingError?
    /// How many messages were confirmed.
    private(set) var confirmedCount = 0

    struct Trouble: Hashable {
        let level: Logger.Level
        let kind: MessageKind
        let reason: String
    }

    /// A message that cannot be delivered is tried again after one second, then two, four…: whatever is missing may be there at any moment.
    /// Never more seldom than every five minutes, so that it leaves soon after it was repaired; and hardly more often, so that hundreds of
    /// thousands of such messages are no burden.
    private static let pauses = Backoff(initialSeconds: 1, maximumSeconds: 300)

    /// - Parameter messageID: scatters the ends of the pauses, so that messages which were postponed together do not come back together.
    static func pauseSeconds(attempts: Int16, messageID: Int64) -> Double {
        // The golden ratio scatters consecutive numbers evenly.
        let scattered = UInt64(bitPattern: messageID) &* 0x9e37_79b9_7f4a_7c15
        return pauses.pauseSeconds(afterFailure: Int(attempts) + 1, jitter: Double(scattered >> 11) * 0x1p-53)
    }

    /// The shortest of the pauses; nil when nothing was postponed.
    var shortestPauseSeconds: Double? { postponed.lazy.map(\.seconds).min() }

    /// Decides whether a message is to be published.
    ///
    /// - Returns: the row and what to publish; nil when it is not to be published now.
    mutating func admit(_ row: OutboxRow, shard: OutboxShard, node: Node) -> (row: OutboxRow, outgoing: OutgoingMessage)? {
        switch shard.verdict(on: row.message) {
        case .own:
            if let outgoing = row.message.outgoing(from: node) { return (row, outgoing) }
            postpone(row, .error, "it lacks what its envelope is made of")
        case .leftOver: done.append(row)
        case .foreign: postpone(row, .error, "it does not belong to this shard")
        }
        return nil
    }

    mutating func add(_ row: OutboxRow, _ outcome: PublishOutcome) {
        switch outcome {
        case .confirmed:
            done.append(row)
            confirmedCount += 1
        case .returned(let code, let reason): postpone(row, .warning, "no queue takes it (\(code) \(reason))")
        case .nacked: postpone(row, .warning, "the broker does not accept it at present")
        case .exchangeMissing: postpone(row, .error, "its exchange does not exist; the \"subscribe\" command declares it")
        case .refused(let code, let reason): postpone(row, .error, "the broker refuses it (\(code)): \(reason)")
        case .invalid(let reason): postpone(row, .error, "it cannot be published: \(reason)")
        case .unknown(let error): failure = failure ?? error
        }
    }

    /// Each message is told once; that it still cannot leave is for those who look for it.
    private mutating func postpone(_ row: OutboxRow, _ level: Logger.Level, _ reason: String) {
        postponed.append((row, Self.pauseSeconds(attempts: row.attempts, messageID: row.messageID)))
        let trouble = Trouble(level: row.attempts == 0 ? level : .debug, kind: row.message.kind, reason: reason)
        troubles[trouble] = ((troubles[trouble]?.count ?? 0) + 1, troubles[trouble]?.example ?? row)
    }
}
