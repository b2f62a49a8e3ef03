import CRabbitMQ
import Logging

/// A connection with a subscription to one queue.
final class ConsumerChannel {
    private static let consumerTag = "consumer"

    private let connection: BrokerConnection
    private let number: UInt32
    private let configuration: BatchConsumer.Configuration
    private var tracker = SettlementTracker()
    private(set) var isSubscribed = false

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
        let queue = pool.bytes(configuration.queue), tag = pool.bytes(Self.consumerTag)
        try connection.request {
            amqp_basic_qos(connection.handle, BrokerConnection.channel, UInt32(clamping: configuration.prefetchSize), prefetchCount, 0)
        }
        do throws(MessagingError) {
            try connection.request {
                amqp_basic_consume(connection.handle, BrokerConnection.channel, queue, tag, 0, 0, 0, amqp_empty_table)
            }
        } catch .refused(404, _) {
            throw .queueMissing(queue: configuration.queue)
        }
        isSubscribed = true
    }

    func unsubscribe() throws(MessagingError) {
        let pool = FieldPool()
        let tag = pool.bytes(Self.consumerTag)
        try connection.request { amqp_basic_cancel(connection.handle, BrokerConnection.channel, tag) }
        isSubscribed = false
    }

    /// The next delivery that has arrived; nil when there is none.
    func readDelivery(_ logger: Logger) throws(MessagingError) -> Delivery? {
        while let event = try connection.readEvent(bodyLimit: configuration.maximumBodyBytes) {
            switch event {
            case .delivery(let number, let isRedelivered, let content):
                tracker.deliver(number)
                let tag = DeliveryTag(connection: self.number, number: number)
                guard let size = content.excessiveBodySize else {
                    return Delivery(tag: tag, isRedelivered: isRedelivered, content)
                }
                logger.error(
                    "A message with a body of \(size) bytes has been rejected; the limit is \(configuration.maximumBodyBytes).",
                    metadata: ["type": "\(content.type ?? "")", "queue": "\(configuration.queue)"])
                try settle([(tag, .reject)])
            case .cancelled:
                // The queue has been deleted, or its leader has moved; subscribing again tells which.
                try subscribe()
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

    func wait(for wakeUp: PollWakeUp, atMostMilliseconds limit: Int) {
        connection.wait(for: wakeUp, milliseconds: min(limit, connection.serviceMilliseconds))
    }

    func close() {
        connection.close()
    }
}

extension Delivery {
    fileprivate init(tag: DeliveryTag, isRedelivered: Bool, _ content: ReceivedContent) {
        self.init(
            tag: tag, isRedelivered: isRedelivered, exchange: content.exchange, routingKey: content.routingKey,
            contentType: content.contentType, type: content.type, appID: content.appID, headers: content.headers, body: content.body)
    }
}
