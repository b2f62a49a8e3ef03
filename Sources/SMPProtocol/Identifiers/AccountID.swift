/// The name that an accounting authority gave to an account: at most 100 code points; empty = no identity yet.
///
/// In SMP messages it is ASCII, which the messages' own rules check (SMP 4); in the trade service's messages it need not be (SMP 5.2).
public struct AccountID: Hashable, Sendable, CustomStringConvertible {
    /// Longest id, in code points.
    public static let maximumLength = 100

    /// "No identity": the empty text.
    public static let none = AccountID(unchecked: "")

    public let rawValue: String

    /// `nil` when the text is longer than 100 code points or contains U+0000.
    public init?(_ text: String) {
        guard text.unicodeScalars.count <= Self.maximumLength, !text.utf8.contains(0) else { return nil }
        rawValue = text
    }

    /// For texts whose length has been checked already.
    init(unchecked text: String) { rawValue = text }

    /// Whether the account has no identity yet.
    public var isEmpty: Bool { rawValue.isEmpty }
    /// Whether it holds ASCII only.
    public var isASCII: Bool { rawValue.utf8.allSatisfy { $0 < 0x80 } }
    public var description: String { rawValue }
}
