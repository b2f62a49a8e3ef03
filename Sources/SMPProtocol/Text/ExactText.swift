extension String {
    /// Whether both texts are the same bytes. `==` also takes different spellings of one character ("é" in one or two code points)
    /// for the same, but other implementations do not, and neither does the database (CA-API 6.8).
    public func isExactly(_ other: String) -> Bool { ExactText.equal(self, other) }
}

extension String? {
    /// Whether both are absent, or the same bytes.
    public func isExactly(_ other: String?) -> Bool {
        switch (self, other) {
        case (nil, nil): true
        case (let a?, let b?): a.isExactly(b)
        default: false
        }
    }
}

/// A text that is another one when its bytes are others. `String` takes texts for equal that look the same (Unicode's canonical
/// equivalence): two tokens, subjects, URLs or names of fields that somebody else has chosen would be one.
public struct ExactText: Hashable, Comparable, Sendable {
    /// The text itself.
    public let text: String

    /// Wraps a text, e.g. as the key of a dictionary.
    public init(_ text: String) { self.text = text }

    public static func == (a: ExactText, b: ExactText) -> Bool { equal(a.text, b.text) }

    /// By their bytes, whatever the language.
    public static func < (a: ExactText, b: ExactText) -> Bool { a.text.utf8.lexicographicallyPrecedes(b.text.utf8) }

    /// Whether the bytes are the same.
    @inlinable
    public static func equal(_ a: some StringProtocol, _ b: some StringProtocol) -> Bool {
        // Nearly every text is in one piece of memory, where comparing costs much less.
        let inMemory = a.utf8.withContiguousStorageIfAvailable { a in
            b.utf8.withContiguousStorageIfAvailable { b in a.count == b.count && a.elementsEqual(b) }
        }
        return inMemory.flatMap { $0 } ?? a.utf8.elementsEqual(b.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
