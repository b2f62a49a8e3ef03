import Logging
import NodeKit
import Persistence
import SMPProtocol

/// The database of a worker. Rows are locked table by table in the order of ``WorkerState``, each table in the order of its keys.
struct WorkerStore: NodeStore {
    typealias TransactionEffects = Effects

    let database: Database
    let wakeUps: WakeUps
    let rules: WorkerRules
    let logger: Logger
    let now: @Sendable () -> Timestamp
    /// Chooses between collectors; uniform.
    var random: @Sendable () -> UInt64 = { .random(in: .min ... .max) }

    /// TW 4.1: also when somebody else has just inserted a row that was not there.
    var retry: RetryPolicy { .business.retrying(.uniqueViolation) }

    func announce(_ effects: Effects) {
        for notice in effects.notices { logger.log(level: notice.isError ? .error : .warning, "\(notice)") }
        effects.announce(to: wakeUps)
    }
}
