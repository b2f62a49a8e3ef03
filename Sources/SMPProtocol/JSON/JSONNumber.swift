/// A number of a JSON document with its text, so that integers of any size survive.
public struct JSONNumber: Sendable, CustomStringConvertible {
    /// As it was written.
    public let text: String
    /// Written without point and exponent.
    public let isInteger: Bool

    init(text: String, isInteger: Bool) {
        self.text = text
        self.isInteger = isInteger
    }

    /// An integer.
    public init(_ value: Int64) { self.init(text: String(value), isInteger: true) }

    /// A finite double.
    public init(_ value: Double) { self.init(text: FloatText.text(value), isInteger: false) }

    /// The value of an integer that fits in 64 bits.
    public var int64: Int64? { isInteger ? Int64(text) : nil }

    /// The nearest double; infinite when the number is too large.
    public var double: Double {
        if isSpecial { return Double(text) ?? .nan }
        var text = text
        return text.withUTF8 { NumberText.double($0) }
    }

    /// The shortest text of the same value: integers in full, others as the shortest double (SMP 3.2). Numbers that are too large
    /// for a double stay as they are; special numbers become `null`.
    public var canonicalText: String {
        if isInteger { return text == "-0" ? "0" : text }
        if isSpecial { return "null" }
        let value = double
        return value.isFinite ? FloatText.text(value) : text
    }

    public var description: String { text }
}

extension JSONNumber: Equatable {
    /// Numerically: `1` equals `1.0`. An integer beyond 64 bits and a fraction are compared as doubles.
    public static func == (a: JSONNumber, b: JSONNumber) -> Bool {
        if a.isInteger, b.isInteger { return a.canonicalText == b.canonicalText }
        if let integer = a.int64 ?? b.int64 {
            return NumberText.exactInteger((a.isInteger ? b : a).double) == integer
        }
        return a.double == b.double
    }
}

extension NumberText {
    /// The value of a double that is an integer of 64 bits.
    static func exactInteger(_ value: Double) -> Int64? {
        value.rounded(.towardZero) == value ? truncated(value) : nil
    }
}
