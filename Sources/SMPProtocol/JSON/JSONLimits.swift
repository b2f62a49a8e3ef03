/// Bounds of what the JSON readers take. Whatever is beyond them is malformed.
public struct JSONLimits: Sendable {
    /// Bytes of the document.
    public var maximumBytes: Int
    /// Objects and arrays inside of each other, the outermost one counting.
    public var maximumDepth: Int
    /// Bytes of one number.
    public var maximumNumberLength: Int
    /// Whether the literals `NaN`, `Infinity`, `-Infinity` are numbers (which every field then refuses) or malformed.
    public var acceptsSpecialNumbers: Bool

    /// Limits, all of them greater than 0.
    public init(maximumBytes: Int, maximumDepth: Int, maximumNumberLength: Int = 4300, acceptsSpecialNumbers: Bool = false) {
        precondition(maximumBytes > 0 && maximumDepth > 0 && maximumNumberLength > 0)
        self.maximumBytes = maximumBytes
        self.maximumDepth = maximumDepth
        self.maximumNumberLength = maximumNumberLength
        self.acceptsSpecialNumbers = acceptsSpecialNumbers
    }

    /// For bodies of messages: one MiB, 512 levels, numbers of 4300 bytes, special numbers (SMP 2.1, 19.1).
    public static let message = JSONLimits(maximumBytes: 1 << 20, maximumDepth: 512, acceptsSpecialNumbers: true)

    /// For bodies of requests and for documents: the caller sets the size, 128 levels, no special numbers.
    public static func document(maximumBytes: Int) -> JSONLimits { JSONLimits(maximumBytes: maximumBytes, maximumDepth: 128) }
}
