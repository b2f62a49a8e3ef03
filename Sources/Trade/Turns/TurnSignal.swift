import NodeKit

/// What solver and workers tell each other about, by `NOTIFY` on the solver database, in the transaction that makes it true. A word may get
/// lost with a connection; everybody also looks for himself from time to time.
enum TurnSignal: String, Sendable {
    /// For the workers: a turn is in another phase.
    case phaseChanged = "turn_phase"
    /// For the solver: a worker has deleted its share of a turn's trades.
    case workDone = "turn_work"
    /// For the workers: there are new collector accounts, which nobody has asked the accounting authorities for yet.
    case collectorsNeeded = "collectors"

    /// What a loop subscribes to in the wake-ups of the solver database.
    var channel: WakeUps.Channel { WakeUps.Channel(rawValue: rawValue) }

    /// The name of the notification.
    var notification: String { "swpt_trade_\(rawValue)" }
}
