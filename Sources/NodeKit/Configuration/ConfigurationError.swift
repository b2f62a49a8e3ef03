/// One thing that is wrong with the configuration, as one line for the operator.
public struct ConfigurationProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// The variable at fault, or the first of several.
    public let variable: String
    /// One line, without secrets.
    public let description: String

    static func wrong(_ variable: String, value: String, isSecret: Bool, expected: String) -> ConfigurationProblem {
        let isHidden = isSecret || mayHoldSecret(value)
        let shown = isHidden ? "a wrong value (not shown)" : "the value \"\(shorten(value))\""
        return ConfigurationProblem(variable: variable, description: "\(variable) has \(shown); expected \(expected)")
    }

    static func missing(_ variable: String) -> ConfigurationProblem {
        ConfigurationProblem(variable: variable, description: "\(variable) is not set, and this command needs it")
    }

    /// Values that contradict each other.
    static func contradiction(_ variables: [String], expected: String) -> ConfigurationProblem {
        let names = variables.joined(separator: ", ")
        return ConfigurationProblem(variable: variables.first ?? "", description: "\(names): expected \(expected)")
    }

    /// Whether it looks like something that belongs into another variable: a URL, or a JSON object, with a password in it perhaps.
    private static func mayHoldSecret(_ value: String) -> Bool {
        value.utf8.contains(UInt8(ascii: "@")) || value.utf8.contains(UInt8(ascii: "{")) || value.contains("://")
    }

    /// One line, at most 100 characters, nothing that a terminal could interpret.
    private static func shorten(_ value: String) -> String {
        var text = ""
        for scalar in value.unicodeScalars.prefix(100) {
            let isPrintable = scalar.value >= 0x20 && !(0x7f...0x9f).contains(scalar.value)
            if isPrintable { text.unicodeScalars.append(scalar) } else { text += "\\u{\(String(scalar.value, radix: 16))}" }
        }
        return value.unicodeScalars.count > 100 ? text + "…" : text
    }
}

/// Everything that is wrong with the configuration. The process ends with status 78 before anything is touched.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Never empty.
    public let problems: [ConfigurationProblem]

    /// All problems of a start.
    public init(_ problems: [ConfigurationProblem]) {
        precondition(!problems.isEmpty, "a configuration error without a problem")
        self.problems = problems
    }

    /// One line per problem.
    public var description: String {
        problems.map { "wrong configuration: \($0.description)" }.joined(separator: "\n")
    }
}
