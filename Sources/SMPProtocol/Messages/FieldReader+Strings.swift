// Fields that hold texts (SMP 2.8, 2.9).
extension FieldReader {
    /// A text, limited in code points, and in bytes where that is said.
    @inline(__always)
    mutating func string(_ name: StaticString, max: Int = .max, maxBytes: Int? = nil) -> String {
        let rule = FieldRule.StringRule(maxLength: max == .max ? nil : max, maxBytes: maxBytes)
        guard let token = next(name, .string(rule)) else { return "" }
        let base = base
        return take(name, "") { () throws(FieldProblem) in
            try ValueCoercion.string(token, of: base, lengths: 0...max, maxBytes: maxBytes ?? .max)
        }
    }

    mutating func optionalString(_ name: StaticString) -> String? {
        guard let token = nextOptional(name, .string(.init())) else { return nil }
        let base = base
        return take(name, nil) { () throws(FieldProblem) in try ValueCoercion.string(token, of: base, lengths: 0...Int.max) }
    }

    /// A text that matches a pattern.
    @inline(__always)
    mutating func string(_ name: StaticString, matching pattern: StringPattern) -> String {
        guard let token = next(name, .string(.init(pattern: pattern))) else { return "" }
        let base = base
        return take(name, "") { () throws(FieldProblem) in
            guard token.kind == .string, token.isStorableText else { throw .notAString }
            if !token.traits.contains(.escaped) {
                guard pattern.matches(token.bytes(of: base)) else { throw .patternMismatch }
                return JSONText.string(token, of: base)
            }
            let text = JSONText.string(token, of: base)
            guard pattern.matches(text) else { throw .patternMismatch }
            return text
        }
    }

    /// An ASCII text; control characters are allowed.
    @inline(__always)
    mutating func ascii(_ name: StaticString, min: Int = 0, max: Int) -> String {
        let rule = FieldRule.StringRule(minLength: min, maxLength: max, isASCII: true)
        guard let token = next(name, .string(rule)) else { return "" }
        let base = base
        return take(name, "") { () throws(FieldProblem) in
            let text = try ValueCoercion.string(token, of: base, lengths: min...max)
            if !token.traits.isEmpty, !text.utf8.allSatisfy({ $0 < 0x80 }) {
                throw .rule("The \(name) field contains non-ASCII characters.")
            }
            return text
        }
    }

    /// An ASCII text with one forbidden value.
    mutating func ascii(_ name: StaticString, max: Int, forbidden: String) -> String {
        let text = ascii(name, max: max)
        if text == forbidden { note(name, .rule("The \(name) field contains an invalid value (\"\(forbidden)\").")) }
        return text
    }

    @inline(__always)
    mutating func coordinatorType(_ name: StaticString) -> CoordinatorType {
        let text = ascii(name, min: 1, max: CoordinatorType.maximumLength)
        return CoordinatorType(unchecked: text)
    }

    /// The name of an account; in messages between the parts of one node it need not be ASCII (SMP 5.2).
    @inline(__always)
    mutating func accountID(_ name: StaticString, ascii isASCII: Bool = true, min: Int = 0) -> AccountID {
        if isASCII { return AccountID(unchecked: ascii(name, min: min, max: AccountID.maximumLength)) }
        let rule = FieldRule.StringRule(minLength: min, maxLength: AccountID.maximumLength)
        guard let token = next(name, .string(rule)) else { return .none }
        let base = base
        return take(name, .none) { () throws(FieldProblem) in
            AccountID(unchecked: try ValueCoercion.string(token, of: base, lengths: min...AccountID.maximumLength))
        }
    }
}
