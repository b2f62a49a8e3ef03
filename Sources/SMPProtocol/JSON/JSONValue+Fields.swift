// Values of request bodies as fields: the leniencies and the messages of CA-API 5 and DA-API 4 (the same as in messages).
extension JSONValue {
    /// An integer: JSON integers, fractions truncated toward zero, strings that hold a decimal integer (CA-API 5.2).
    public func integer(in range: ClosedRange<Int64> = Int64.min...Int64.max) throws(FieldProblem) -> Int64 {
        try convert { token, base throws(FieldProblem) in try ValueCoercion.integer(token, of: base, in: range) }
    }

    /// A finite double: JSON numbers, strings that hold a number (CA-API 5.3).
    public func double() throws(FieldProblem) -> Double {
        try convert { token, base throws(FieldProblem) in try ValueCoercion.double(token, of: base) }
    }

    /// A number for a single-precision column: too large is an error, too small becomes the nearest one (CA-API 5.3).
    public func single() throws(FieldProblem) -> Float {
        let value = try double()
        let single = Float(value)
        guard single.isFinite else { throw .numberTooLarge }
        return single
    }

    /// `true`, `false`, and the other forms of CA-API 5.4.
    public func boolean() throws(FieldProblem) -> Bool {
        try convert { token, base throws(FieldProblem) in try ValueCoercion.boolean(token, of: base) }
    }

    /// A text that can be stored, its length in code points inside of the limits (CA-API 5.1).
    public func text(lengths: ClosedRange<Int> = 0...Int.max) throws(FieldProblem) -> String {
        try convert { token, base throws(FieldProblem) in
            try ValueCoercion.string(token, of: base, lengths: lengths)
        }
    }

    /// A date-time; without an offset it is UTC (CA-API 5.5).
    public func timestamp() throws(FieldProblem) -> Timestamp {
        try convert { token, base throws(FieldProblem) in try ValueCoercion.timestamp(token, of: base) }
    }

    /// A nested object (CA-API 4.4: `Invalid input type.`).
    public func object() throws(FieldProblem) -> JSONObject {
        guard case .object(let object) = self else { throw .notAnObject }
        return object
    }

    /// Runs a conversion of tokens over this value; null is an error.
    private func convert<Value>(
        _ conversion: (JSONToken, UnsafePointer<UInt8>) throws(FieldProblem) -> Value
    ) throws(FieldProblem) -> Value {
        var text = ""
        var token = JSONToken(kind: .null)
        switch self {
        case .null: throw .null
        case .bool(let flag): token.kind = flag ? .yes : .no
        case .array: token.kind = .array
        case .object: token.kind = .object
        case .number(let number):
            text = number.text
            token.kind = number.isInteger ? .integer : number.isSpecial ? .special : .real
        case .string(let value):
            text = value
            token.kind = .string
            if value.utf8.contains(0) { token.traits.insert(.nul) }
        case .brokenString:
            token.kind = .string
            token.traits.insert(.unpairedSurrogate)
        }
        let outcome = text.withUTF8 { bytes in
            token.end = bytes.count
            return Result<Value, FieldProblem> { () throws(FieldProblem) in
                try conversion(token, bytes.baseAddress ?? ("" as StaticString).utf8Start)
            }
        }
        return try outcome.get()
    }
}

extension JSONNumber {
    /// `NaN`, `Infinity` or `-Infinity`, where the limits accept them.
    var isSpecial: Bool { text.utf8.contains { $0 == UInt8(ascii: "N") || $0 == UInt8(ascii: "I") } }
}
