import SMPProtocol

extension OutgoingMessage {
    /// A document in its envelope (SMP 6).
    public init(_ envelope: Envelope, body: [UInt8]) {
        self.init(
            exchange: envelope.exchange, routingKey: envelope.routingKey, isMandatory: envelope.isMandatory, type: envelope.type,
            appID: envelope.appID, headers: envelope.headers.map(Field.init), body: body)
    }
}

extension Field {
    fileprivate init(_ header: Header) {
        let value: FieldValue =
            switch header.value {
            case .int32(let value): .int(Int64(value))
            case .int64(let value): .int(value)
            case .string(let value): .string(value)
            case .boolean(let value): .bool(value)
            }
        self.init(header.name, value)
    }
}
