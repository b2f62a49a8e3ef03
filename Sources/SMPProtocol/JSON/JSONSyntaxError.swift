/// Why bytes are not a JSON document (SMP 2.1), and where that was noticed.
public struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong; the value says it in words.
    public enum Reason: String, Sendable {
        case tooLong = "the document is too long"
        case unexpectedEnd = "the document ends too early"
        case unexpectedByte = "unexpected byte"
        case trailingBytes = "bytes after the document"
        case byteOrderMark = "byte order mark"
        case invalidUTF8 = "invalid UTF-8"
        case controlCharacter = "unescaped control character"
        case invalidEscape = "invalid escape"
        case invalidNumber = "invalid number"
        case numberTooLong = "the number is too long"
        case tooDeep = "too many levels"
    }

    /// What is wrong.
    public let reason: Reason
    /// Bytes before the place where the error was noticed.
    public let offset: Int

    /// Something is wrong at a place.
    public init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    public var description: String { "\(reason.rawValue) at byte \(offset)" }
}
