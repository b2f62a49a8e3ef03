import CRabbitMQ
import Threading

@testable import Messaging

/// Reads one message with librabbitmq's own functions, to see which properties are on the wire.
actor RawReader {
    private let executor = ThreadExecutor(name: "raw")

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    static func propertyFlags(ofNextMessageIn queue: String, url: BrokerURL) async throws -> [String] {
        try await RawReader().propertyFlags(queue, url)
    }

    private func propertyFlags(_ queue: String, _ url: BrokerURL) throws -> [String] {
        let connection = try BrokerConnection.open(url, name: "raw") { _ in false }
        defer { connection.close() }
        let pool = FieldPool()
        amqp_basic_get(connection.handle, BrokerConnection.channel, pool.bytes(queue), 1)
        var message = amqp_message_t()
        let reply = amqp_read_message(connection.handle, BrokerConnection.channel, &message, 0)
        guard reply.reply_type == AMQP_RESPONSE_NORMAL else { throw MessagingError.queueMissing(queue: queue) }
        defer { amqp_destroy_message(&message) }
        let names: [(Int32, String)] = [
            (AMQP_BASIC_CONTENT_TYPE_FLAG, "content_type"), (AMQP_BASIC_CONTENT_ENCODING_FLAG, "content_encoding"),
            (AMQP_BASIC_HEADERS_FLAG, "headers"),
            (AMQP_BASIC_DELIVERY_MODE_FLAG, "delivery_mode \(message.properties.delivery_mode)"),
            (AMQP_BASIC_PRIORITY_FLAG, "priority"), (AMQP_BASIC_CORRELATION_ID_FLAG, "correlation_id"),
            (AMQP_BASIC_REPLY_TO_FLAG, "reply_to"), (AMQP_BASIC_EXPIRATION_FLAG, "expiration"),
            (AMQP_BASIC_MESSAGE_ID_FLAG, "message_id"), (AMQP_BASIC_TIMESTAMP_FLAG, "timestamp"), (AMQP_BASIC_TYPE_FLAG, "type"),
            (AMQP_BASIC_USER_ID_FLAG, "user_id"), (AMQP_BASIC_APP_ID_FLAG, "app_id"), (AMQP_BASIC_CLUSTER_ID_FLAG, "cluster_id"),
        ]
        return names.filter { message.properties._flags & UInt32($0.0) != 0 }.map(\.1)
    }
}
