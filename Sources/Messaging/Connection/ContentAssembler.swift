import CRabbitMQ

/// What a broker tells us without being asked.
enum BrokerEvent {
    case delivery(number: UInt64, isRedelivered: Bool, ReceivedContent)
    case returned(code: UInt16, reason: String, ReceivedContent)
    case confirmed(number: UInt64, andBefore: Bool, isPositive: Bool)
    /// The subscription is over, e.g. because the queue has been deleted.
    case cancelled
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
    /// Empty when the message is too long.
    var body: [UInt8] = []
    /// The length of a body that is over the limit, and has been thrown away.
    var excessiveBodySize: UInt64?
}

/// Puts messages together from their frames: a method, a header, any number of body fragments.
struct ContentAssembler {
    private enum Start {
        case delivery(number: UInt64, isRedelivered: Bool)
        case returned(code: UInt16, reason: String)
    }

    private var start: Start?
    private var content = ReceivedContent(exchange: "", routingKey: "")
    private var missingBytes: UInt64 = 0
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

    mutating func take(properties: UnsafeMutablePointer<amqp_basic_properties_t>, bodySize: UInt64, limit: Int) -> BrokerEvent? {
        guard start != nil else { return nil }
        let flags = properties.pointee._flags
        if flags & UInt32(AMQP_BASIC_CONTENT_TYPE_FLAG) != 0 { content.contentType = cache.text(properties.pointee.content_type) }
        if flags & UInt32(AMQP_BASIC_TYPE_FLAG) != 0 { content.type = cache.text(properties.pointee.type) }
        if flags & UInt32(AMQP_BASIC_APP_ID_FLAG) != 0 { content.appID = cache.text(properties.pointee.app_id) }
        if flags & UInt32(AMQP_BASIC_HEADERS_FLAG) != 0 { content.headers = properties.pointee.headers.fields(&cache) }
        missingBytes = bodySize
        if bodySize > UInt64(limit) { content.excessiveBodySize = bodySize }
        return bodySize == 0 ? finish() : nil
    }

    mutating func take(body fragment: UnsafeRawBufferPointer) -> BrokerEvent? {
        guard start != nil, missingBytes > 0 else { return nil }
        if content.excessiveBodySize == nil {
            if content.body.isEmpty, UInt64(fragment.count) < missingBytes { content.body.reserveCapacity(Int(missingBytes)) }
            content.body.append(contentsOf: fragment.bindMemory(to: UInt8.self))
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
