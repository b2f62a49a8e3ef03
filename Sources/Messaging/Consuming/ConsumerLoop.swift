import Glibc
import Logging
import Threading

/// The thread behind a `BatchConsumer`: reads deliveries, sends settlements and heartbeats, drains, and connects again.
actor ConsumerLoop {
    /// Deliveries are handed over when nothing more has arrived, or so many are here.
    private static let handOverCount = 1000
    /// A connection that has lived for so long ends a series of failures.
    private static let stableSeconds = 10.0

    private let executor = ThreadExecutor(name: "amqp-consumer", stackBytes: BrokerConnection.stackBytes)
    private let configuration: BatchConsumer.Configuration
    private let mailbox: ConsumerMailbox
    private let logger: Logger

    private var connectionNumber: UInt32 = 0
    private var channel: ConsumerChannel?
    private var drain: DrainState

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(configuration: BatchConsumer.Configuration, mailbox: ConsumerMailbox, logger: Logger) {
        self.configuration = configuration
        drain = DrainState(schedule: configuration.drainingSchedule)
        self.mailbox = mailbox
        self.logger = logger
    }

    // MARK: Connecting

    /// Makes the first connection.
    func connect() throws(MessagingError) {
        for warning in configuration.url.warnings { logger.warning("\(warning)") }
        do throws(MessagingError) {
            try openChannel()
        } catch {
            mailbox.end(.failure(error))
            throw error
        }
        logger.info("Consumer started")
    }

    private func openChannel() throws(MessagingError) {
        let wakeUp = mailbox.wakeUp
        let mailbox = mailbox
        let connection = try BrokerConnection.open(configuration.url, name: configuration.connectionName) { seconds in
            pauseUnlessStopped(seconds, mailbox, wakeUp)
        }
        connectionNumber &+= 1
        let channel = ConsumerChannel(connection: connection, number: connectionNumber, configuration: configuration)
        try channel.subscribe()
        self.channel = channel
        drain.reset()
    }

    // MARK: Running

    /// Works until the consumer is closed, or fails for good.
    func run() {
        var failures = FailureSeries()
        while true {
            let began = ContinuousClock.now
            do throws(MessagingError) {
                try serve()
                channel?.close()
                return end(.success(()))
            } catch {
                channel = nil
                _ = mailbox.takeArrivals()
                if began.elapsedSeconds >= Self.stableSeconds { failures = FailureSeries() }
                if let final = reconnect(after: error, &failures) { return end(final) }
            }
        }
    }

    private func end(_ result: Result<Void, MessagingError>) {
        channel = nil
        if case .failure(let error) = result {
            logger.error("Consumer stopped: \(error)")
        } else {
            logger.info("Consumer stopped")
        }
        mailbox.end(result)
    }

    /// - Returns: nil when there is a new connection, else how the consumer ends.
    private func reconnect(after error: MessagingError, _ failures: inout FailureSeries) -> Result<Void, MessagingError>? {
        var error = error
        while true {
            if mailbox.mustStop { return .success(()) }
            guard error.isTransient, let pause = failures.pauseSeconds(configuration.reconnect) else { return .failure(error) }
            logger.warning("The consumer of queue \"\(configuration.queue)\" connects again in \(pause.rounded(toTenths: ())) s: \(error)")
            guard pauseUnlessStopped(pause, mailbox, mailbox.wakeUp) else { return .success(()) }
            do throws(MessagingError) {
                try openChannel()
                logger.info("The consumer of queue \"\(configuration.queue)\" is connected again.")
                return nil
            } catch let next {
                error = next
            }
        }
    }

    /// How far the connection has been read.
    private enum Reading {
        case everything
        /// There may be more; only orders come first.
        case more
        /// There is no room for more.
        case heldBack
    }

    /// Serves one connection until the consumer is to be closed.
    private func serve() throws(MessagingError) {
        guard let channel else { preconditionFailure("there is no connection to serve") }
        while true {
            var reading = try receive(channel)
            let orders = mailbox.takeOrders()
            try channel.settle(orders.settlements)
            if orders.mustClose { return }
            if orders.mustStop, channel.subscription == .active {
                try unsubscribe(channel)
                reading = .more
            }
            if configuration.drains, !orders.mustStop { try drainStep(channel) }
            if reading == .more { continue }
            try channel.wait(
                for: mailbox.wakeUp, atMostMilliseconds: configuration.drains ? 250 : .max, isHeldBack: reading == .heldBack)
        }
    }

    /// Reads what has arrived, as long as there is room for it.
    private func receive(_ channel: ConsumerChannel) throws(MessagingError) -> Reading {
        var room = channel.subscription == .active ? mailbox.room() : Int.max
        if room == 0 { return .heldBack }
        var deliveries: [Delivery] = []
        while room > 0, deliveries.count < Self.handOverCount {
            guard let delivery = try channel.readDelivery() else {
                try handOver(deliveries, channel)
                return .everything
            }
            room -= delivery.memoryBytes
            deliveries.append(delivery)
        }
        try handOver(deliveries, channel)
        return .more
    }

    /// Gives deliveries to the tasks; those that were on their way when the subscription ended go back to the queue.
    private func handOver(_ deliveries: [Delivery], _ channel: ConsumerChannel) throws(MessagingError) {
        if deliveries.isEmpty { return }
        if channel.subscription == .active {
            drain.noteActivity()
            mailbox.deliver(deliveries)
        } else {
            try channel.settle(deliveries.map { ($0.tag, .requeue) })
        }
    }

    /// Begins to end the subscription, and puts back what no task has taken.
    private func unsubscribe(_ channel: ConsumerChannel) throws(MessagingError) {
        try channel.unsubscribe()
        try channel.settle(mailbox.takeArrivals().map { ($0.tag, .requeue) })
    }

    // MARK: Draining mode

    private func drainStep(_ channel: ConsumerChannel) throws(MessagingError) {
        if channel.openCount > 0 { drain.noteActivity() }
        if channel.subscription == .ending { return }
        switch drain.step(isSubscribed: channel.subscription == .active) {
        case .none:
            break
        case .detach(let seconds):
            try unsubscribe(channel)
            logger.info("No messages: the consumer lets go of queue \"\(configuration.queue)\" for \(seconds.rounded(toTenths: ())) s.")
        case .attach:
            try channel.subscribe()
            drain.reset()
        }
    }
}

/// Waits, but not longer than until the consumer is told to stop.
/// - Returns: false when it is to stop.
private func pauseUnlessStopped(_ seconds: Double, _ mailbox: ConsumerMailbox, _ wakeUp: PollWakeUp) -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    while !mailbox.mustStop {
        let rest = end.secondsFromNow
        if rest <= 0 { return true }
        wakeUp.clear()
        if mailbox.mustStop { break }
        wakeUp.wait(milliseconds: Int((rest * 1000).rounded(.up)))
    }
    return false
}

/// The failures since the last stable connection.
private struct FailureSeries {
    private var count = 0
    private var beginning: ContinuousClock.Instant?

    /// Notes a failure.
    /// - Returns: how long to wait before the next attempt; nil when it is time to give up.
    mutating func pauseSeconds(_ backoff: Backoff) -> Double? {
        let beginning = self.beginning ?? .now
        self.beginning = beginning
        count += 1
        guard beginning.elapsedSeconds < backoff.giveUpAfterSeconds else { return nil }
        return backoff.pauseSeconds(afterFailure: count, jitter: .random(in: 0..<1))
    }
}

/// Where a consumer in draining mode is in its schedule.
private struct DrainState {
    enum Step {
        case none, attach
        case detach(seconds: Double)
    }

    var schedule: DrainingSchedule
    var lastActivity = ContinuousClock.now
    var pauseEnd = ContinuousClock.now

    mutating func noteActivity() { lastActivity = .now }

    mutating func reset() { lastActivity = .now }

    mutating func step(isSubscribed: Bool) -> Step {
        guard isSubscribed else { return pauseEnd.secondsFromNow <= 0 ? .attach : .none }
        guard schedule.mustPause(idleSeconds: Int(lastActivity.elapsedSeconds)) else { return .none }
        let seconds = schedule.beginPause(unixTime: currentUnixTime())
        pauseEnd = .now + .seconds(seconds)
        return .detach(seconds: seconds)
    }
}

extension Double {
    fileprivate func rounded(toTenths: Void) -> Double { (self * 10).rounded() / 10 }
}
