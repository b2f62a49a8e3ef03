import SMPProtocol

/// What decisions leave behind besides changed states. Everything in it is stored in the transaction that stores the states.
struct Effects: Equatable, Sendable {
    /// To be appended to the outbox, in this order.
    var messages: [Outgoing] = []
    /// Work towards the solver's database (TW 7.10).
    var collectorChanges: [CollectorChange] = []
    /// Collectors that the solver's database shall have (TW 11.2).
    var neededCollectors: [AccountKey] = []
    /// Messages that came before this worker was ready for them (TW 20.5).
    var delayedTransfers: [DelayedAccountTransfer] = []
    /// Transfers that were made, or will not be made; the rows need not exist.
    var removedSendings: [LegKey] = []
    var removedDispatchings: [LegKey] = []
    /// Why somebody will not trade what he wanted to trade.
    var explanations: [Explanation] = []
    /// The loops that have something to do as soon as this is committed.
    var wakeUps: Set<WorkerLoop> = []
    /// The earliest moment at which a rescheduled attempt becomes due (TW 22.12).
    var attemptsDueAt: Timestamp?
    /// What the operator should know.
    var notices: [WorkerNotice] = []

    mutating func send(_ message: Outgoing) { messages.append(message) }

    mutating func wake(_ loop: WorkerLoop) { wakeUps.insert(loop) }

    /// An attempt was rescheduled for this moment.
    mutating func wakeForAttempts(at moment: Timestamp) { attemptsDueAt = min(attemptsDueAt ?? moment, moment) }

    mutating func note(_ notice: WorkerNotice) { notices.append(notice) }
}

/// The loops of a worker that decisions wake.
enum WorkerLoop: Hashable, Sendable {
    /// TW 21: some dispatching status may have reached its next stage.
    case dispatching
    /// TW 10.5: a document is to be fetched.
    case fetching
    /// TW 11.4: the solver's database is to be told something.
    case collectorSync
}
