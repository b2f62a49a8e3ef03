import NodeKit

/// How long the worker waits for others, and keeps what it knows (TW 2.4).
struct AccountSettings: Sendable, Equatable {
    /// `APP_EXTREME_MESSAGE_DELAY_DAYS`
    let extremeMessageDelayDays: Double
    /// `APP_MAX_HEARTBEAT_DELAY_DAYS`
    let maxHeartbeatDelayDays: Double
    /// `APP_ACCOUNT_LOCK_MAX_DAYS`
    let lockMaxDays: Double
    /// `APP_RELEASED_ACCOUNT_LOCK_MAX_DAYS`
    let releasedLockMaxDays: Double
    /// `APP_WORKER_COLLECTING_SLACK_DAYS`
    let collectingSlackDays: Double
    /// `APP_WORKER_SENDING_SLACK_DAYS`
    let sendingSlackDays: Double
    /// `APP_WORKER_DISPATCHING_SLACK_DAYS`
    let dispatchingSlackDays: Double

    init(reader: inout ConfigurationReader, _ documents: DocumentSettings, _ solver: SolverVariables) {
        reader.section("Accounts")
        let days = ValueType<Double>.days(in: 0...1e6)
        let delay = reader.read(
            "APP_EXTREME_MESSAGE_DELAY_DAYS", days, default: 7, "How late the latest message is that is reckoned with")
        extremeMessageDelayDays = delay
        maxHeartbeatDelayDays = reader.read(
            "APP_MAX_HEARTBEAT_DELAY_DAYS", days, default: 365, "An account of which nothing was heard for so long is forgotten")
        lockMaxDays = reader.read("APP_ACCOUNT_LOCK_MAX_DAYS", days, default: 365, "How long the lock of an account is kept at most")
        releasedLockMaxDays = reader.read(
            "APP_RELEASED_ACCOUNT_LOCK_MAX_DAYS", days, default: 30, "How long the lock of an account is kept after its end")
        collectingSlackDays = reader.read(
            "APP_WORKER_COLLECTING_SLACK_DAYS", days, default: 60, "How long after a turn's deadline its collectings are kept")
        sendingSlackDays = reader.read(
            "APP_WORKER_SENDING_SLACK_DAYS", days, default: 150, "How long after a turn's deadline its sendings and receivings are kept")
        dispatchingSlackDays = reader.read(
            "APP_WORKER_DISPATCHING_SLACK_DAYS", days, default: 180, "How long after a turn's deadline its dispatchings are kept")
        reader.check(
            solver.surplusBlockingDelayDays >= delay, "APP_SURPLUS_BLOCKING_DELAY_DAYS", "APP_EXTREME_MESSAGE_DELAY_DAYS",
            expected: "the first not below the second: no message of a suspended account may still be under way")
        reader.check(
            solver.collectorActivityMinDays >= solver.surplusBlockingDelayDays, "APP_COLLECTOR_ACTIVITY_MIN_DAYS",
            "APP_SURPLUS_BLOCKING_DELAY_DAYS",
            expected: "the first not below the second: accounts must work longer than they are suspended")
    }
}
