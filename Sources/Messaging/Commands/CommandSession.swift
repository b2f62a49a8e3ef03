import CRabbitMQ
import Glibc
import Logging
import Threading

/// A short connection to a broker, for declarations and the like. Opens itself when it is first needed.
actor CommandSession {
    enum DeletionAttempt {
        case missing, deleted
        case busy(QueueStatus)
    }

    private let executor = ThreadExecutor(name: "amqp-command", stackBytes: BrokerConnection.stackBytes)
    private let url: BrokerURL
    private let logger: Logger
    private var openConnection: BrokerConnection?

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(url: BrokerURL, logger: Logger) {
        self.url = url
        self.logger = logger
    }

    func close() {
        openConnection?.close()
        openConnection = nil
    }

    /// The connection, made if there is none that can be used.
    private func connection() throws(MessagingError) -> BrokerConnection {
        if let openConnection, openConnection.isUsable { return openConnection }
        let connection = try BrokerConnection.open(url, name: "command") { seconds in
            poll(nil, 0, Int32(clamping: Int(seconds * 1000))) == 0
        }
        openConnection = connection
        return connection
    }

    /// Makes a request on an open channel. A refusal closes the channel, or the connection; the next call opens it again.
    @discardableResult
    private func request<Reply>(
        _ send: (amqp_connection_state_t, FieldPool) -> UnsafeMutablePointer<Reply>?
    ) throws(MessagingError) -> Reply {
        let connection = try connection()
        try connection.openChannel()
        let pool = FieldPool()
        return try connection.request { send(connection.handle, pool) }
    }

    func version() throws(MessagingError) -> BrokerVersion? {
        var cache = TextCache()
        guard let properties = amqp_get_server_properties(try connection().handle)?.pointee.fields(&cache),
            case .string(let text)? = properties[named: "version"]
        else { return nil }
        return BrokerVersion(text)
    }

    // MARK: Declarations

    func declare(_ topology: Topology) throws(MessagingError) {
        for warning in url.warnings { logger.warning("\(warning)") }
        for exchange in topology.exchanges { try declare(exchange) }
        for binding in topology.exchangeBindings { try declare(binding) }
        for queue in topology.queues { try declare(queue) }
        for binding in topology.queueBindings { try declare(binding) }
    }

    private func declare(_ exchange: Topology.Exchange) throws(MessagingError) {
        do throws(MessagingError) {
            try request { handle, pool in
                amqp_exchange_declare(
                    handle, BrokerConnection.channel, pool.bytes(exchange.name), pool.bytes(exchange.type.rawValue), 0, 1, 0, 0,
                    pool.table(exchange.arguments))
            }
        } catch .refused(406, let reason) {
            throw .preconditionFailed(PreconditionFailure(object: "exchange \"\(exchange.name)\"", reason: reason))
        } catch .refused(let code, let reason) where exchange.type == .random {
            let advice = "exchange \"\(exchange.name)\" of type x-random needs the broker plugin rabbitmq_random_exchange"
            throw .refused(code: code, reason: "\(reason) (\(advice))")
        }
    }

    private func declare(_ binding: Topology.ExchangeBinding) throws(MessagingError) {
        try request { handle, pool in
            amqp_exchange_bind(
                handle, BrokerConnection.channel, pool.bytes(binding.destination), pool.bytes(binding.source),
                pool.bytes(binding.routingKey), pool.table(binding.arguments))
        }
    }

    private func declare(_ queue: Topology.Queue) throws(MessagingError) {
        do throws(MessagingError) {
            try request { handle, pool in
                amqp_queue_declare(
                    handle, BrokerConnection.channel, pool.bytes(queue.name), 0, 1, 0, 0, pool.table(queue.arguments))
            }
        } catch .refused(406, let reason) {
            let failure = PreconditionFailure(object: "queue \"\(queue.name)\"", reason: reason)
            guard queue.ifDifferent == .keepExisting else { throw .preconditionFailed(failure) }
            logger.warning("\(failure). The existing queue is kept.")
        }
    }

    private func declare(_ binding: Topology.QueueBinding) throws(MessagingError) {
        try request { handle, pool in
            amqp_queue_bind(
                handle, BrokerConnection.channel, pool.bytes(binding.queue), pool.bytes(binding.exchange), pool.bytes(binding.routingKey),
                pool.table(binding.arguments))
        }
    }

    // MARK: Removals

    func remove(_ binding: Topology.QueueBinding) throws(MessagingError) {
        do throws(MessagingError) {
            try request { handle, pool in
                amqp_queue_unbind(
                    handle, BrokerConnection.channel, pool.bytes(binding.queue), pool.bytes(binding.exchange),
                    pool.bytes(binding.routingKey), pool.table(binding.arguments))
            }
        } catch .refused(404, let reason) {
            logger.info("Nothing to unbind: \(reason)")
        }
    }

    func status(ofQueue queue: String) throws(MessagingError) -> QueueStatus? {
        do throws(MessagingError) {
            let reply = try request { handle, pool in
                amqp_queue_declare(handle, BrokerConnection.channel, pool.bytes(queue), 1, 1, 0, 0, amqp_empty_table)
            }
            return QueueStatus(readyMessages: Int(reply.message_count), consumers: Int(reply.consumer_count))
        } catch .refused(404, _) {
            return nil
        }
    }

    func deleteIfIdle(queue: String) throws(MessagingError) -> DeletionAttempt {
        guard let status = try status(ofQueue: queue) else { return .missing }
        guard status.isIdle else { return .busy(status) }
        do throws(MessagingError) {
            try delete(queue, ifUnused: true)
            return .deleted
        } catch .refused(404, _) {
            return .missing
        } catch .refused(406, _) {
            return .busy(status)
        } catch .refused(540, _) {
            // Quorum queues do not know `if-unused`: look once more, and delete at once.
            guard let status = try self.status(ofQueue: queue) else { return .missing }
            guard status.isIdle else { return .busy(status) }
            try delete(queue, ifUnused: false)
            return .deleted
        }
    }

    func delete(_ queue: String, ifUnused: Bool) throws(MessagingError) {
        try request { handle, pool in
            amqp_queue_delete(handle, BrokerConnection.channel, pool.bytes(queue), ifUnused ? 1 : 0, 0)
        }
    }
}

extension QueueStatus {
    fileprivate var isIdle: Bool { readyMessages == 0 && consumers == 0 }
}
