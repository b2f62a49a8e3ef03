import SMPProtocol

/// Takes query parameters, and collects everything that is wrong with them (CA-API 4.2, 6.6).
public struct QueryReader {
    private var values: [ExactText: String] = [:]
    /// What is wrong so far.
    public private(set) var errors = FieldErrors()

    /// - Parameter query: as it was sent.
    public init(_ query: String) {
        for (rawName, value) in PercentEncoding.pairs(of: query[...]) {
            let name = ExactText(Self.decoded(rawName))
            if values[name] == nil { values[name] = Self.decoded(value ?? "") }
        }
    }

    /// What is not well-formed stays as it is.
    private static func decoded(_ text: Substring) -> String {
        (try? PercentEncoding.decode(text, plusIsSpace: true)) ?? String(text)
    }

    /// A required parameter of any type.
    ///
    /// - Parameter convert: gets the text as a JSON string.
    public mutating func value<Value>(
        _ name: String, placeholder: Value, _ convert: (JSONValue) throws(FieldProblem) -> Value
    ) -> Value {
        guard values[ExactText(name)] != nil else {
            errors.set(name, .messages(["\(FieldProblem.missing)"]))
            return placeholder
        }
        return optionalValue(name, convert) ?? placeholder
    }

    /// A parameter of any type that may be absent.
    public mutating func optionalValue<Value>(_ name: String, _ convert: (JSONValue) throws(FieldProblem) -> Value) -> Value? {
        guard let text = values[ExactText(name)] else { return nil }
        do throws(FieldProblem) {
            return try convert(.string(text))
        } catch {
            errors.set(name, .messages(["\(error)"]))
            return nil
        }
    }

    /// A required integer.
    public mutating func integer(_ name: String, in range: ClosedRange<Int64>) -> Int64 {
        value(name, placeholder: 0) { json throws(FieldProblem) in try json.integer(in: range) }
    }

    /// An integer that may be absent.
    public mutating func integer(_ name: String, in range: ClosedRange<Int64>, default defaultValue: Int64) -> Int64 {
        optionalValue(name) { json throws(FieldProblem) in try json.integer(in: range) } ?? defaultValue
    }
}
