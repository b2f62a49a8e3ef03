import Foundation
import SMPProtocol

@testable import Demo

/// Leads turns from phase to phase: as soon as nothing is left to do in a phase, the clock of the nodes moves to its end. So a turn takes
/// as long as its work does, however slow the machine is and however long its phases are.
struct TurnDriver: Sendable {
    let nodes: Nodes
    let clock: MovedClock
    let databases: StackDatabases

    /// What a test does in the middle of a turn.
    struct Interludes: Sendable {
        /// How many accounts are expected to take part; more are not waited for. When fewer do, some time is lost.
        var expectedLocks = Int64.max
        /// Phase 2 has begun: bids become offers, and accounts are locked.
        var whenOffersBegin: @Sendable () async throws -> Void = {}
        /// All accounts are locked that will be, and nothing is decided yet.
        var whenAccountsAreLocked: @Sendable () async throws -> Void = {}
        /// Phase 3 has begun.
        var whenTradesAreDecided: @Sendable () async throws -> Void = {}
        /// What the turn ends with.
        var isGiven: @Sendable (TradeWork) -> Bool = { $0.isDone }
    }

    /// Some work does not come to its end.
    struct Stuck: Error, CustomStringConvertible {
        let description: String
    }

    /// Patience with one step of a turn.
    private static let seconds = 120.0
    /// `TRANSFERS_HEALTHY_MAX_COMMIT_DELAY` of development.
    private static let healthyDelay = Duration.seconds(300)
    /// How long before the end of phase 2 offers are poured: `OFFERS_POURING_DURATION`.
    private static let pouring = Duration.seconds(60)

    /// A whole turn.
    func run(_ interludes: Interludes = Interludes()) async throws -> TradeAdministration.Turn {
        let turn = try await begin()
        try await spread(turn)
        try await interludes.whenOffersBegin()
        try await awaitWorkers(turn, 2, 5, "to have made bids")
        try await awaitLocks(of: turn, expected: interludes.expectedLocks)
        try await interludes.whenAccountsAreLocked()
        try await decide(turn)
        try await interludes.whenTradesAreDecided()
        try await awaitWorkers(turn, 3, 5, "to have taken over the results")
        try await awaitGiven(interludes.isGiven)
        return try await finish(turn)
    }

    // MARK: Phases

    /// The next starting point is at a whole period after the offset.
    private func begin() async throws -> TurnID {
        let administration = TradeAdministration(nodes: nodes)
        let latest = try await Patience.insist("the turns") { try await administration.latestTurns(1).first }
        // It has begun by itself.
        if let latest, latest.phase < 4 { return latest.id }
        let period = Schedule.periodSeconds * 1_000_000
        let overdue = (try clock.now().rawValue - Schedule.offsetSeconds * 1_000_000) % period
        try clock.advance(to: try clock.now().adding(microseconds: period - overdue + 1000))
        return try await awaited("a turn after \(latest?.id.description ?? "none")", seconds: Self.seconds) {
            try await Patience.unlessOutOfService {
                try await administration.latestTurns(1).first { $0.id > latest?.id ?? TurnID(.min) }?.id
            } ?? nil
        }
    }

    private func spread(_ turn: TurnID) async throws {
        try await awaitWorkers(turn, 1, 10, "to have said what they know of currencies")
        try await advanceToDeadline(turn, earlier: .zero)
        try await awaitWorkers(turn, 2, 0, "to know of phase 2")
    }

    private func decide(_ turn: TurnID) async throws {
        try await advanceToDeadline(turn, earlier: Self.pouring)
        try await awaitWorkers(turn, 2, 10, "to have poured their offers")
        try await advanceToDeadline(turn, earlier: .zero)
        try await awaitWorkers(turn, 3, 0, "to know of phase 3")
    }

    private func finish(_ turn: TurnID) async throws -> TradeAdministration.Turn {
        let startedAt = try await workers(turn).collectionStartedAt ?? .latest
        try clock.advance(to: startedAt.adding(microseconds: Int64(Self.healthyDelay / .microseconds(1)) + 1000))
        try await awaitWorkers(turn, 3, 10, "to have done everything")
        return try await awaited("the end of turn \(turn)", seconds: Self.seconds) {
            try await Patience.unlessOutOfService {
                let found = try await TradeAdministration(nodes: nodes).turn(turn)
                return found.phase == 4 ? found : nil
            } ?? nil
        }
    }

    private func advanceToDeadline(_ turn: TurnID, earlier: Duration) async throws {
        guard let deadline = try await workers(turn).phaseDeadline else { return }
        try clock.advance(to: deadline.adding(microseconds: 1000 - Int64(earlier / .microseconds(1))))
    }

    // MARK: Waiting

    private func workers(_ turn: TurnID) async throws -> WorkersTurn {
        try await Patience.insist("the workers' turn \(turn)") { try await WorkersTurn.read(turn, databases) }
    }

    private func awaitWorkers(_ turn: TurnID, _ phase: Int16, _ subphase: Int16, _ what: String) async throws {
        let step = WorkersTurn.Step(phase: phase, subphase: subphase)
        try await Patience.until("all workers \(what) in turn \(turn)", seconds: Self.seconds) {
            let found = try await WorkersTurn.read(turn, databases).steps
            return found.count == databases.workers.count && found.allSatisfy { $0 >= step }
        }
    }

    /// Until as many accounts are locked as are expected, or no more come.
    private func awaitLocks(of turn: TurnID, expected: Int64) async throws {
        var last: (count: Int64, since: ContinuousClock.Instant) = (-1, .now)
        try await Patience.until("accounts to be locked in turn \(turn)", seconds: Self.seconds) {
            let work = try await TradeWork.read(databases)
            let count = try await WorkersTurn.lockedAccounts(turn, databases)
            let isBusy = work[.askedLocks] > 0 || work[.messages] > 0
            if isBusy || count != last.count { last = (count, .now) }
            return !isBusy && (count >= expected || ContinuousClock.now - last.since > .seconds(2))
        }
    }

    /// Until nothing is under way; what waits for a moment does not wait long.
    private func awaitGiven(_ isGiven: (TradeWork) -> Bool) async throws {
        var last: (work: TradeWork, since: ContinuousClock.Instant) = (TradeWork(), .now)
        do {
            try await Patience.until("money to change hands", seconds: Self.seconds) {
                let work = try await TradeWork.read(databases)
                if work != last.work { last = (work, .now) }
                if isGiven(work) { return true }
                if work[.postponedAttempts] > 0, ContinuousClock.now - last.since > .milliseconds(500),
                    let moment = try await WorkersTurn.nextAttempt(databases)
                {
                    try clock.advance(to: moment.adding(microseconds: 1000))
                }
                return false
            }
        } catch let error as NotInTime {
            throw Stuck(description: "\(error); left: \(last.work)")
        }
    }
}

/// `TURN_PERIOD` and `TURN_PERIOD_OFFSET`, as `scripts/test` sets them.
private enum Schedule {
    static let periodSeconds: Int64 = 3600

    static let offsetSeconds: Int64 = {
        let text = ProcessInfo.processInfo.environment["TURN_PERIOD_OFFSET"] ?? ""
        guard text.hasSuffix("s"), let seconds = Int64(text.dropLast()) else {
            preconditionFailure("TURN_PERIOD_OFFSET is a number of seconds, not '\(text)'")
        }
        return seconds
    }()
}
