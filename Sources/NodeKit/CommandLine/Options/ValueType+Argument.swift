import ArgumentParser

extension ValueType {
    /// How the text of an option becomes a value: by the same types, and with the same ranges, as variables. What is wrong is a usage
    /// error that says what is expected.
    var argument: @Sendable (String) throws -> Value {
        let (parse, expected) = (parse, expected)
        return { text in
            guard let value = parse(text) else { throw ValidationError("expected \(expected)") }
            return value
        }
    }
}

extension String? {
    var nonEmpty: String? { self == "" ? nil : self }
}

extension Int? {
    var nonZero: Int? { self == 0 ? nil : self }
}

extension Double? {
    var nonZero: Double? { self == 0 ? nil : self }
}
