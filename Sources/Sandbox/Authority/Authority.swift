import Collections
import Logging
import Messaging
import NodeKit
import SMPProtocol

/// The accounting authority at work: owns the books and the clock, decides one input after the other, and hands the messages over to be
/// sent.
actor Authority {
    var book: Book
    var clock: LedgerClock
    var dial = FaultDial()
    var planned = PlannedAnswers()
    /// The last committed payments, and the last messages in both directions.
    var payments = History<Payment>(capacity: 10_000)
    var messages = History<LoggedMessage>(capacity: 10_000)
    var counters = Counters()
    nonisolated let peers: [Peer]
    /// Without the time that faults may take.
    let purgeDelaySeconds: Int64
    var lastSlowUpkeep = ContinuousClock.now
    /// Not before a held back message of a dead account must have come (AA 4.9.5).
    var earliestPurge = ContinuousClock.now
    let logger: Logger

    /// Where the state is kept; nil: it ends with the process.
    let file: SnapshotFile?
    /// Decided, and not handed over yet: the state that it belongs to is not kept yet, or its node is paused.
    var staged: [Staged] = []
    var isSaving = false
    /// The names of the nodes that are cut off (AA 12.5).
    var paused: Set<String> = []
    let resumption = WakeUp()

    private var auditor = Auditor()
    private var loggedViolations = 0

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

    /// A message on its way out of the authority.
    struct Staged: Sendable {
        let peer: Peer
        let parcel: Outlet.Parcel
        let seconds: Double
    }

    init(
        book: Book, peers: [Peer], faults: FaultDial.Settings, file: SnapshotFile? = nil, wall: @escaping @Sendable () -> Timestamp,
        logger: Logger
    ) {
        self.book = book
        self.peers = peers
        self.logger = logger
        self.file = file
        clock = LedgerClock(wall: wall)
        purgeDelaySeconds = book.rules.purgeDelaySeconds
        dial = FaultDial(faults)
        self.book.rules.purgeDelaySeconds = Self.purgeDelay(purgeDelaySeconds, faults)
    }

    // MARK: Inputs

    /// Decides on messages of a node, in their order; when the node is cut off, later.
    ///
    /// - Returns: a ticket that is complete when everything that they have led to is on its way.
    func handle(_ inputs: [Input], from peer: Peer) async -> Ticket {
        let ticket = Ticket()
        // The ticket of what was not decided is never complete: the input comes again.
        guard await untilResumed(peer) else { return ticket }
        for input in inputs {
            for seconds in dial.fate(of: input.kind, .incoming, peer: peer.name) {
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
        messages.append(LoggedMessage(at: now, isIncoming: true, message: input.message))
        let answer = planned.take(input)
        let emissions =
            switch input {
            case .configure(let message):
                book.configure(message, now: now, wallNow: clock.wall(), refusal: answer?.statusCode)
            case .prepare(let message):
                book.prepare(
                    message, now: now, clockOffsetMicroseconds: clock.offsetMicroseconds,
                    override: answer.map { .init(statusCode: $0.statusCode, lockedAmount: $0.amount) })
            case .finalize(let message):
                book.finalize(message, now: now, override: answer.map { .init(statusCode: $0.statusCode, committedAmount: $0.amount) })
            }
        audit(emissions)
        send(emissions.map { $0.spoiled(answer?.wrongFields ?? []) }, now: now, ticket)
    }

    /// An input that did not pass the checks.
    func countRefusedInput() { counters.refused += 1 }

    // MARK: Outputs

    /// What the authority has decided by itself, or because somebody asked for it.
    func dispatch(_ emissions: [Emission], now: Timestamp) -> (messages: Int, ticket: Ticket) {
        let ticket = Ticket()
        audit(emissions)
        send(emissions, now: now, ticket)
        flush()
        ticket.close()
        return (emissions.count, ticket)
    }

    private func send(_ emissions: [Emission], now: Timestamp, _ ticket: Ticket) {
        for emission in emissions {
            messages.append(LoggedMessage(at: now, isIncoming: false, message: emission.message))
            guard let peer = peers.first(where: { $0.isDestination(emission.audience) }) else {
                logger.error("There is no node for a message: \(emission)")
                counters.unaddressed += 1
                continue
            }
            post(emission, emission.message, to: peer, now: now, ticket)
        }
    }

    private func post<Message: AccountMessage>(_ emission: Emission, _ message: Message, to peer: Peer, now: Timestamp, _ ticket: Ticket) {
        do throws(BridgeError) {
            let outgoing = try peer.outgoing(message, now: now)
            counters.sent[Message.kind, default: 0] += 1
            for seconds in dial.fate(of: Message.kind, .outgoing, peer: peer.name) {
                ticket.open()
                staged.append(Staged(peer: peer, parcel: .init(message: outgoing, emission: emission, ticket: ticket), seconds: seconds))
            }
        } catch {
            logger.error("A message does not pass the bridge: \(error)", metadata: ["message": "\(message)"])
            counters.unaddressed += 1
        }
    }

    /// Looks at what a step has said, and at the books (AA 13).
    private func audit(_ emissions: [Emission]) {
        let new = book.takePayments()
        for payment in new { payments.append(payment) }
        for complaint in auditor.observe(emissions, book) { book.note(complaint) }
        guard book.violations.count > loggedViolations else { return }
        let last = messages.suffix(20).map { "\($0)" }.joined(separator: "\n")
        for violation in book.violations[loggedViolations...] {
            logger.critical("The books are wrong: \(violation)", metadata: ["messages": "\(last)"])
        }
        loggedViolations = book.violations.count
    }

    /// What was decided before.
    func resend(_ emissions: [Emission], now: Timestamp) -> (messages: Int, ticket: Ticket) {
        let ticket = Ticket()
        send(emissions, now: now, ticket)
        flush()
        ticket.close()
        return (emissions.count, ticket)
    }

    /// The auditor knows nothing of other books.
    func replace(_ book: Book) {
        self.book = book
        auditor = Auditor(book)
        loggedViolations = 0
    }
}
