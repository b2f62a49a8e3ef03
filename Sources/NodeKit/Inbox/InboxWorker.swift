import Logging
import Messaging
import SMPProtocol

/// Takes batches from one consumer until it is stopped, and gives every message its verdict (SMP 10.4).
struct InboxWorker<Handler: InboxHandler>: Sendable {
    let consumer: BatchConsumer
    let handler: Handler
    let policy: InboxPolicy
    let evidence: InboxEvidence
    let desk: RejectionDesk
    let maximumBatchSize: Int
    let logger: Logger
    private let aside = SetAside<Accepted>()
    /// Raised when something is set aside.
    private let asideCalls: AsyncStream<Void>
    private let asideCall: AsyncStream<Void>.Continuation

    /// A delivery with its message.
    private typealias Accepted = (delivery: Delivery, message: Handler.Message)

    init(
        consumer: BatchConsumer, handler: Handler, policy: InboxPolicy, evidence: InboxEvidence, desk: RejectionDesk, maximumBatchSize: Int,
        logger: Logger
    ) {
        self.consumer = consumer
        self.handler = handler
        self.policy = policy
        self.evidence = evidence
        self.desk = desk
        self.maximumBatchSize = maximumBatchSize
        self.logger = logger
        (asideCalls, asideCall) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while let batch = try await nextBatch() { try await process(batch) }
            }
            group.addTask {
                for await _ in asideCalls { try await takeUpAside() }
                try Task.checkCancellation()
            }
            // What is still set aside at the end is delivered again.
            try await group.next()
            group.cancelAll()
        }
    }

    private func nextBatch() async throws -> [Delivery]? {
        // Armed even when nothing ever arrives.
        Pulse.beat()
        Pulse.rest(for: nil)
        let batch = try await consumer.nextBatch(limit: maximumBatchSize)
        Pulse.beat()
        return batch
    }

    private func process(_ batch: [Delivery]) async throws {
        var accepted: [Accepted] = []
        accepted.reserveCapacity(batch.count)
        var rejected: [RejectionDesk.Rejected] = []
        var foreignReason: String?
        for delivery in batch {
            switch verdict(on: delivery) {
            case .handle(let message): accepted.append((delivery, message))
            case .ignore: consumer.acknowledge(delivery.tag)
            case .reject(let reason): rejected.append((delivery, reason))
            case .foreign(let reason):
                logger.error("\(reason)", metadata: delivery.logMetadata)
                foreignReason = reason
            }
        }
        accepted = aside.takeIn(accepted) { handler.subject(of: $0.message) }
        if !accepted.isEmpty { try await handle(accepted) }
        try await desk.reject(rejected)
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
            Pulse.beat()
            do {
                try await handler.handle(accepted.map(\.message))
                evidence.noteSuccess()
                consumer.acknowledge(accepted.lazy.map(\.delivery))
                return true
            } catch let error where !(error is CancellationError) {
                if returnsUnclear && error.blame == .unclear { return false }
                if error.blame == .lock, try await setAside(accepted) { return true }
                let seconds = streak.noteFailure(at: .now)
                let failure = InboxPolicy.Failure(blame: error.blame, batchSize: accepted.count, count: streak.count, seconds: seconds)
                var step = policy.step(after: failure)
                if step == .askOthers { step = policy.step(after: failure, othersCan: await evidence.othersCan(since: since)) }
                switch step {
                case .waitAndRepeat:
                    logger.error(
                        "The messages could not be handled; they will be tried again: \(error)", metadata: ["count": "\(accepted.count)"])
                    try await policy.pause(afterFailure: streak.count)
                case .splitUp:
                    try await handleSeparately(accepted, since: since)
                    return true
                case .repeatAlone:
                    logger.error(
                        "A message could not be handled; it will be tried again: \(error)", metadata: accepted[0].delivery.logMetadata)
                    try await policy.pause(afterFailure: streak.count)
                case .quarantine:
                    try await desk.reject([(accepted[0].delivery, "The message could not be handled in \(streak.count) attempts: \(error)")]
                    )
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

    // MARK: Locked rows

    /// Somebody else holds rows that these messages are about: finds out whose, and goes on without them.
    ///
    /// - Returns: false when that is not to be found out.
    private func setAside(_ accepted: [Accepted]) async throws -> Bool {
        let groups = Dictionary(grouping: accepted.indices) { handler.subject(of: accepted[$0].message) }
        if groups.count > 1 {
            // In the order of their first messages.
            for places in groups.values.sorted(by: { $0[0] < $1[0] }) { try await handle(places.map { accepted[$0] }) }
            return true
        }
        guard case let subject?? = groups.first?.key else { return false }
        if aside.add(accepted, to: subject) {
            logger.warning(
                "Somebody else holds rows that messages are about; they are set aside, and the others are handled",
                metadata: ["subject": "\(subject)", "count": "\(accepted.count)"])
        }
        asideCall.yield()
        return true
    }

    /// Tries again and again, until nothing is set aside any more.
    private func takeUpAside() async throws {
        var failures = 0
        while case let subjects = aside.subjects, !subjects.isEmpty {
            failures += 1
            try await policy.pause(afterFailure: failures)
            for subject in subjects where try await takeUp(subject) { failures = 0 }
        }
    }

    /// - Returns: false when the rows are still held.
    private func takeUp(_ subject: Int64) async throws -> Bool {
        let waiting = aside.elements(of: subject)
        do {
            try await handler.handle(waiting.map(\.message))
            evidence.noteSuccess()
            consumer.acknowledge(waiting.lazy.map(\.delivery))
            logger.info("Messages that were set aside have been handled", metadata: ["count": "\(waiting.count)"])
        } catch let error where error.blame == .lock {
            return false
        } catch let error where !(error is CancellationError) {
            // What else may go wrong is judged as ever.
            try await handle(waiting)
        }
        aside.remove(first: waiting.count, of: subject)
        return true
    }
}
