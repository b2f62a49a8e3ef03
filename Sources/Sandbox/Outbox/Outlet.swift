import Collections
import Logging
import Messaging
import NodeKit
import Synchronization

/// Messages on their way to one broker: those that are due are published in their order, in large batches with confirms; those that a fault
/// or a failure holds back come later.
final class Outlet: Sendable {
    struct Parcel: Sendable {
        let message: OutgoingMessage
        /// What the authority has said.
        let emission: Emission
        /// Is closed when the message is confirmed or given up.
        let ticket: Ticket
        /// When no queue took it for the first time.
        var returnedAt: ContinuousClock.Instant?
    }

    /// How many messages are published together.
    private static let batchSize = 2000

    private struct Postponed: Comparable {
        let dueAt: ContinuousClock.Instant
        /// Tells equal moments apart.
        let number: UInt64
        let parcel: Parcel

        static func == (a: Postponed, b: Postponed) -> Bool { a.number == b.number }
        static func < (a: Postponed, b: Postponed) -> Bool { (a.dueAt, a.number) < (b.dueAt, b.number) }
    }

    private struct State {
        var ready: Deque<Parcel> = []
        var postponed: Heap<Postponed> = []
        var nextNumber: UInt64 = 0
        var inHand: [Parcel] = []
        var undeliverableCount = 0
        var isFinishing = false
    }

    private let url: BrokerURL
    /// How long a message that no queue takes is tried again (AA 10.3.4).
    private let returnedSeconds: Double
    private let logger: Logger
    private let state = Mutex(State())
    private let wakeUp = WakeUp()

    init(url: BrokerURL, returnedSeconds: Double, logger: Logger) {
        self.url = url
        self.returnedSeconds = returnedSeconds
        self.logger = logger
    }

    /// Messages that no broker has confirmed yet, those that are held back included.
    var waitingCount: Int { state.withLock { $0.ready.count + $0.postponed.count + $0.inHand.count } }

    /// What no broker has confirmed yet, roughly in the order of its decision.
    var waiting: [Emission] {
        state.withLock { state in
            (state.inHand + state.ready + state.postponed.unordered.sorted().map(\.parcel)).map(\.emission)
        }
    }

    /// Messages that no queue has taken, and that were given up.
    var undeliverableCount: Int { state.withLock { $0.undeliverableCount } }

    /// Accepts a message; ``flush()`` sends it. Its ticket must have been opened for it.
    func enqueue(_ parcel: Parcel, afterSeconds seconds: Double = 0) {
        state.withLock { state in
            if seconds <= 0 {
                state.ready.append(parcel)
            } else {
                state.nextNumber += 1
                state.postponed.insert(Postponed(dueAt: .now + .seconds(seconds), number: state.nextNumber, parcel: parcel))
            }
        }
    }

    /// Says that messages were accepted.
    func flush() {
        wakeUp.raise()
    }

    /// Sends everything that is left at once, and ends ``run()``.
    func finish() {
        state.withLock { $0.isFinishing = true }
        wakeUp.raise()
    }

    // MARK: The loop

    private enum Work {
        case publish([Parcel])
        case wait(seconds: Double)
        case end
    }

    /// Publishes until it is told to finish, or cancelled. What is left then stays for the next run.
    func run() async {
        state.withLock { $0.isFinishing = false }
        let publisher = ConfirmingPublisher(.init(url: url, connectionName: "sandbox outlet"), logger: logger)
        defer { Task { await publisher.close() } }
        let backoff = Backoff(initialSeconds: 0.2, maximumSeconds: 5)
        var failures = 0
        while !Task.isCancelled {
            let generation = wakeUp.generation
            switch nextWork() {
            case .end: return
            case .wait(let seconds): await wakeUp.wait(after: generation, atMostSeconds: seconds)
            case .publish(let parcels):
                do {
                    settle(parcels, try await publisher.publish(parcels.map(\.message)))
                    failures = 0
                } catch {
                    putBack(parcels)
                    failures += 1
                    if Task.isCancelled { return }
                    logger.error("\(parcels.count) messages could not be published; they will be tried again", error: error)
                    try? await Task.sleep(for: .seconds(backoff.pauseSeconds(afterFailure: failures, jitter: 0.5)))
                }
            }
        }
    }

    private func nextWork() -> Work {
        let now = ContinuousClock.now
        return state.withLock { state in
            while let first = state.postponed.min, first.dueAt <= now || state.isFinishing {
                state.ready.append(state.postponed.removeMin().parcel)
            }
            if state.ready.isEmpty {
                if state.isFinishing { return .end }
                return .wait(seconds: state.postponed.min.map { ($0.dueAt - now) / .seconds(1) } ?? 3600)
            }
            let batch = Array(state.ready.prefix(Self.batchSize))
            state.ready.removeFirst(batch.count)
            state.inHand = batch
            return .publish(batch)
        }
    }

    private func putBack(_ parcels: [Parcel]) {
        state.withLock { state in
            state.ready.prepend(contentsOf: parcels)
            state.inHand = []
        }
    }

    private func settle(_ parcels: [Parcel], _ outcomes: [PublishOutcome]) {
        precondition(parcels.count == outcomes.count, "every published message has an outcome")
        for (parcel, outcome) in zip(parcels, outcomes) {
            if outcome.isConfirmed {
                parcel.ticket.close()
            } else {
                tryLater(parcel, outcome)
            }
        }
        state.withLock { $0.inHand = [] }
    }

    /// A message that nobody takes must not stand in the way of the others (AA 10.3.4); one whose fate is unknown is sent again.
    private func tryLater(_ parcel: Parcel, _ outcome: PublishOutcome) {
        var parcel = parcel
        let isReturned = outcome.isUndeliverable
        if isReturned {
            let first = parcel.returnedAt ?? .now
            parcel.returnedAt = first
            if (ContinuousClock.now - first) / .seconds(1) >= returnedSeconds || state.withLock({ $0.isFinishing }) {
                return giveUp(parcel, outcome)
            }
        }
        enqueue(parcel, afterSeconds: isReturned ? 1 : 0.2)
    }

    private func giveUp(_ parcel: Parcel, _ outcome: PublishOutcome) {
        state.withLock { $0.undeliverableCount += 1 }
        logger.error(
            "Nobody takes a message of type \(parcel.message.type); it is dropped: \(outcome)",
            metadata: ["exchange": "\(parcel.message.exchange)", "key": "\(parcel.message.routingKey)"])
        parcel.ticket.close()
    }
}
