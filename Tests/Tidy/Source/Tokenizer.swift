/// Cuts Swift source into tokens. It knows comments (nested ones, too), texts with interpolations, raw and multi-line texts, and regular
/// expressions between `#/` and `/#`. A regular expression between bare slashes is taken for operators.
struct Tokenizer {
    let bytes: [UInt8]
    var position = 0
    var line = 1
    var tokens: [Token] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The tokens of a whole file, in order.
    static func tokens(of bytes: [UInt8]) -> [Token] {
        var tokenizer = Tokenizer(bytes)
        while tokenizer.position < bytes.count { tokenizer.next() }
        return tokenizer.tokens
    }

    /// The byte that far ahead; 0 behind the end.
    func peek(_ distance: Int = 0) -> UInt8 {
        position + distance < bytes.count ? bytes[position + distance] : 0
    }

    /// Goes on by some bytes and counts the lines in them.
    mutating func advance(_ count: Int = 1) {
        for _ in 0..<min(count, bytes.count - position) {
            if bytes[position] == .newline { line += 1 }
            position += 1
        }
    }

    mutating func append(_ kind: Token.Kind, from start: Int, line startLine: Int) {
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        tokens.append(Token(kind: kind, text: text, line: startLine, endLine: line, range: start..<position))
    }

    /// Takes one token, or the space before it.
    private mutating func next() {
        let start = position
        let startLine = line
        switch peek() {
        case .space, .tab, .newline, .carriageReturn:
            advance()
        case .slash where peek(1) == .slash:
            while position < bytes.count, peek() != .newline { advance() }
            let documents = bytes[start...].starts(with: Array("///".utf8))
            append(documents ? .documentation : .comment, from: start, line: startLine)
        case .slash where peek(1) == .star:
            let documents = peek(2) == .star && peek(3) != .slash
            skipBlockComment()
            append(documents ? .documentation : .comment, from: start, line: startLine)
        case .quote:
            literal(hashes: 0)
        case .hash:
            hash()
        case .backtick:
            advance()
            while position < bytes.count, peek() != .backtick { advance() }
            let text = String(decoding: bytes[(start + 1)..<position], as: UTF8.self)
            advance()
            tokens.append(Token(kind: .word, text: text, line: startLine, endLine: line, range: start..<position))
        case let byte where byte.isDigit:
            while peek().isPartOfWord { advance() }
            append(.number, from: start, line: startLine)
        case let byte where byte.isPartOfWord:
            while peek().isPartOfWord { advance() }
            append(.word, from: start, line: startLine)
        default:
            symbol()
        }
    }

    mutating func symbol() {
        let start = position
        advance()
        append(.symbol, from: start, line: line)
    }

    private mutating func skipBlockComment() {
        var depth = 0
        repeat {
            if peek() == .slash, peek(1) == .star {
                depth += 1
                advance(2)
            } else if peek() == .star, peek(1) == .slash {
                depth -= 1
                advance(2)
            } else {
                advance()
            }
        } while depth > 0 && position < bytes.count
    }

    /// A raw text, a regular expression, or a directive like `#if`.
    private mutating func hash() {
        var count = 0
        while peek(count) == .hash { count += 1 }
        switch peek(count) {
        case .quote: literal(hashes: count)
        case .slash: regularExpression(hashes: count)
        default: symbol()
        }
    }

    /// Takes the tokens between parentheses, which may hold texts in turn.
    mutating func interpolation() {
        var depth = 0
        repeat {
            let isCode = tokens.count
            next()
            guard tokens.count > isCode, let last = tokens.last else { continue }
            if last.isSymbol("(") { depth += 1 }
            if last.isSymbol(")") { depth -= 1 }
        } while depth > 0 && position < bytes.count
    }
}

extension UInt8 {
    static let newline = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let tab = UInt8(ascii: "\t")
    static let space = UInt8(ascii: " ")
    static let quote = UInt8(ascii: "\"")
    static let backslash = UInt8(ascii: "\\")
    static let slash = UInt8(ascii: "/")
    static let star = UInt8(ascii: "*")
    static let hash = UInt8(ascii: "#")
    static let backtick = UInt8(ascii: "`")

    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

    /// Letters, digits, `_`, `$`, and everything that is not ASCII.
    var isPartOfWord: Bool {
        isDigit || self >= 0x80 || self == UInt8(ascii: "_") || self == UInt8(ascii: "$")
            || (self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "z")
    }
}
