/// How a value of a document becomes a value of a field: the same leniencies and the same errors everywhere
/// (SMP 2.3–2.8, CA-API 5, DA-API 4.2). Tokens are neither missing nor null.
enum ValueCoercion {
    @inline(__always)
    static func integer(
        _ token: JSONToken, of base: UnsafePointer<UInt8>, in range: ClosedRange<Int64>
    ) throws(FieldProblem) -> Int64 {
        let value =
            token.kind == .integer
            ? NumberText.integer(token.bytes(of: base)) : try unusualInteger(token, of: base)
        guard let value, range.contains(value) else { throw .outside(range) }
        return value
    }

    /// `nil` when the value does not fit in 64 bits.
    private static func unusualInteger(
        _ token: JSONToken, of base: UnsafePointer<UInt8>
    ) throws(FieldProblem) -> Int64? {
        let bytes = token.bytes(of: base)
        switch token.kind {
        case .real:
            let value = NumberText.double(bytes)
            guard value.isFinite else { throw .numberTooLarge }
            return NumberText.truncated(value)
        case .special:
            throw isNaN(bytes) ? .notAnInteger : .numberTooLarge
        case .string where token.isStorableText:
            return try integerInString(JSONText.string(token, of: base))
        default:
            throw .notAnInteger
        }
    }

    /// `nil` when the value does not fit in 64 bits.
    private static func integerInString(_ text: String) throws(FieldProblem) -> Int64? {
        var text = text
        let outcome: Result<Int64?, FieldProblem> = text.withUTF8 { bytes in
            let trimmed = ByteText.trimmed(bytes)
            guard NumberText.isDecimalInteger(trimmed) else { return .failure(.notAnInteger) }
            var digits = trimmed.filter(ByteText.isDigit)
            if trimmed.first == UInt8(ascii: "-") { digits.insert(UInt8(ascii: "-"), at: 0) }
            return .success(digits.withUnsafeBufferPointer { NumberText.integer($0) })
        }
        return try outcome.get()
    }

    /// A finite double.
    @inline(__always)
    static func double(_ token: JSONToken, of base: UnsafePointer<UInt8>) throws(FieldProblem) -> Double {
        let bytes = token.bytes(of: base)
        switch token.kind {
        case .real:
            let value = NumberText.double(bytes)
            guard value.isFinite else { throw .specialNumber }
            return value
        case .integer:
            let value = NumberText.double(bytes)
            guard value.isFinite else { throw .numberTooLarge }
            return value
        case .special:
            throw .specialNumber
        case .string where token.isStorableText:
            return try doubleInString(JSONText.string(token, of: base))
        default:
            throw .notANumber
        }
    }

    private static func doubleInString(_ text: String) throws(FieldProblem) -> Double {
        var text = text
        let outcome: Result<Double, FieldProblem> = text.withUTF8 { bytes in
            let trimmed = ByteText.trimmed(bytes)
            if NumberText.isSpecialName(trimmed) { return .failure(.specialNumber) }
            guard NumberText.isDecimalNumber(trimmed) else { return .failure(.notANumber) }
            let value = NumberText.double(trimmed)
            return value.isFinite ? .success(value) : .failure(.specialNumber)
        }
        return try outcome.get()
    }

    static func boolean(_ token: JSONToken, of base: UnsafePointer<UInt8>) throws(FieldProblem) -> Bool {
        switch token.kind {
        case .yes: return true
        case .no: return false
        case .integer, .real:
            let value = NumberText.double(token.bytes(of: base))
            if value == 1 { return true }
            if value == 0 { return false }
        case .string:
            let text = JSONText.string(token, of: base)
            if trueTexts.contains(text) { return true }
            if falseTexts.contains(text) { return false }
        default: break
        }
        throw .notABoolean
    }

    /// The texts of SMP 2.7.
    private static let trueTexts: Set<String> = [
        "t", "T", "true", "True", "TRUE", "on", "On", "ON", "y", "Y", "yes", "Yes", "YES", "1",
    ]
    private static let falseTexts: Set<String> = [
        "f", "F", "false", "False", "FALSE", "off", "Off", "OFF", "n", "N", "no", "No", "NO", "0",
    ]

    /// A text that can be stored; lengths in code points (SMP 2.8). The byte limit is asked after the length.
    @inline(__always)
    static func string(
        _ token: JSONToken, of base: UnsafePointer<UInt8>, lengths: ClosedRange<Int>, maxBytes: Int = .max
    ) throws(FieldProblem) -> String {
        guard token.kind == .string, token.isStorableText else { throw .notAString }
        let text = JSONText.string(token, of: base)
        let rawLength = token.end - token.start
        // Neither code points nor bytes can be more than the bytes of the token.
        if rawLength <= lengths.upperBound, rawLength <= maxBytes, lengths.lowerBound == 0 { return text }
        guard lengths.contains(text.unicodeScalars.count) else {
            throw lengths.lowerBound == 0 ? .tooLong(maximum: lengths.upperBound) : .lengthOutside(lengths)
        }
        guard text.utf8.count <= maxBytes else { throw .rule("The total byte-length exceeds \(maxBytes) bytes.") }
        return text
    }

    @inline(__always)
    static func timestamp(_ token: JSONToken, of base: UnsafePointer<UInt8>) throws(FieldProblem) -> Timestamp {
        guard token.kind == .string else { throw .notADateTime }
        if !token.traits.contains(.escaped) {
            guard let value = Timestamp(iso8601: token.bytes(of: base)) else { throw .notADateTime }
            return value
        }
        guard let value = Timestamp(iso8601: JSONText.string(token, of: base)) else { throw .notADateTime }
        return value
    }

    @inline(__always)
    static func date(_ token: JSONToken, of base: UnsafePointer<UInt8>) throws(FieldProblem) -> CalendarDate {
        guard token.kind == .string else { throw .notADate }
        if !token.traits.contains(.escaped) {
            guard let value = CalendarDate(iso8601: token.bytes(of: base)) else { throw .notADate }
            return value
        }
        guard let value = CalendarDate(iso8601: JSONText.string(token, of: base)) else { throw .notADate }
        return value
    }

    private static func isNaN(_ special: UnsafeBufferPointer<UInt8>) -> Bool { special.first == UInt8(ascii: "N") }
}
