import SMPProtocol

extension ObjectReader {
    /// `type`, which may be absent and otherwise must be exactly this (CA-API 5.7, DA-API 4.3).
    public mutating func type(_ expected: String) {
        _ = optionalValue("type") { json throws(FieldProblem) in
            guard try json.text().utf8.elementsEqual(expected.utf8) else { throw .wrongType }
        }
    }

    // MARK: Integers (CA-API 5.2)

    /// A required integer: a JSON integer, or a text of digits (CA-API 5.2).
    public mutating func integer(_ name: String, in range: ClosedRange<Int64> = Int64.min...Int64.max) -> Int64 {
        value(name, placeholder: 0) { json throws(FieldProblem) in try json.integer(in: range) }
    }

    /// An integer that may be absent, but not null.
    public mutating func optionalInteger(_ name: String, in range: ClosedRange<Int64> = Int64.min...Int64.max) -> Int64? {
        optionalValue(name) { json throws(FieldProblem) in try json.integer(in: range) }
    }

    /// `latestUpdateId`, 1…2^63−1 (CA-API 6.8, DA-API 4.4).
    public mutating func latestUpdateID() -> Int64 {
        integer("latestUpdateId", in: 1...Int64.max)
    }

    // MARK: Floats (CA-API 5.3)

    /// - Parameter check: throws for a finite number that is not wanted.
    public mutating func number(_ name: String, _ check: (Double) throws(FieldProblem) -> Void = { _ in }) -> Double {
        value(name, placeholder: 0) { json throws(FieldProblem) in
            let number = try json.double()
            try check(number)
            return number
        }
    }

    /// A number for a column of 32 bits.
    public mutating func single(_ name: String, _ check: (Double) throws(FieldProblem) -> Void = { _ in }) -> Float {
        value(name, placeholder: 0) { json throws(FieldProblem) in
            try check(try json.double())
            return try json.single()
        }
    }

    // MARK: Booleans and moments (CA-API 5.4, 5.5)

    /// A required boolean, in any of its accepted forms (CA-API 5.4).
    public mutating func boolean(_ name: String) -> Bool {
        value(name, placeholder: false) { json throws(FieldProblem) in try json.boolean() }
    }

    /// A boolean that may be absent, but not null.
    public mutating func boolean(_ name: String, default defaultValue: Bool) -> Bool {
        optionalValue(name) { json throws(FieldProblem) in try json.boolean() } ?? defaultValue
    }

    /// A required moment (CA-API 5.5).
    public mutating func timestamp(_ name: String) -> Timestamp {
        value(name, placeholder: .epoch) { json throws(FieldProblem) in try json.timestamp() }
    }

    /// A moment that may be absent, but not null.
    public mutating func optionalTimestamp(_ name: String) -> Timestamp? {
        optionalValue(name) { json throws(FieldProblem) in try json.timestamp() }
    }

    // MARK: Texts (CA-API 5.1)

    /// A limit in UTF-8 bytes, which is looked at only when the limit in code points is kept, and the message for a longer text.
    public typealias ByteLimit = (bytes: Int, message: String)

    /// A required text, without U+0000 and halves of surrogate pairs.
    public mutating func text(
        _ name: String, minLength: Int = 0, maxLength: Int = .max, maxBytes: ByteLimit? = nil, matching: (String) -> Bool = { _ in true }
    ) -> String {
        value(name, placeholder: "") { json throws(FieldProblem) in
            try json.limitedText(minLength...maxLength, maxBytes, matching)
        }
    }

    /// A text that may be absent, but not null; otherwise like ``text(_:minLength:maxLength:maxBytes:matching:)``.
    public mutating func optionalText(
        _ name: String, minLength: Int = 0, maxLength: Int = .max, maxBytes: ByteLimit? = nil, matching: (String) -> Bool = { _ in true }
    ) -> String? {
        optionalValue(name) { json throws(FieldProblem) in try json.limitedText(minLength...maxLength, maxBytes, matching) }
    }

    /// A text that may be absent, but not null: then it has the default.
    public mutating func text(
        _ name: String, default defaultValue: String, minLength: Int = 0, maxLength: Int = .max, maxBytes: ByteLimit? = nil,
        matching: (String) -> Bool = { _ in true }
    ) -> String {
        optionalText(name, minLength: minLength, maxLength: maxLength, maxBytes: maxBytes, matching: matching) ?? defaultValue
    }

    // MARK: Nested objects

    /// A required object.
    ///
    /// - Parameter rules: the messages of rules between its fields that are broken.
    public mutating func object<Value>(
        _ name: String, placeholder: Value, _ read: (inout ObjectReader) -> Value, rules: (Value) -> [String] = { _ in [] }
    ) -> Value {
        know(name)
        guard let json = self.object[name] else {
            note(name, .missing)
            return placeholder
        }
        return nested(name, json, read, rules) ?? placeholder
    }

    /// An object that may be absent, but not null.
    public mutating func optionalObject<Value>(
        _ name: String, _ read: (inout ObjectReader) -> Value, rules: (Value) -> [String] = { _ in [] }
    ) -> Value? {
        know(name)
        guard let json = self.object[name] else { return nil }
        return nested(name, json, read, rules)
    }

    private mutating func nested<Value>(
        _ name: String, _ json: JSONValue, _ read: (inout ObjectReader) -> Value, _ rules: (Value) -> [String]
    ) -> Value? {
        if case .null = json {
            note(name, .null)
            return nil
        }
        switch ObjectReader.read(json, read, rules) {
        case .success(let value): return value
        case .failure(let failure):
            set(name, failure.errors)
            return nil
        }
    }
}

extension ObjectReader {
    struct Failure: Error {
        let errors: FieldErrors
    }

    /// Reads a whole object, nested or not.
    static func read<Value>(
        _ json: JSONValue, _ read: (inout ObjectReader) -> Value, _ rules: (Value) -> [String]
    ) -> Result<Value, Failure> {
        guard case .object(let object) = json else {
            return .failure(Failure(errors: FieldErrors("\(FieldProblem.notAnObject)", at: FieldErrors.schema)))
        }
        var reader = ObjectReader(object)
        let value = read(&reader)
        reader.finish()
        if reader.errors.isEmpty { reader.apply(rules(value)) }
        return reader.errors.isEmpty ? .success(value) : .failure(Failure(errors: reader.errors))
    }
}

extension JSONValue {
    fileprivate func limitedText(
        _ lengths: ClosedRange<Int>, _ maxBytes: ObjectReader.ByteLimit?, _ matches: (String) -> Bool
    ) throws(FieldProblem) -> String {
        let text = try text(lengths: lengths)
        guard matches(text) else { throw .patternMismatch }
        if let maxBytes, text.utf8.count > maxBytes.bytes { throw .rule(maxBytes.message) }
        return text
    }
}
