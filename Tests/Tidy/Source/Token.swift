/// A piece of Swift source: the smallest that the checks look at.
public struct Token: Hashable, Sendable {
    /// What a token is.
    public enum Kind: Hashable, Sendable {
        /// A name or a keyword. Backticks are left out of its text.
        case word
        /// A literal number, with sign and point left to symbols.
        case number
        /// A literal text, or a part of one between two interpolations, with its quotes; a regular expression between `#/` and `/#`, too.
        case string
        /// A comment that documents what follows: `///` or `/** … */`.
        case documentation
        /// Any other comment.
        case comment
        /// One character of punctuation, or of an operator.
        case symbol
    }

    /// What it is.
    public let kind: Kind
    /// How it is written.
    public let text: String
    /// The line on which it starts, counted from 1.
    public let line: Int
    /// The line on which it ends.
    public let endLine: Int
    /// Its bytes in the file.
    public let range: Range<Int>

    /// Whether the compiler sees it.
    var isCode: Bool { kind != .comment && kind != .documentation }

    /// Whether it is this symbol.
    func isSymbol(_ symbol: String) -> Bool { kind == .symbol && text == symbol }

    /// Whether it is this word.
    func isWord(_ word: String) -> Bool { kind == .word && text == word }
}
