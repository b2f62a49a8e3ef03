import Logging
import Messaging

/// The way out of an inbox for what cannot be handled: to the log, into the node's own tables (``RejectedMessages``), and then to the
/// dead-letter queue. With some brokers a stream as dead-letter queue receives nothing (SMP 9.2.3).
struct RejectionDesk: Sendable {
    /// Commits copies.
    typealias Keep = @Sendable ([RejectedMessage]) async throws -> Void
    /// A delivery, and why it cannot be handled.
    typealias Rejected = (delivery: Delivery, reason: String)

    let queue: String
    let consumer: BatchConsumer
    let policy: InboxPolicy
    /// Nil: no copies.
    let keep: Keep?
    let logger: Logger

    /// Rejects messages of which copies are kept. While these cannot be committed, nothing is rejected.
    ///
    /// - Throws: ``InboxError/outage(seconds:lastError:)``, or `CancellationError`: then the messages are delivered again.
    func reject(_ rejected: [Rejected]) async throws {
        if rejected.isEmpty { return }
        for one in rejected { logger.error("\(one.reason)", metadata: one.delivery.logMetadata) }
        try await keepCopies(rejected.map { RejectedMessage($0.delivery, from: queue, reason: $0.reason) })
        for one in rejected { consumer.reject(one.delivery.tag) }
    }

    private func keepCopies(_ messages: [RejectedMessage]) async throws {
        guard let keep else { return }
        var streak = FailureStreak()
        while true {
            do {
                return try await keep(messages)
            } catch let error where !(error is CancellationError) {
                let seconds = streak.noteFailure(at: .now)
                if error.blame == .work {
                    guard messages.count == 1 else { return try await keepSeparately(messages) }
                    // Nobody is helped by a queue that stands still: the log and the dead-letter queue have it.
                    if streak.count >= policy.attempts { return logger.critical("No copy of a rejected message can be kept: \(error)") }
                }
                guard seconds < policy.backoff.giveUpAfterSeconds else {
                    throw InboxError.outage(seconds: seconds, lastError: String(describing: error))
                }
                logger.error("Messages are not rejected yet, because no copies of them can be kept: \(error)")
                try await policy.pause(afterFailure: streak.count)
            }
        }
    }

    private func keepSeparately(_ messages: [RejectedMessage]) async throws {
        for message in messages { try await keepCopies([message]) }
    }
}

extension InboxPolicy {
    /// Pauses between two tries. A stop does not wait for a server to come back: what was not settled is delivered again.
    ///
    /// - Throws: `CancellationError` when the process is to stop.
    func pause(afterFailure failures: Int) async throws {
        let seconds = backoff.pauseSeconds(afterFailure: failures, jitter: Double.random(in: 0..<1))
        guard await Pause.sleep(for: .seconds(seconds)) else { throw CancellationError() }
    }
}

extension Delivery {
    /// The most that a log line shows of a body, in bytes (SMP 9.2.3).
    static let maximumLoggedBytes = 4096

    /// What the log says of a message that was not handled.
    var logMetadata: Logger.Metadata {
        [
            "type": "\(type ?? "None")",
            "redelivered": "\(isRedelivered)",
            "bytes": "\(bodySize)",
            "body": "\(String(decoding: body.prefix(Self.maximumLoggedBytes), as: UTF8.self))",
        ]
    }
}
