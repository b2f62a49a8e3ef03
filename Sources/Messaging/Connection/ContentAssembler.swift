import CRabbitMQ

/// What a broker tells us without being asked.
enum BrokerEvent {
    case delivery(number: UInt64, isRedelivered: Bool, ReceivedContent)
    case returned(code: UInt16, reason: String, ReceivedContent)
    case confirmed(number: UInt64, andBefore: Bool, isPositive: Bool)
    /// The broker has ended the subscription, e.g. because the queue has been deleted.
    case cancelled
    /// The subscription has ended as we wanted; nothing more is delivered.
    case unsubscribed
    case blocked(reason: String)
    case unblocked
}

/// A message as it has been received.
struct ReceivedContent {
    var exchange: String
    var routingKey: String
    var contentType: String?
    var type: String?
    var appID: String?
    var headers: [Field] = []
    /// Of a body over the limit only the beginning.
    var body: [UInt8] = []
    /// Bytes of the whole body.
    var bodySize: UInt64 = 0
    /// Bytes of the properties on the wire.
    var propertiesSize = 0
}

/// Puts messages together from their frames: a method, a header, any number of body fragments.
struct ContentAssembler {
    /// How much is kept of a body over the limit, so that people see what it was (SMP 9.2.3).
    private static let prefixBytes = 4096

    private enum Start {
        case delivery(number: UInt64, isRedelivered: Bool)
        case returned(code: UInt16, reason: String)
    }

    private var start: Start?
    private var content = ReceivedContent(exchange: "", routingKey: "")
    private var missingBytes: UInt64 = 0
    /// How many bytes of the body are kept.
    private var keptBytes = 0
    private var cache = TextCache()

    mutating func take(method: UInt32, decoded: UnsafeMutableRawPointer) -> BrokerEvent? {
        switch method {
        case crabbitmq_basic_deliver:
            let deliver = decoded.assumingMemoryBound(to: amqp_basic_deliver_t.self).pointee
            begin(.delivery(number: deliver.delivery_tag, isRedelivered: deliver.redelivered != 0), deliver.exchange, deliver.routing_key)
            return nil
        case crabbitmq_basic_return:
            let returned = decoded.assumingMemoryBound(to: amqp_basic_return_t.self).pointee
            begin(.returned(code: returned.reply_code, reason: returned.reply_text.text), returned.exchange, returned.routing_key)
            return nil
        case crabbitmq_basic_ack:
            let ack = decoded.assumingMemoryBound(to: amqp_basic_ack_t.self).pointee
            return .confirmed(number: ack.delivery_tag, andBefore: ack.multiple != 0, isPositive: true)
        case crabbitmq_basic_nack:
            let nack = decoded.assumingMemoryBound(to: amqp_basic_nack_t.self).pointee
            return .confirmed(number: nack.delivery_tag, andBefore: nack.multiple != 0, isPositive: false)
        case crabbitmq_basic_cancel:
            return .cancelled
        case crabbitmq_basic_cancel_ok:
            return .unsubscribed
        case crabbitmq_connection_blocked:
            return .blocked(reason: decoded.assumingMemoryBound(to: amqp_connection_blocked_t.self).pointee.reason.text)
        case crabbitmq_connection_unblocked:
            return .unblocked
        default:
            return nil
        }
    }

    private mutating func begin(_ start: Start, _ exchange: amqp_bytes_t, _ routingKey: amqp_bytes_t) {
        self.start = start
        content = ReceivedContent(exchange: cache.text(exchange), routingKey: routingKey.text)
    }

    mutating func take(
        properties: UnsafeMutablePointer<amqp_basic_properties_t>, encodedBytes: Int, bodySize: UInt64, limit: Int
    ) -> BrokerEvent? {
        guard start != nil else { return nil }
        let flags = properties.pointee._flags
        if flags & UInt32(AMQP_BASIC_CONTENT_TYPE_FLAG) != 0 { content.contentType = cache.text(properties.pointee.content_type) }
        if flags & UInt32(AMQP_BASIC_TYPE_FLAG) != 0 { content.type = cache.text(properties.pointee.type) }
        if flags & UInt32(AMQP_BASIC_APP_ID_FLAG) != 0 { content.appID = cache.text(properties.pointee.app_id) }
        if flags & UInt32(AMQP_BASIC_HEADERS_FLAG) != 0 { content.headers = properties.pointee.headers.fields(&cache) }
        missingBytes = bodySize
        content.bodySize = bodySize
        content.propertiesSize = encodedBytes
        keptBytes = bodySize > UInt64(limit) ? min(Self.prefixBytes, limit) : Int(bodySize)
        return bodySize == 0 ? finish() : nil
    }

    mutating func take(body fragment: UnsafeRawBufferPointer) -> BrokerEvent? {
        guard start != nil, missingBytes > 0 else { return nil }
        let wanted = min(keptBytes - content.body.count, fragment.count)
        if wanted > 0 {
            if content.body.isEmpty { content.body.reserveCapacity(keptBytes) }
            content.body.append(contentsOf: UnsafeRawBufferPointer(rebasing: fragment[..<wanted]).bindMemory(to: UInt8.self))
        }
        missingBytes -= min(UInt64(fragment.count), missingBytes)
        return missingBytes == 0 ? finish() : nil
    }

    private mutating func finish() -> BrokerEvent? {
        defer {
            start = nil
            content = ReceivedContent(exchange: "", routingKey: "")
        }
        switch start {
        case .delivery(let number, let isRedelivered): return .delivery(number: number, isRedelivered: isRedelivered, content)
        case .returned(let code, let reason): return .returned(code: code, reason: reason, content)
        case nil: return nil
        }
    }
}
