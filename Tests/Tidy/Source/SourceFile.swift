/// A file of Swift source, with what the checks want to know about it.
public struct SourceFile: Sendable {
    /// Its path in the project: `Sources/NodeKit/Outbox/Outbox.swift`.
    public let path: String
    /// Its lines, without their ends.
    public let lines: [Substring]
    /// What the compiler sees: tokens without comments.
    public let code: [Token]
    /// What is declared at the top.
    public let declarations: [Declaration]

    /// Reads the source.
    public init(path: String, text: String) {
        self.path = path
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last == "" { lines.removeLast() }
        self.lines = lines
        var code: [Token] = []
        var documented: [Bool] = []
        var isDocumented = false
        for token in Tokenizer.tokens(of: Array(text.utf8)) {
            if token.isCode {
                code.append(token)
                documented.append(isDocumented)
            }
            isDocumented = token.kind == .documentation || token.kind == .comment && isDocumented
        }
        self.code = code
        declarations = DeclarationParser.declarations(code: code, documented: documented)
    }

    /// Everything declared here, at any depth.
    public var allDeclarations: [Declaration] { declarations.flatMap(\.all) }

    /// The modules that it imports, each with its line.
    public var imports: [(module: String, line: Int)] {
        code.indices.dropLast().compactMap { index in
            guard code[index].isWord("import"), code[index + 1].kind == .word, code[index + 1].line == code[index].line,
                index == 0 || !code[index - 1].isSymbol(".")
            else { return nil }
            return (code[index + 1].text, code[index].line)
        }
    }

    /// The file's name, without the folders.
    public var name: Substring { path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...] }
}
