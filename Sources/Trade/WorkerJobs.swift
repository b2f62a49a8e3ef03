import ArgumentParser
import NodeKit
import SMPProtocol

// The worker's loops as data (TW-25, OPS 3.9): what their commands are called, and how they are made.

/// The commands of all loops.
enum WorkerJobs {
    static let commands: [any ParsableCommand.Type] = [
        JobCommand<RollWorkerTurns, LoopOptions>.self, JobCommand<ProcessDispatchings, LoopOptions>.self,
        JobCommand<RollTransfers, LoopOptions>.self, JobCommand<ReplayDelayedAccountTransfers, LoopOptions>.self,
        JobCommand<TriggerTransfers, FlusherOptions>.self, JobCommand<HandlePristineCollectors, ThreadedLoopOptions>.self,
        JobCommand<ApplyCollectorChanges, LoopOptions>.self,
    ]
}

/// The worker's part in the turns, and the care for its collectors (TW-12).
enum RollWorkerTurns: JobDescription {
    typealias Assembly = WorkerNode
    static let command = "roll_worker_turns"
    static let abstract = "Does this worker's part of the turns, and looks after its collectors. One for each worker's database."

    /// A sub-phase reads while it writes; the collectors are looked after at the same time.
    static func connections(_ settings: TradeConfiguration, _ overrides: JobOverrides) -> Int { 3 }

    static func job(_ node: WorkerNode, _ overrides: JobOverrides) -> any NodeRole {
        let roller = WorkerTurnRoller(context: node.context)
        let wait = overrides.waitSeconds ?? node.settings.jobs.rollTurnsWaitSeconds
        // However long a sub-phase has taken, the next one has its time.
        let turns = WokenLoop(
            command, everySeconds: wait, quitsEarly: overrides.quitsEarly,
            wakeUps: [node.solver.wakeUps.subscribe(to: TurnSignal.phaseChanged.channel)], restFactor: 0, now: SystemClock.now,
            pass: roller.pass)
        // TW 11.3, 11.4: every tenth and every second time.
        let keeper = node.collectorLoop(
            command, everySeconds: min(2 * wait, node.settings.jobs.collectorsWaitSeconds), quitsEarly: overrides.quitsEarly)
        return Role(command) {
            // One after the other, so that a single pass tells the solver what it has found out.
            if overrides.quitsEarly {
                try await turns.run()
                return try await keeper.run()
            }
            try await Workers.run(2) { number in
                if number == 0 { try await turns.run() } else { try await keeper.run() }
            }
        }
    }
}

/// `roll_transfers` of the first release, `process_dispatchings` of the second (TW-21).
enum ProcessDispatchings: JobDescription {
    typealias Assembly = WorkerNode
    static let command = "process_dispatchings"
    static let abstract = "Leads collectors through what they have to do after a turn. One for each worker's database."

    static func job(_ node: WorkerNode, _ overrides: JobOverrides) -> any NodeRole { node.dispatchingLoop(command, overrides) }
}

/// The name of the first release.
enum RollTransfers: JobDescription {
    typealias Assembly = WorkerNode
    static let command = "roll_transfers"
    static let abstract = "The same as process_dispatchings."

    static func job(_ node: WorkerNode, _ overrides: JobOverrides) -> any NodeRole { node.dispatchingLoop(command, overrides) }
}

/// A part of `process_dispatchings` (OPS 3.9).
enum ReplayDelayedAccountTransfers: JobDescription {
    typealias Assembly = WorkerNode
    static let command = "replay_delayed_account_transfers"
    static let abstract = "Handles notices of transfers that came too early. A part of process_dispatchings."

    static func job(_ node: WorkerNode, _ overrides: JobOverrides) -> any NodeRole {
        let loop = DispatchingLoop(context: node.context)
        return WokenLoop(
            command, everySeconds: overrides.waitSeconds ?? node.settings.jobs.transfersWaitSeconds, quitsEarly: overrides.quitsEarly,
            wakeUps: [node.core.wakeUps.subscribe(to: .dispatching)], now: SystemClock.now
        ) {
            try await loop.replay()
            return nil
        }
    }
}

/// TW 22.12.
enum TriggerTransfers: JobDescription {
    typealias Assembly = WorkerNode
    static let command = "trigger_transfers"
    static let abstract = "Tries transfers again whose time has come."

    static func connections(_ settings: TradeConfiguration, _ overrides: JobOverrides) -> Int {
        overrides.processes ?? settings.jobs.triggerProcesses
    }

    static func job(_ node: WorkerNode, _ overrides: JobOverrides) -> any NodeRole {
        let jobs = node.settings.jobs
        let processes = overrides.processes ?? jobs.triggerProcesses
        guard processes > 0 else { return Role.idle(command) }
        let trigger = AttemptTrigger(context: node.context, burstCount: jobs.triggerBurstCount)
        let loop = WokenLoop(
            command, everySeconds: overrides.waitSeconds ?? jobs.triggerWaitSeconds, quitsEarly: overrides.quitsEarly,
            wakeUps: [node.core.wakeUps.subscribe(to: .attempts)], now: SystemClock.now, pass: trigger.pass)
        return Role(command) { try await Workers.run(processes) { _ in try await loop.run() } }
    }
}

/// A part of `roll_worker_turns` that was a process of its own in the first release (TW 11.3).
enum HandlePristineCollectors: JobDescription {
    typealias Assembly = WorkerNode
    static let command = "handle_pristine_collectors"
    static let abstract = "Asks accounting authorities for the accounts of new collectors. A part of roll_worker_turns."

    static func job(_ node: WorkerNode, _ overrides: JobOverrides) -> any NodeRole {
        node.collectorLoop(
            command, everySeconds: overrides.waitSeconds ?? node.settings.jobs.collectorsWaitSeconds, quitsEarly: overrides.quitsEarly)
    }
}

/// A part of `roll_worker_turns` (OPS 3.9).
enum ApplyCollectorChanges: JobDescription {
    typealias Assembly = WorkerNode
    static let command = "apply_collector_changes"
    static let abstract = "Tells the solver what has become of collectors. A part of roll_worker_turns."

    static func job(_ node: WorkerNode, _ overrides: JobOverrides) -> any NodeRole {
        // A fifth of the time between two looks at new collectors (OPS 2.4).
        let wait = overrides.waitSeconds ?? node.settings.jobs.collectorsWaitSeconds / 5
        let keeper = node.collectorKeeper
        return WokenLoop(
            command, everySeconds: wait, quitsEarly: overrides.quitsEarly, wakeUps: [node.core.wakeUps.subscribe(to: .collectorSync)],
            now: SystemClock.now
        ) {
            try await keeper.applyChanges()
            return nil
        }
    }
}

extension WorkerNode {
    /// What its loops work with.
    var context: WorkerContext { WorkerContext(store: store, solver: solver.database, shard: settings.common.shard) }

    fileprivate var collectorKeeper: CollectorKeeper { CollectorKeeper(context: context, maxCount: settings.jobs.collectorsMaxCount) }

    fileprivate func collectorLoop(_ name: String, everySeconds seconds: Double, quitsEarly: Bool) -> WokenLoop {
        let keeper = collectorKeeper
        return WokenLoop(
            name, everySeconds: seconds, quitsEarly: quitsEarly,
            wakeUps: [
                core.wakeUps.subscribe(to: .collectorSync), solver.wakeUps.subscribe(to: TurnSignal.collectorsNeeded.channel),
                solver.wakeUps.subscribe(to: TurnSignal.phaseChanged.channel),
            ],
            now: SystemClock.now
        ) {
            try await keeper.pass()
            return nil
        }
    }

    /// What takes long leads many on at once: it rests three quarters of the time.
    fileprivate func dispatchingLoop(_ name: String, _ overrides: JobOverrides) -> WokenLoop {
        let loop = DispatchingLoop(context: context)
        return WokenLoop(
            name, everySeconds: overrides.waitSeconds ?? settings.jobs.transfersWaitSeconds, quitsEarly: overrides.quitsEarly,
            wakeUps: [core.wakeUps.subscribe(to: .dispatching)], restFactor: 3, now: SystemClock.now
        ) {
            try await loop.pass()
            return nil
        }
    }
}
