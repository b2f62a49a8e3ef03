extension Tokenizer {
    /// A text that starts here with so many `#`. Each part between interpolations is a token of its own.
    mutating func literal(hashes: Int) {
        var start = position
        var startLine = line
        advance(hashes)
        let quotes = peek(1) == .quote && peek(2) == .quote ? 3 : 1
        advance(quotes)
        while position < bytes.count {
            if isEnd(quotes: quotes, hashes: hashes) {
                advance(quotes + hashes)
                break
            }
            guard peek() == .backslash, areHashes(hashes, after: 1) else {
                advance()
                continue
            }
            guard peek(1 + hashes) == UInt8(ascii: "(") else {
                advance(2 + hashes)
                continue
            }
            advance(1 + hashes)
            append(.string, from: start, line: startLine)
            interpolation()
            start = position
            startLine = line
        }
        append(.string, from: start, line: startLine)
    }

    /// A regular expression between `#/` and `/#`.
    mutating func regularExpression(hashes: Int) {
        let start = position
        let startLine = line
        advance(hashes + 1)
        while position < bytes.count, !(peek() == .slash && areHashes(hashes, after: 1)) {
            advance(peek() == .backslash ? 2 : 1)
        }
        advance(hashes + 1)
        append(.string, from: start, line: startLine)
    }

    private func isEnd(quotes: Int, hashes: Int) -> Bool {
        (0..<quotes).allSatisfy { peek($0) == .quote } && areHashes(hashes, after: quotes)
    }

    private func areHashes(_ count: Int, after distance: Int) -> Bool {
        (0..<count).allSatisfy { peek(distance + $0) == .hash }
    }
}
