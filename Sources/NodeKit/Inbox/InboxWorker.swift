import Logging
import Messaging
import SMPProtocol

/// Takes batches from one consumer until it is stopped, and gives every message its verdict (SMP 10.4).
struct InboxWorker<Handler: InboxHandler>: Sendable {
    let consumer: BatchConsumer
    let handler: Handler
    let policy: InboxPolicy
    let evidence: InboxEvidence
    let maximumBatchSize: Int
    let logger: Logger

    /// A delivery with its message.
    private typealias Accepted = (delivery: Delivery, message: Handler.Message)

    func run() async throws {
        while let batch = try await consumer.nextBatch(limit: maximumBatchSize) {
            try await process(batch)
        }
    }

    private func process(_ batch: [Delivery]) async throws {
        var accepted: [Accepted] = []
        accepted.reserveCapacity(batch.count)
        var foreignReason: String?
        for delivery in batch {
            switch verdict(on: delivery) {
            case .handle(let message): accepted.append((delivery, message))
            case .ignore: consumer.acknowledge(delivery.tag)
            case .reject(let reason): reject(delivery, reason: reason)
            case .foreign(let reason):
                logger.error("\(reason)", metadata: delivery.logMetadata)
                foreignReason = reason
            }
        }
        if !accepted.isEmpty { try await handle(accepted) }
        if let foreignReason { throw InboxError.foreignMessage(reason: foreignReason) }
    }

    private func verdict(on delivery: Delivery) -> InboxVerdict<Handler.Message> {
        do throws(DeliveryError) {
            let kind = try handler.node.kindOfDelivery(contentType: delivery.contentType, type: delivery.type)
            if delivery.isTooLarge { return .reject(reason: MessageError.tooLong.description) }
            return handler.verdict(on: kind, body: delivery.body)
        } catch {
            return .reject(reason: error.description)
        }
    }

    /// Handles a batch whole; when that fails, message by message, so that only the guilty one is held up.
    ///
    /// - Parameters:
    ///   - since: how many batches had been handled when these messages failed for the first time; nil when they have not.
    ///   - returnsUnclear: whether to return after a failure that does not tell whom to blame.
    /// - Returns: false when it has returned for that reason.
    @discardableResult
    private func handle(_ accepted: [Accepted], since: UInt64? = nil, returnsUnclear: Bool = false) async throws -> Bool {
        let since = since ?? evidence.successes
        var streak = FailureStreak()
        while true {
            do {
                try await handler.handle(accepted.map(\.message))
                evidence.noteSuccess()
                consumer.acknowledge(accepted.lazy.map(\.delivery))
                return true
            } catch let error where !(error is CancellationError) {
                if returnsUnclear && error.blame == .unclear { return false }
                let seconds = streak.noteFailure(at: .now)
                let failure = InboxPolicy.Failure(blame: error.blame, batchSize: accepted.count, count: streak.count, seconds: seconds)
                var step = policy.step(after: failure)
                if step == .askOthers { step = policy.step(after: failure, othersCan: await evidence.othersCan(since: since)) }
                switch step {
                case .waitAndRepeat:
                    logger.error(
                        "The messages could not be handled; they will be tried again: \(error)", metadata: ["count": "\(accepted.count)"])
                    try await pause(afterFailure: streak.count)
                case .splitUp:
                    try await handleSeparately(accepted, since: since)
                    return true
                case .repeatAlone:
                    logger.error(
                        "A message could not be handled; it will be tried again: \(error)", metadata: accepted[0].delivery.logMetadata)
                    try await pause(afterFailure: streak.count)
                case .quarantine:
                    reject(accepted[0].delivery, reason: "The message could not be handled in \(streak.count) attempts: \(error)")
                    return true
                case .end, .askOthers:
                    throw InboxError.outage(seconds: seconds, lastError: String(describing: error))
                }
            }
        }
    }

    /// One by one. Those of which it is unclear why they fail come last: what happens to the others tells whom to blame.
    private func handleSeparately(_ accepted: [Accepted], since: UInt64) async throws {
        var suspects: [Accepted] = []
        for one in accepted {
            if try await !handle([one], since: since, returnsUnclear: true) { suspects.append(one) }
        }
        for one in suspects { try await handle([one], since: since) }
    }

    private func pause(afterFailure failures: Int) async throws {
        let seconds = policy.backoff.pauseSeconds(afterFailure: failures, jitter: Double.random(in: 0..<1))
        // A stop does not wait for a server to come back: what was not settled is delivered again.
        guard await Pause.sleep(for: .seconds(seconds)) else { throw CancellationError() }
    }

    /// To the dead-letter queue, and to the log: with some brokers a stream as dead-letter queue receives nothing (SMP 9.2.3).
    private func reject(_ delivery: Delivery, reason: String) {
        logger.error("\(reason)", metadata: delivery.logMetadata)
        consumer.reject(delivery.tag)
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
