/// Why a body is not a message (SMP 10.4, steps 3 and 4). Both cases have the same consequence: the delivery is rejected.
public enum MessageError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Not UTF-8, not JSON, or beyond a limit (SMP 2.1).
    case malformed(JSONSyntaxError)
    /// JSON, but not a valid message. All wrong fields, in the order of the type's fields; never empty.
    case invalid([FieldIssue])

    /// For a body of which a part has not even been kept, because it is longer than any message may be.
    public static let tooLong = MessageError.malformed(JSONSyntaxError(.tooLong, at: JSONLimits.message.maximumBytes))

    /// The wrong fields; empty when the document itself is malformed.
    public var issues: [FieldIssue] {
        if case .invalid(let issues) = self { issues } else { [] }
    }

    /// The log line of SMP 10.4.
    public var description: String {
        switch self {
        case .malformed(let error): "The message does not contain a valid JSON document. (\(error))"
        case .invalid(let issues): "Message validation error: " + issues.map(\.description).joined(separator: " ")
        }
    }
}

/// One wrong field of a document.
public struct FieldIssue: Error, Hashable, Sendable, CustomStringConvertible {
    /// The field that stands for a rule between several fields, and for the document as a whole.
    public static let document = "_schema"

    /// The name of the field, or ``document``.
    public let field: String
    /// What is wrong with it.
    public let problem: FieldProblem

    /// Something is wrong with a field.
    public init(field: String, problem: FieldProblem) {
        self.field = field
        self.problem = problem
    }

    public var description: String { "\(field): \(problem)" }
}

/// Collects the broken rules between several fields.
public struct RuleReport: Sendable {
    private(set) var issues: [FieldIssue] = []

    /// Reports a broken rule unless the condition holds.
    public mutating func require(_ condition: Bool, _ message: @autoclosure () -> String) {
        if !condition { issues.append(FieldIssue(field: FieldIssue.document, problem: .rule(message()))) }
    }
}
