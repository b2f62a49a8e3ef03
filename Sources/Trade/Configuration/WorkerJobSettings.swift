import NodeKit

/// At which pace the loops of a worker run (TW 2.3, 2.4, OPS 3.9). Wake-ups make them faster.
struct WorkerJobSettings: Sendable, Equatable {
    /// `APP_ROLL_WORKER_TURNS_WAIT`
    let rollTurnsWaitSeconds: Double
    /// A twelfth of `TRANSFERS_HEALTHY_MAX_COMMIT_DELAY`: of the loops that look after transfers (TW 22.12).
    let transfersWaitSeconds: Double
    /// `APP_EXPLAIN_TURNS`
    let explainedTurns: Int
    /// `TRIGGER_TRANSFERS_PROCESSES`; 0: none.
    let triggerProcesses: Int
    /// `TRIGGER_TRANSFERS_PERIOD`, or ``transfersWaitSeconds``.
    let triggerWaitSeconds: Double
    /// `APP_RESCHEDULED_TRANSFERS_BURST_COUNT`
    let triggerBurstCount: Int
    /// `HANDLE_PRISTINE_COLLECTORS_THREADS`
    let collectorsThreads: Int
    /// `HANDLE_PRISTINE_COLLECTORS_PERIOD`, or `APP_HANDLE_PRISTINE_COLLECTORS_WAIT`.
    let collectorsWaitSeconds: Double
    /// `APP_HANDLE_PRISTINE_COLLECTORS_MAX_COUNT`
    let collectorsMaxCount: Int

    init(reader: inout ConfigurationReader, _ transfers: TransferSettings) {
        reader.section("Loops of workers")
        rollTurnsWaitSeconds = reader.read(
            "APP_ROLL_WORKER_TURNS_WAIT", .waitSeconds, default: 60, "Seconds between two looks at the turns")
        explainedTurns = reader.read(
            "APP_EXPLAIN_TURNS", .integer(in: 0...1000), default: 3,
            "For how many turns it is remembered why somebody has not traded (`explain`); 0: not at all")
        transfersWaitSeconds = transfers.healthyMaxCommitDelay.inSeconds / 12
        triggerProcesses = reader.read(
            "TRIGGER_TRANSFERS_PROCESSES", .processes, default: 1, "How many workers trigger transfers again; 0: none")
        triggerWaitSeconds =
            reader.readOptional(
                "TRIGGER_TRANSFERS_PERIOD", .waitSeconds, defaultText: "a twelfth of `TRANSFERS_HEALTHY_MAX_COMMIT_DELAY`",
                "Seconds between two looks at transfers that are to be tried again") ?? transfersWaitSeconds
        triggerBurstCount = reader.read(
            "APP_RESCHEDULED_TRANSFERS_BURST_COUNT", .integer(in: 1...1_000_000), default: 5000,
            "How many of them are triggered at once")
        collectorsThreads = reader.read(
            "HANDLE_PRISTINE_COLLECTORS_THREADS", .integer(in: 1...1000), default: 1,
            "How many new collector accounts are worked on at once")
        let wait = reader.read(
            "APP_HANDLE_PRISTINE_COLLECTORS_WAIT", .waitSeconds, default: 600, "Seconds between two looks at new collector accounts")
        let old = reader.readOptional(
            "HANDLE_PRISTINE_COLLECTORS_PERIOD", .waitSeconds, "The same; wins over `APP_HANDLE_PRISTINE_COLLECTORS_WAIT`")
        collectorsWaitSeconds = old ?? wait
        collectorsMaxCount = reader.read(
            "APP_HANDLE_PRISTINE_COLLECTORS_MAX_COUNT", .integer(in: 1...10_000_000), default: 100_000,
            "How many of them are taken up at once")
    }
}
