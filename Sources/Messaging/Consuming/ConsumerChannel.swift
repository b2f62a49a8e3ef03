import CRabbitMQ

/// A connection with a subscription to one queue.
final class ConsumerChannel {
    private static let consumerTag = "consumer"

    private let connection: BrokerConnection
    private let number: UInt32
    private let configuration: BatchConsumer.Configuration
    private var tracker = SettlementTracker()
    private(set) var subscription = Subscription.none

    enum Subscription {
        case none, active
        /// The broker has been told to end it; what was on its way still arrives.
        case ending
    }

    /// - Parameter number: goes into the tags of the deliveries.
    init(connection: BrokerConnection, number: UInt32, configuration: BatchConsumer.Configuration) {
        self.connection = connection
        self.number = number
        self.configuration = configuration
    }

    /// How many deliveries wait for their verdict.
    var openCount: Int { tracker.openCount }

    func subscribe() throws(MessagingError) {
        let pool = FieldPool()
        let prefetchCount = configuration.prefetchCount == 0 ? UInt16.max : UInt16(clamping: configuration.prefetchCount)
        let queue = pool.bytes(configuration.queue)
        let tag = pool.bytes(Self.consumerTag)
        try connection.request {
            amqp_basic_qos(connection.handle, BrokerConnection.channel, UInt32(clamping: configuration.prefetchSize), prefetchCount, 0)
        }
        do throws(MessagingError) {
            try connection.request {
                amqp_basic_consume(
                    connection.handle, BrokerConnection.channel, queue, tag, 0, 0, 0, pool.table(configuration.arguments))
            }
        } catch .refused(404, _) {
            throw .queueMissing(queue: configuration.queue)
        }
        subscription = .active
    }

    /// Tells the broker to end the subscription, without waiting: the calls of the library that wait keep in memory what arrives meanwhile.
    func unsubscribe() throws(MessagingError) {
        let pool = FieldPool()
        var cancel = amqp_basic_cancel_t()
        cancel.consumer_tag = pool.bytes(Self.consumerTag)
        subscription = .ending
        try connection.check(amqp_send_method(connection.handle, BrokerConnection.channel, crabbitmq_basic_cancel, &cancel))
    }

    /// The next delivery that has arrived; nil when there is none.
    func readDelivery() throws(MessagingError) -> Delivery? {
        while let event = try connection.readEvent(bodyLimit: configuration.maximumBodyBytes) {
            switch event {
            case .delivery(let number, let isRedelivered, let content):
                tracker.deliver(number)
                return Delivery(tag: DeliveryTag(connection: self.number, number: number), isRedelivered: isRedelivered, content)
            case .cancelled:
                // The queue has been deleted, or its leader has moved; subscribing again tells which.
                if subscription == .active { try subscribe() } else { subscription = .none }
            case .unsubscribed:
                subscription = .none
            case .returned, .confirmed, .blocked, .unblocked:
                break
            }
        }
        return nil
    }

    /// Verdicts on deliveries of earlier connections are ignored: the broker has taken those back.
    func settle(_ settlements: [(tag: DeliveryTag, verdict: SettlementTracker.Verdict)]) throws(MessagingError) {
        guard !settlements.isEmpty else { return }
        var verdicts: [(number: UInt64, verdict: SettlementTracker.Verdict)] = []
        verdicts.reserveCapacity(settlements.count)
        for (tag, verdict) in settlements where tag.connection == number { verdicts.append((tag.number, verdict)) }
        let commands = tracker.settle(verdicts)
        if commands.count > 1 { connection.setCork(true) }
        for command in commands { try send(command) }
        if commands.count > 1 { connection.setCork(false) }
    }

    private func send(_ command: SettlementTracker.Command) throws(MessagingError) {
        switch command {
        case .acknowledge(let number, let andBefore):
            try connection.check(amqp_basic_ack(connection.handle, BrokerConnection.channel, number, andBefore ? 1 : 0))
        case .reject(let number, let requeue):
            try connection.check(amqp_basic_reject(connection.handle, BrokerConnection.channel, number, requeue ? 1 : 0))
        }
    }

    /// Waits until something is to be done.
    /// - Parameter isHeldBack: what arrives is left on the connection.
    func wait(for wakeUp: PollWakeUp, atMostMilliseconds limit: Int, isHeldBack: Bool) throws(MessagingError) {
        if isHeldBack { try connection.keepAlive() }
        connection.wait(for: wakeUp, milliseconds: min(limit, connection.serviceMilliseconds), toRead: !isHeldBack)
    }

    func close() {
        connection.close()
    }
}

extension Delivery {
    fileprivate init(tag: DeliveryTag, isRedelivered: Bool, _ content: ReceivedContent) {
        self.init(
            tag: tag, isRedelivered: isRedelivered, exchange: content.exchange, routingKey: content.routingKey,
            contentType: content.contentType, type: content.type, appID: content.appID, headers: content.headers, body: content.body,
            bodySize: Int(clamping: content.bodySize), propertiesSize: content.propertiesSize)
    }
}
