import SMPProtocol

/// How the text of an environment variable becomes a value (OPS 1.1).
public struct ValueType<Value: Sendable>: Sendable {
    /// The name of the type in the documentation, e.g. `int`.
    public let name: String
    /// What a correct value is, to complete "expected …".
    public let expected: String
    /// Which values are permitted, for the documentation; empty when the name of the type says it all.
    public let range: String
    /// Whether the empty text is a value. When it is not, an empty variable is an error where there is a default, and "not set" where there
    /// is none.
    public let acceptsEmpty: Bool
    /// Whether a wrong value must not be shown.
    public let isSecret: Bool
    /// Nil for a text that is not a value of this type.
    public let parse: @Sendable (String) -> Value?
    /// The text of a default value, for the documentation.
    public let describe: @Sendable (Value) -> String

    /// A type; see its members for the parameters.
    public init(
        name: String, expected: String, range: String = "", acceptsEmpty: Bool = false, isSecret: Bool = false,
        describe: @escaping @Sendable (Value) -> String = { "\($0)" }, parse: @escaping @Sendable (String) -> Value?
    ) {
        self.name = name
        self.expected = expected
        self.range = range
        self.acceptsEmpty = acceptsEmpty
        self.isSecret = isSecret
        self.parse = parse
        self.describe = describe
    }

    /// The text of a value as others may see it.
    func shown(_ text: String) -> String { isSecret && !text.isEmpty ? "<secret>" : text }

    /// The same type, whose empty text is a value, too.
    public func orEmpty(meaning value: Value) -> ValueType {
        let parse = self.parse
        return ValueType(name: name, expected: expected, range: range, acceptsEmpty: true, isSecret: isSecret, describe: describe) { text in
            text.isEmpty ? value : parse(text)
        }
    }

    /// The same type with an additional condition.
    ///
    /// - Parameter expected: what a correct value is now; also what the documentation says of the permitted values.
    public func limited(to expected: String, where condition: @escaping @Sendable (Value) -> Bool) -> ValueType {
        let parse = self.parse
        return ValueType(
            name: name, expected: expected, range: expected, acceptsEmpty: acceptsEmpty, isSecret: isSecret, describe: describe
        ) { text in
            parse(text).flatMap { condition($0) ? $0 : nil }
        }
    }
}

extension ValueType where Value == String {
    /// Any text, verbatim, also the empty one.
    public static let text = ValueType(name: "str", expected: "a text", acceptsEmpty: true) { $0 }

    /// One of a few words, in any case.
    public static func choice(_ words: [String]) -> ValueType {
        let expected = "one of \(words.joined(separator: ", "))"
        return ValueType(name: "str", expected: expected, range: expected) { text in
            let word = text.lowercased()
            return words.contains(word) ? word : nil
        }
    }
}

extension ValueType where Value == Secret<String> {
    /// Any text that must not be shown.
    public static let secretText = ValueType(
        name: "str", expected: "a text", acceptsEmpty: true, isSecret: true, describe: { $0.revealed }
    ) { Secret($0) }
}

extension ValueType where Value == Bool {
    /// False iff the lower-cased text is `false`, `off`, `no` or empty; everything else, also `0`, is true.
    public static let flag = ValueType(name: "bool", expected: "true or false", acceptsEmpty: true) { SettingText.boolean($0) }
}

extension ValueType where Value == [String] {
    /// Words separated by spaces.
    public static let words = ValueType(
        name: "str", expected: "words separated by spaces", acceptsEmpty: true, describe: { $0.joined(separator: " ") }
    ) { text in
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }
}
