import NodeKit
import SMPProtocol

// Faults, answers and pauses that tests ask for (AA 12.5), and reports.

extension Authority {
    var faults: FaultDial.Settings { dial.settings }

    /// The dial begins anew with the seed.
    func setFaults(_ settings: FaultDial.Settings) {
        earliestPurge = .now + .seconds(dial.settings.maxDelaySeconds)
        dial = FaultDial(settings)
        book.rules.purgeDelaySeconds = Self.purgeDelay(purgeDelaySeconds, settings)
    }

    static func purgeDelay(_ seconds: Int64, _ faults: FaultDial.Settings) -> Int64 {
        seconds + (faults.isOff ? 0 : Int64(faults.maxDelaySeconds.rounded(.up)))
    }

    func plan(_ answer: PlannedAnswer) { planned.add(answer) }
    func forgetPlannedAnswers() { planned.removeAll() }
    var plannedAnswers: [PlannedAnswer] { planned.answers }

    // MARK: Pauses

    /// Cuts a node off, or connects it again: meanwhile nothing that it sends is decided, and nothing is sent to it.
    ///
    /// - Returns: false when there is no such node.
    func setPaused(_ isPaused: Bool, peer name: String) -> Bool {
        guard peers.contains(where: { $0.name == name }) else { return false }
        if isPaused { paused.insert(name) } else { paused.remove(name) }
        resumption.raise()
        flush()
        return true
    }

    /// - Returns: false when the task was cancelled meanwhile.
    func untilResumed(_ peer: Peer) async -> Bool {
        while true {
            let generation = resumption.generation
            guard paused.contains(peer.name) else { return true }
            if Task.isCancelled { return false }
            await resumption.wait(after: generation, atMostSeconds: 60)
        }
    }

    /// At the end, when nobody shall wait.
    func resumeAll() {
        paused = []
        resumption.raise()
        flush()
    }

    // MARK: Reports

    /// The books as they are now.
    func report() -> Report {
        Report(
            now: clock.now, offsetSeconds: clock.offsetMicroseconds / 1_000_000, book: book, payments: payments.elements,
            messages: messages.elements, counters: counters,
            waitingMessages: staged.count + peers.map(\.outlet).uniqued().reduce(0) { $0 + $1.waitingCount },
            undeliverableMessages: counters.unaddressed + peers.map(\.outlet).uniqued().reduce(0) { $0 + $1.undeliverableCount })
    }

    struct Report: Sendable {
        let now: Timestamp
        let offsetSeconds: Int64
        let book: Book
        /// The last ones, in the order of their commits.
        let payments: [Payment]
        /// The last ones in both directions.
        let messages: [LoggedMessage]
        let counters: Counters
        /// Not yet confirmed by a broker.
        let waitingMessages: Int
        let undeliverableMessages: Int
    }
}
