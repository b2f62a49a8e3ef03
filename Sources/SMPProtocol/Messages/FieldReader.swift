/// Gives a message type its fields, one after the other, in the order in which the type asks for them.
///
/// In a document every wrong field is noted, and a harmless value is given in its place (SMP 2.2: all errors are collected). A
/// describing reader only notes what it is asked for.
public struct FieldReader {
    let base: UnsafePointer<UInt8>
    private let tokens: UnsafeMutablePointer<JSONToken>?
    private var cursor = 0
    private(set) var issues: [FieldIssue] = []
    private(set) var described: [(rule: FieldRule, name: StaticString)] = []

    /// A reader over the tokens of a document, in the order of the type's layout.
    init(_ tokens: UnsafeMutablePointer<JSONToken>, of base: UnsafePointer<UInt8>) {
        self.tokens = tokens
        self.base = base
    }

    /// A reader that describes.
    init(describing: Void) {
        tokens = nil
        base = ("" as StaticString).utf8Start
    }

    /// The token of the next field; `nil` when describing, and when the field is missing or null, which is noted.
    @inline(__always)
    mutating func next(_ name: StaticString, _ value: @autoclosure () -> FieldRule.Value) -> JSONToken? {
        guard let tokens else {
            describe(name, value(), isOptional: false)
            return nil
        }
        let token = tokens[cursor]
        cursor += 1
        if token.kind.rawValue > JSONToken.Kind.null.rawValue { return token }
        note(name, token.kind == .missing ? .missing : .null)
        return nil
    }

    /// The token of the next field; `nil` when describing, and when the field is missing or null, which it may be.
    @inline(__always)
    mutating func nextOptional(_ name: StaticString, _ value: @autoclosure () -> FieldRule.Value) -> JSONToken? {
        guard let tokens else {
            describe(name, value(), isOptional: true)
            return nil
        }
        let token = tokens[cursor]
        cursor += 1
        return token.kind.rawValue > JSONToken.Kind.null.rawValue ? token : nil
    }

    /// Whether the next field is there (null counts).
    func isNextPresent() -> Bool {
        guard let tokens else { return false }
        return tokens[cursor].kind != .missing
    }

    /// Passes a field without looking at it.
    mutating func skip() { cursor += 1 }

    /// Whether this reader describes.
    var isDescribing: Bool { tokens == nil }

    @inline(never)
    mutating func note(_ name: StaticString, _ problem: FieldProblem) {
        issues.append(FieldIssue(field: "\(name)", problem: problem))
    }

    mutating func describe(_ name: StaticString, _ value: FieldRule.Value, isOptional: Bool, isNullable: Bool? = nil) {
        let rule = FieldRule(name: "\(name)", value: value, isOptional: isOptional, isNullable: isNullable ?? isOptional)
        described.append((rule, name))
    }

    /// What the conversion gives, or the fallback when the value is wrong, which is noted.
    @inline(__always)
    mutating func take<Value>(
        _ name: StaticString, _ fallback: Value, _ conversion: () throws(FieldProblem) -> Value
    ) -> Value {
        do throws(FieldProblem) {
            return try conversion()
        } catch {
            note(name, error)
            return fallback
        }
    }
}
