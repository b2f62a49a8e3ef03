import Collections
import Logging
import Messaging
import NodeKit
import SMPProtocol

/// The accounting authority at work: owns the books and the clock, decides one input after the other, and hands the messages over to be sent.
actor Authority {
    /// How many committed payments are remembered for reports.
    static let rememberedPayments = 10_000

    private var book: Book
    private var clock: LedgerClock
    private var dial = FaultDial()
    private var planned = PlannedAnswers()
    private var payments: Deque<Payment> = []
    private var counters = Counters()
    private let peers: [Peer]
    /// Without the time that faults may take.
    private let purgeDelaySeconds: Int64
    private var loggedViolations = 0
    private var lastSlowUpkeep = ContinuousClock.now
    /// Not before a held back message of a dead account must have come (AA 4.9.5).
    private var earliestPurge = ContinuousClock.now
    private let logger: Logger

    struct Counters: Sendable {
        /// Inputs that were decided, copies included.
        var received: [MessageKind: Int] = [:]
        /// Messages that were handed over to be sent, without the copies that faults make.
        var sent: [MessageKind: Int] = [:]
        /// Inputs that did not pass the checks.
        var refused = 0
        /// Messages to a node that nobody knows.
        var unaddressed = 0
    }

    init(book: Book, peers: [Peer], faults: FaultDial.Settings, wall: @escaping @Sendable () -> Timestamp, logger: Logger) {
        self.book = book
        self.peers = peers
        self.logger = logger
        clock = LedgerClock(wall: wall)
        purgeDelaySeconds = book.rules.purgeDelaySeconds
        dial = FaultDial(faults)
        self.book.rules.purgeDelaySeconds = Self.purgeDelay(purgeDelaySeconds, faults)
    }

    // MARK: Inputs

    /// Decides on messages, in their order.
    ///
    /// - Returns: a ticket that is complete when everything that they have led to is on its way.
    func handle(_ inputs: [Input]) -> Ticket {
        let ticket = Ticket()
        for input in inputs {
            for seconds in dial.fate(of: input.kind, .incoming) {
                if seconds > 0 { postpone(input, seconds, ticket) } else { decide(input, ticket) }
            }
        }
        flush()
        ticket.close()
        return ticket
    }

    private func postpone(_ input: Input, _ seconds: Double, _ ticket: Ticket) {
        ticket.open()
        Task {
            try? await Task.sleep(for: .seconds(seconds))
            decide(input, ticket)
            flush()
            ticket.close()
        }
    }

    private func decide(_ input: Input, _ ticket: Ticket) {
        counters.received[input.kind, default: 0] += 1
        let now = clock.now
        let emissions =
            switch input {
            case .configure(let message):
                book.configure(message, now: now, wallNow: clock.wall(), refusal: planned.take(.configuration, input.key)?.statusCode)
            case .prepare(let message):
                book.prepare(
                    message, now: now, clockOffsetMicroseconds: clock.offsetMicroseconds,
                    override: planned.take(.preparation, input.key).map { .init(statusCode: $0.statusCode, lockedAmount: $0.amount) })
            case .finalize(let message):
                book.finalize(
                    message, now: now,
                    override: planned.take(.finalization, input.key).map { .init(statusCode: $0.statusCode, committedAmount: $0.amount) })
            }
        send(emissions, now: now, ticket)
    }

    /// An input that did not pass the checks.
    func countRefusedInput() { counters.refused += 1 }

    // MARK: Outputs

    private func send(_ emissions: [Emission], now: Timestamp, _ ticket: Ticket) {
        for emission in emissions {
            guard let peer = peers.first(where: { $0.isDestination(emission.audience) }) else {
                logger.error("There is no node for a message: \(emission)")
                counters.unaddressed += 1
                continue
            }
            post(emission.message, to: peer, now: now, ticket)
        }
        remember(book.takePayments())
        reportViolations()
    }

    private func post<Message: AccountMessage>(_ message: Message, to peer: Peer, now: Timestamp, _ ticket: Ticket) {
        do throws(BridgeError) {
            let outgoing = try peer.outgoing(message, now: now)
            counters.sent[Message.kind, default: 0] += 1
            for seconds in dial.fate(of: Message.kind, .outgoing) {
                ticket.open()
                peer.outlet.enqueue(Outlet.Parcel(message: outgoing, ticket: ticket), afterSeconds: seconds)
            }
        } catch {
            logger.error("A message does not pass the bridge: \(error)", metadata: ["message": "\(message)"])
            counters.unaddressed += 1
        }
    }

    private func flush() {
        for peer in peers { peer.outlet.flush() }
    }

    private func remember(_ new: [Payment]) {
        payments.append(contentsOf: new)
        if payments.count > Self.rememberedPayments { payments.removeFirst(payments.count - Self.rememberedPayments) }
    }

    private func reportViolations() {
        guard book.violations.count > loggedViolations else { return }
        for violation in book.violations[loggedViolations...] { logger.critical("The books are wrong: \(violation)") }
        loggedViolations = book.violations.count
    }

    // MARK: Upkeep

    /// How often heartbeats and reminders are looked for, which means to look at everything.
    private static let slowUpkeepPeriod = Duration.seconds(60)

    /// What the authority does by itself. To be called often.
    func keepUp() {
        let ticket = Ticket()
        let now = clock.now
        var emissions = book.deliver(now: now)
        emissions += book.refreshRates(.all, now: now)
        emissions += book.attemptDeletions(.all, now: now)
        if .now >= earliestPurge { emissions += book.purge(.all, now: now) }
        if .now - lastSlowUpkeep >= Self.slowUpkeepPeriod {
            lastSlowUpkeep = .now
            emissions += book.remind(.all, now: now) + book.heartbeat(.all, now: now)
        }
        send(emissions, now: now, ticket)
        flush()
        ticket.close()
    }

    /// What somebody asks for.
    enum Order: Sendable {
        case heartbeat, reminder, capitalization, deletion, purge, rates
    }

    func execute(_ order: Order, _ selection: Selection) -> (messages: Int, ticket: Ticket) {
        let now = clock.now
        let emissions =
            switch order {
            case .heartbeat: book.heartbeat(selection, isForced: true, now: now)
            case .reminder: book.remind(selection, isForced: true, now: now)
            case .capitalization: book.capitalizeInterest(selection, now: now)
            case .deletion: book.attemptDeletions(selection, now: now)
            case .purge: book.purge(selection, isForced: true, now: now)
            case .rates: book.refreshRates(selection, isForced: true, now: now)
            }
        return dispatch(emissions, now: now)
    }

    /// Moves the ledger into the future, and does what was to be done meanwhile, interest included (AA 12.1.2).
    ///
    /// - Returns: nil when that is too far.
    func advance(seconds: Int64) -> (messages: Int, ticket: Ticket)? {
        guard clock.advance(seconds: seconds) else { return nil }
        earliestPurge = .now + .seconds(dial.settings.maxDelaySeconds)
        let now = clock.now
        var emissions = book.deliver(now: now)
        emissions += book.refreshRates(.all, now: now)
        emissions += book.capitalizeInterest(.all, now: now)
        emissions += book.attemptDeletions(.all, now: now)
        emissions += book.remind(.all, now: now)
        emissions += book.heartbeat(.all, now: now)
        return dispatch(emissions, now: now)
    }

    private func dispatch(_ emissions: [Emission], now: Timestamp) -> (messages: Int, ticket: Ticket) {
        let ticket = Ticket()
        send(emissions, now: now, ticket)
        flush()
        ticket.close()
        return (emissions.count, ticket)
    }

    // MARK: Controls

    var faults: FaultDial.Settings { dial.settings }

    /// The dial begins anew with the seed.
    func setFaults(_ settings: FaultDial.Settings) {
        earliestPurge = .now + .seconds(dial.settings.maxDelaySeconds)
        dial = FaultDial(settings)
        book.rules.purgeDelaySeconds = Self.purgeDelay(purgeDelaySeconds, settings)
    }

    private static func purgeDelay(_ seconds: Int64, _ faults: FaultDial.Settings) -> Int64 {
        seconds + (faults.isOff ? 0 : Int64(faults.maxDelaySeconds.rounded(.up)))
    }

    func plan(_ answer: PlannedAnswer) { planned.add(answer) }
    func forgetPlannedAnswers() { planned.removeAll() }
    var plannedAnswers: [PlannedAnswer] { planned.answers }

    // MARK: Reports

    /// The books as they are now.
    func report() -> Report {
        Report(
            now: clock.now, offsetSeconds: clock.offsetMicroseconds / 1_000_000, book: book, payments: Array(payments), counters: counters,
            waitingMessages: peers.map(\.outlet).uniqued().reduce(0) { $0 + $1.waitingCount },
            undeliverableMessages: counters.unaddressed + peers.map(\.outlet).uniqued().reduce(0) { $0 + $1.undeliverableCount })
    }

    struct Report: Sendable {
        let now: Timestamp
        let offsetSeconds: Int64
        let book: Book
        /// The last ones, in the order of their commits.
        let payments: [Payment]
        let counters: Counters
        /// Not yet confirmed by a broker.
        let waitingMessages: Int
        let undeliverableMessages: Int
    }
}
