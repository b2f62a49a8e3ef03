extension SMPMessage {
    /// Decodes a body: one pass over the bytes, then every field in the order of the type (SMP 2).
    public init(json: UnsafeRawBufferPointer) throws(MessageError) {
        self = try Self.decode(json).get()
    }

    /// Decodes a body.
    public init(json: [UInt8]) throws(MessageError) {
        self = try json.withUnsafeBytes { Self.decode($0) }.get()
    }

    /// The message as a body (SMP 3).
    public func encoded() -> [UInt8] {
        var writer = JSONWriter()
        encode(into: &writer)
        return writer.finish()
    }

    /// The message as a body that has been read back: what a peer's validation would refuse is refused here, before it is sent.
    /// A message that the peer's side cannot accept stops the whole link to the peer (SMP 8.1).
    public func validatedBody() throws(MessageError) -> [UInt8] {
        let body = encoded()
        _ = try Self(json: body)
        return body
    }

    private static func decode(_ json: UnsafeRawBufferPointer) -> Result<Self, MessageError> {
        guard let start = json.baseAddress, json.count > 0 else {
            return .failure(.malformed(JSONSyntaxError(.unexpectedEnd, at: 0)))
        }
        let layout = layout
        let base = start.assumingMemoryBound(to: UInt8.self)
        return withUnsafeTemporaryAllocation(of: JSONToken.self, capacity: layout.count) { buffer in
            buffer.initialize(repeating: .missing)
            guard let tokens = buffer.baseAddress else { return .failure(.invalid([])) }
            do throws(MessageError) {
                try MessageScan.run(base, count: json.count, layout: layout, into: tokens)
            } catch {
                return .failure(error)
            }
            var reader = FieldReader(tokens, of: base)
            let message = Self(fields: &reader)
            guard reader.issues.isEmpty else { return .failure(.invalid(reader.issues)) }
            var report = RuleReport()
            message.checkRules(&report)
            return report.issues.isEmpty ? .success(message) : .failure(.invalid(report.issues))
        }
    }
}

/// Finds the fields of a type in a document. Knows nothing of what they mean.
enum MessageScan {
    /// Notes where the value of each field stands; of a repeated member the last one counts (SMP 2.1).
    static func run(
        _ base: UnsafePointer<UInt8>, count: Int, layout: MessageLayout, into tokens: UnsafeMutablePointer<JSONToken>
    ) throws(MessageError) {
        let isObject: Bool
        do throws(JSONSyntaxError) {
            var scanner = try JSONScanner(base, count: count, limits: .message)
            isObject = try scanner.peek() == UInt8(ascii: "{")
            if isObject {
                try members(&scanner, layout, tokens)
            } else {
                _ = try scanner.value(depth: 0)
            }
            try scanner.expectEnd()
        } catch {
            throw .malformed(error)
        }
        if !isObject { throw .invalid([FieldIssue(field: FieldIssue.document, problem: .notAnObject)]) }
    }

    private static func members(
        _ scanner: inout JSONScanner, _ layout: MessageLayout, _ tokens: UnsafeMutablePointer<JSONToken>
    ) throws(JSONSyntaxError) {
        scanner.advance()
        if try scanner.peek() == UInt8(ascii: "}") { return scanner.advance() }
        var expected = 0
        while true {
            guard try scanner.peek() == UInt8(ascii: "\"") else {
                throw JSONSyntaxError(.unexpectedByte, at: scanner.position)
            }
            let name = try scanner.string()
            try scanner.expect(UInt8(ascii: ":"))
            let value = try scanner.value(depth: 1)
            if let index = fieldIndex(name, scanner.base, layout, hint: expected) {
                tokens[index] = value
                expected = index + 1
            }
            let byte = try scanner.peek()
            scanner.advance()
            if byte == UInt8(ascii: "}") { return }
            guard byte == UInt8(ascii: ",") else { throw JSONSyntaxError(.unexpectedByte, at: scanner.position - 1) }
        }
    }

    @inline(__always)
    private static func fieldIndex(
        _ name: JSONToken, _ base: UnsafePointer<UInt8>, _ layout: MessageLayout, hint: Int
    ) -> Int? {
        if !name.traits.contains(.escaped) { return layout.index(of: base + name.start, name.end - name.start, hint: hint) }
        guard name.isStorableText else { return nil }
        var text = JSONText.string(name, of: base)
        return text.withUTF8 { bytes in
            bytes.baseAddress.flatMap { layout.index(of: $0, bytes.count, hint: hint) }
        }
    }
}
