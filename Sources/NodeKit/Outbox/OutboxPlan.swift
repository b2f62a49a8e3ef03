import Messaging
import SMPProtocol

/// What becomes of the messages of one chunk once the broker has spoken. Pure.
struct OutboxPlan {
    /// To be deleted: confirmed, or left over from a split.
    private(set) var done: [Int64] = []
    /// To be tried again later.
    private(set) var postponed: [(messageID: Int64, seconds: Double)] = []
    /// What a person should know, one entry for each kind of trouble, with how often it occurred and the first message.
    private(set) var troubles: [Trouble: (count: Int, example: MessageAddress)] = [:]
    /// The connection failed in the middle: what is in neither list stays as it is.
    private(set) var failure: MessagingError?
    /// How many messages were confirmed.
    private(set) var confirmedCount = 0

    struct Trouble: Hashable {
        enum Severity { case warning, error }
        let severity: Severity
        let kind: MessageKind
        let reason: String
    }

    /// The first pause of a message that cannot be delivered, and the longest one, in seconds. A route may be declared at any moment.
    static let firstPauseSeconds = 1.0
    static let longestPauseSeconds = 60.0

    static func pauseSeconds(attempts: Int16) -> Double {
        var pause = firstPauseSeconds
        for _ in 0..<max(0, min(attempts, 16)) { pause = min(pause * 2, longestPauseSeconds) }
        return pause
    }

    mutating func drop(_ row: OutboxRow) { done.append(row.messageID) }

    mutating func holdBack(foreign row: OutboxRow) {
        postpone(row, .error, "it does not belong to this shard")
    }

    mutating func add(_ row: OutboxRow, _ outcome: PublishOutcome) {
        switch outcome {
        case .confirmed:
            done.append(row.messageID)
            confirmedCount += 1
        case .returned(let code, let reason): postpone(row, .warning, "no queue takes it (\(code) \(reason))")
        case .nacked: postpone(row, .warning, "the broker does not accept it at present")
        case .exchangeMissing: postpone(row, .error, "its exchange does not exist; the \"subscribe\" command declares it")
        case .unknown(let error): failure = failure ?? error
        }
    }

    private mutating func postpone(_ row: OutboxRow, _ severity: Trouble.Severity, _ reason: String) {
        postponed.append((row.messageID, Self.pauseSeconds(attempts: row.attempts)))
        let trouble = Trouble(severity: severity, kind: row.message.kind, reason: reason)
        troubles[trouble] = ((troubles[trouble]?.count ?? 0) + 1, troubles[trouble]?.example ?? row.message.address)
    }
}
