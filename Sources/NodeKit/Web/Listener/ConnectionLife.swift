/// How long connections may take for what they do.
struct ConnectionPatience: Sendable, Equatable {
    /// Between two requests, and before the first one.
    var idle: Duration = .seconds(120)
    /// From the first byte of a request to the end of its header fields.
    var head: Duration = .seconds(10)
    /// From the beginning of an answer until the client has taken all of it.
    var answer: Duration = .seconds(60)
    /// What is left of a request when it has been answered already, and the end of a connection that is given up.
    var farewell: Duration = .seconds(2)
}

/// What a connection is doing, and until when it may do that. Pure.
struct ConnectionLife: Sendable {
    private let patience: ConnectionPatience
    /// Requests whose head has come and whose answer has not ended.
    private var openRequests = 0
    /// The body of the last request has not come as a whole.
    private var isReceiving = false
    private var isOver = false
    /// When the connection is closed if nothing happens; nil: what it waits for has limits of its own.
    private(set) var deadline: ContinuousClock.Instant?
    /// Since when it has been as it is.
    private(set) var since: ContinuousClock.Instant

    init(_ patience: ConnectionPatience, at now: ContinuousClock.Instant) {
        self.patience = patience
        since = now
        deadline = now + patience.idle
    }

    /// Whether nobody is harmed much when it is closed to make room for another one: nothing is being worked on.
    var isDispensable: Bool { openRequests == 0 }

    /// Something has come that is not part of a request that has been announced.
    mutating func noteBytes(at now: ContinuousClock.Instant) {
        guard !isOver, openRequests == 0, !isReceiving, !isHeadComing else { return }
        isHeadComing = true
        wait(for: patience.head, at: now)
    }
    private var isHeadComing = false

    mutating func noteHead(at now: ContinuousClock.Instant) {
        openRequests += 1
        isHeadComing = false
        isReceiving = true
        if openRequests == 1 { wait(for: nil, at: now) }
    }

    mutating func noteEndOfRequest(at now: ContinuousClock.Instant) {
        isReceiving = false
        if openRequests == 0, !isOver { wait(for: patience.idle, at: now) }
    }

    mutating func noteAnswer(at now: ContinuousClock.Instant) { wait(for: patience.answer, at: now) }

    /// The client has taken all of an answer.
    mutating func noteEndOfAnswer(at now: ContinuousClock.Instant) {
        openRequests -= 1
        guard openRequests == 0 else { return wait(for: nil, at: now) }
        wait(for: isOver || isReceiving ? patience.farewell : patience.idle, at: now)
    }

    /// No further request will be answered.
    mutating func noteEnd(at now: ContinuousClock.Instant) {
        isOver = true
        if openRequests == 0 { wait(for: patience.farewell, at: now) }
    }

    private mutating func wait(for duration: Duration?, at now: ContinuousClock.Instant) {
        since = now
        deadline = duration.map { now + $0 }
    }
}
