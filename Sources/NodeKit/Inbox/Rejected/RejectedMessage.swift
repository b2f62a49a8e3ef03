import Messaging
import SMPProtocol

/// A message that goes to the dead-letter queue, as a node keeps it.
public struct RejectedMessage: Sendable, Equatable {
    /// The queue from which it came, and to which it can be sent again.
    public let queue: String
    /// Where it was published to.
    public let exchange: String
    /// With which key.
    public let routingKey: String
    /// The `type` property.
    public let type: String?
    /// The `content_type` property.
    public let contentType: String?
    /// The `app_id` property.
    public let appID: String?
    /// The `headers` property, as a JSON array of names and values. Without what the broker itself adds (arrays, tables, moments).
    public let headers: String
    /// The document; only its beginning when it was too long.
    public let body: [UInt8]
    /// Bytes of the whole document.
    public let bodySize: Int64
    /// Why it is rejected.
    public let reason: String

    /// Of a longer reason only the beginning is kept.
    private static let maximumReasonLength = 1000
    /// About what a row takes besides its texts and its body.
    private static let overhead = 200

    /// What becomes of a delivery.
    public init(_ delivery: Delivery, from queue: String, reason: String) {
        self.init(
            queue: queue.storable, exchange: delivery.exchange.storable, routingKey: delivery.routingKey.storable,
            type: delivery.type?.storable, contentType: delivery.contentType?.storable, appID: delivery.appID?.storable,
            headers: Self.text(of: delivery.headers), body: delivery.body, bodySize: Int64(delivery.bodySize),
            reason: String(reason.storable.prefix(Self.maximumReasonLength)))
    }

    init(
        queue: String, exchange: String, routingKey: String, type: String?, contentType: String?, appID: String?, headers: String,
        body: [UInt8], bodySize: Int64, reason: String
    ) {
        self.queue = queue
        self.exchange = exchange
        self.routingKey = routingKey
        self.type = type
        self.contentType = contentType
        self.appID = appID
        self.headers = headers
        self.body = body
        self.bodySize = bodySize
        self.reason = reason
    }

    /// About how much room it takes, in bytes.
    var keptBytes: Int64 {
        let texts = [queue, exchange, routingKey, type ?? "", contentType ?? "", appID ?? "", headers, reason]
        return Int64(Self.overhead + body.count + texts.reduce(0) { $0 + $1.utf8.count })
    }

    /// Whether it can be sent as it was.
    public var isWhole: Bool { bodySize == Int64(body.count) }

    /// The message once more, straight into its queue.
    public var outgoing: OutgoingMessage {
        OutgoingMessage(
            exchange: "", routingKey: queue, isMandatory: true, type: type ?? "", appID: appID ?? "", contentType: contentType ?? "",
            headers: Self.fields(of: headers), body: body)
    }

    // MARK: Headers

    private static func text(of fields: [Field]) -> String {
        var json = JSONWriter()
        json.beginArray()
        for field in fields where field.value.isPlain {
            json.beginArray()
            json.value(field.name)
            switch field.value {
            case .bool(let value): json.value(value)
            case .int(let value): json.value(value)
            case .string(let value): json.value(value)
            default: json.null()
            }
            json.endArray()
        }
        json.endArray()
        return String(decoding: json.finish(), as: UTF8.self)
    }

    private static func fields(of text: String) -> [Field] {
        guard case .array(let pairs)? = try? JSONValue(json: Array(text.utf8), limits: .document(maximumBytes: text.utf8.count)) else {
            return []
        }
        return pairs.compactMap { pair in
            guard case .array(let parts) = pair, parts.count == 2, case .string(let name) = parts[0] else { return nil }
            return FieldValue(parts[1]).map { Field(name, $0) }
        }
    }
}

extension FieldValue {
    /// What nodes put into headers (SMP 6.2).
    fileprivate var isPlain: Bool {
        switch self {
        case .bool, .int, .string, .void: true
        case .double, .timestamp, .decimal, .bytes, .array, .table: false
        }
    }

    fileprivate init?(_ value: JSONValue) {
        switch value {
        case .bool(let value): self = .bool(value)
        case .string(let value): self = .string(value)
        case .null: self = .void
        case .number:
            guard let integer = try? value.integer() else { return nil }
            self = .int(integer)
        case .array, .object, .brokenString: return nil
        }
    }
}

extension String {
    /// A text that PostgreSQL takes: what others send may have the character U+0000 in it.
    fileprivate var storable: String {
        utf8.contains(0) ? String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 })) : self
    }
}
