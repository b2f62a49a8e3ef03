import BenchmarkKit
import Foundation
import Persistence
import SMPProtocol

/// One turn of the stack's solver and worker, from wishes to the last payment, stage by stage.
struct TurnRun {
    let traders: Traders
    let worker: Database
    let solver: Database
    let authority: StubAuthority

    /// How often it is looked whether a stage is over. A look costs PostgreSQL about a millisecond.
    private static let pause: Duration = .milliseconds(200)
    private static let pouringSeconds = 5
    static let prefetchCount = 500

    /// A stage was not over in time.
    struct TooSlow: Error, CustomStringConvertible {
        let description: String
    }

    /// The length of phase 2: enough for all locks on a busy machine.
    private var phase2Seconds: Int { 20 + traders.count * 6 / 1000 }

    /// - Returns: the stages, and the whole.
    func run() async throws -> [BenchmarkReport.Case] {
        try StackControl.run("trade", "stop")
        for database in [worker, solver] { try await Traders.empty(database) }
        try await traders.fill(worker: worker, solver: solver)
        // Time for the processes to start; the turn begins after that.
        let start = Date().addingTimeInterval(15)
        try StackControl.run("trade", "start", environment: environment(start))
        guard start.timeIntervalSinceNow > 0.5 else { throw TooSlow(description: "the node took too long to start") }
        try await Task.sleep(for: .seconds(start.timeIntervalSinceNow - 0.3))
        let groups = try ["solver", "worker"].map { (part: String) in try ProcessGroup.ofStack("trade-\(part)", name: part) }
        let all = groups + [try .ofStack("postgres"), try .ofStack("broker")]
        _ = authority.takeCounts()
        let whole = Measurement.start(of: all)
        var cases = try await stages(of: all)
        var total = finish(whole, "the whole turn")
        total.figures += zip(["solver MiB", "worker MiB"], groups).map { ($0, $1.peakResidentMegabytes) }
        cases.append(total)
        return cases
    }

    private func environment(_ start: Date) -> [String: String] {
        let period = 3600.0
        let offset = start.timeIntervalSince1970.truncatingRemainder(dividingBy: period)
        return [
            "TURN_PERIOD": "\(Int(period))s", "TURN_PERIOD_OFFSET": String(format: "%.3fs", offset), "TURN_CHECK_INTERVAL": "1s",
            "TURN_PHASE1_DURATION": "5s", "TURN_PHASE2_DURATION": "\(phase2Seconds)s",
            "OFFERS_POURING_DURATION": "\(Self.pouringSeconds)s", "TRANSFERS_HEALTHY_MAX_COMMIT_DELAY": "30s",
            "APP_ROLL_WORKER_TURNS_WAIT": "1", "BASE_DEBTOR_ID": "\(Traders.base)",
            "BASE_DEBTOR_INFO_LOCATOR": Traders.locator(Traders.base), "MIN_TRADE_AMOUNT": "1000", "APP_LOG_LEVEL": "warning",
            "PROTOCOL_BROKER_PREFETCH_COUNT": "\(Self.prefetchCount)", "PROTOCOL_BROKER_THREADS": "1",
            "INTERNAL_BROKER_PREFETCH_COUNT": "\(Self.prefetchCount)", "INTERNAL_BROKER_THREADS": "1",
        ]
    }

    // MARK: Stages

    private func stages(of groups: [ProcessGroup]) async throws -> [BenchmarkReport.Case] {
        var cases: [BenchmarkReport.Case] = []
        func measure(_ name: String, untilSeconds limit: Double = 3600, _ isOver: () async throws -> Bool) async throws {
            let measurement = Measurement.start(of: groups)
            let start = ContinuousClock.now
            while try await !isOver() {
                guard ContinuousClock.now - start < .seconds(limit) else { throw TooSlow(description: "\(name): not over in time") }
                try await Task.sleep(for: Self.pause)
            }
            cases.append(finish(measurement, name))
        }
        try await measure("phase 1", untilSeconds: 60) { try await phase() >= 2 }
        try await measure("phase 2: bids, offers, locks", untilSeconds: Double(phase2Seconds - Self.pouringSeconds), areAllLocked)
        try await measure("phase 2: waiting, pouring") {
            try await solver.query("SELECT EXISTS (SELECT FROM turn WHERE phase > 2 OR clock_timestamp() >= phase_deadline)")[0].decode(0)
        }
        try await measure("phase 3: solving") { try await phase() >= 3 }
        try await measure("phase 3: all transfers", isEverybodyServed)
        try await measure("phase 3: settling") { try await phase() == 4 }
        return cases
    }

    private func finish(_ measurement: BenchmarkKit.Measurement, _ name: String) -> BenchmarkReport.Case {
        var result = measurement.finish(case: "\(traders.count) traders, \(name)", items: traders.count)
        let milliseconds = result.cpuMillisecondsPerItem.reduce(0) { $0 + $1.milliseconds }
        result.figures.append(("all CPU s", milliseconds * Double(traders.count) / 1000))
        return result
    }

    private func phase() async throws -> Int16 {
        guard let row = try await solver.query("SELECT phase FROM turn").first else { return 0 }
        return try row.decode(0)
    }

    private func areAllLocked() async throws -> Bool {
        let rows = try await worker.query("SELECT EXISTS (SELECT FROM outbox_message), (SELECT count(transfer_id) FROM account_lock)")
        let (isSending, locked): (Bool, Int64) = (try rows[0][0], try rows[0][1])
        return !isSending && locked == traders.policies
    }

    /// All locks are released, and nothing is left to be done or sent.
    private func isEverybodyServed() async throws -> Bool {
        let isBusy: Bool = try await worker.query(
            """
            SELECT NOT EXISTS (SELECT FROM worker_turn WHERE phase = 3 AND worker_turn_subphase >= 5)
                OR EXISTS (SELECT FROM dispatching_status) OR EXISTS (SELECT FROM outbox_message)
            """)[0].decode(0)
        if isBusy { return false }
        return try await worker.query(
            """
            SELECT NOT EXISTS (SELECT FROM account_lock WHERE released_at IS NULL) AND NOT EXISTS (SELECT FROM transfer_attempt)
                AND NOT EXISTS (SELECT FROM worker_collecting) AND NOT EXISTS (SELECT FROM worker_dispatching)
            """)[0].decode(0)
    }
}
