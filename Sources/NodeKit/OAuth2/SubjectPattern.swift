import Foundation
import SMPProtocol

/// What the subject of a token must look like for its bearer to be of a certain kind (OPS 1.5, 8.2).
public enum SubjectPattern: Sendable, Equatable {
    /// Exactly this text.
    case exact(String)
    /// A regular expression, matched from the start of the text.
    case regex(NSRegularExpression)

    /// Nil when the pattern is not a regular expression.
    public init?(pattern: String) {
        guard let expression = try? NSRegularExpression(pattern: pattern) else { return nil }
        self = .regex(expression)
    }

    /// The first captured group (empty when there is none), or nil when the subject does not match.
    ///
    /// A subject with a control character matches nothing: `$` would let a final line feed pass (CA-API 20.2).
    public func match(_ subject: String) -> Substring? {
        guard !subject.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }) else { return nil }
        switch self {
        case .exact(let text):
            return ExactText.equal(text, subject) ? "" : nil
        case .regex(let expression):
            let whole = NSRange(subject.startIndex..., in: subject)
            guard let match = expression.firstMatch(in: subject, options: .anchored, range: whole) else { return nil }
            guard match.numberOfRanges > 1, let range = Range(match.range(at: 1), in: subject) else { return "" }
            return subject[range]
        }
    }
}

extension ValueType where Value == SubjectPattern? {
    /// A regular expression, matched from the start; empty means "use the default" (OPS 1.1).
    public static let pattern = ValueType(
        name: "regex", expected: "a regular expression", acceptsEmpty: true,
        describe: { pattern in
            switch pattern {
            case nil: ""
            case .exact(let text): text
            case .regex(let expression): expression.pattern
            }
        },
        parse: { text in
            if text.isEmpty { return .some(nil) }
            return SubjectPattern(pattern: text).map(Optional.some)
        })
}
