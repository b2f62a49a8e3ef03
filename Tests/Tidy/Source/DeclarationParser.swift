/// Finds the declarations in the tokens of a file. What it does not know it steps over; braces keep it in step.
struct DeclarationParser {
    /// Tokens without comments, and for each whether a documentation comment stands before it.
    private let code: [Token]
    private let documented: [Bool]
    private var position = 0

    private init(code: [Token], documented: [Bool]) {
        self.code = code
        self.documented = documented
    }

    /// The declarations at the top of a file.
    static func declarations(code: [Token], documented: [Bool]) -> [Declaration] {
        var parser = DeclarationParser(code: code, documented: documented)
        return parser.members(of: nil)
    }

    private static let modifiers: Set<String> = [
        "public", "package", "internal", "private", "fileprivate", "open", "static", "final", "override", "mutating", "nonmutating",
        "consuming", "borrowing", "nonisolated", "isolated", "distributed", "convenience", "required", "lazy", "weak", "unowned",
        "indirect",
        "dynamic", "optional", "prefix", "postfix", "infix", "class",
    ]

    // MARK: Where it stands

    private func token(_ distance: Int = 0) -> Token? {
        position + distance < code.count ? code[position + distance] : nil
    }

    private func isSymbol(_ symbol: String, _ distance: Int = 0) -> Bool { token(distance)?.isSymbol(symbol) ?? false }

    /// Whether the two tokens touch each other.
    private func isAdjacent(_ first: Int) -> Bool { code[first].range.upperBound == code[first + 1].range.lowerBound }

    // MARK: Members

    /// Everything up to the brace that closes the surroundings, or the end of the file. The brace stays.
    private mutating func members(of surroundings: Declaration.Kind?) -> [Declaration] {
        var found: [Declaration] = []
        while position < code.count, !isSymbol("}") {
            let start = position
            found += declaration(in: surroundings)
            if position == start { skip() }
        }
        return found
    }

    /// Steps over one token, or a whole group in braces, brackets or parentheses.
    private mutating func skip() {
        guard let first = token(), first.kind == .symbol, "([{".contains(first.text) else {
            position += 1
            return
        }
        var depth = 0
        repeat {
            if code[position].kind == .symbol {
                if "([{".contains(code[position].text) { depth += 1 }
                if ")]}".contains(code[position].text) { depth -= 1 }
            }
            position += 1
        } while depth > 0 && position < code.count
    }

    /// What stands before a keyword.
    private struct Prefix {
        var attributes: [String] = []
        var modifiers: Set<String> = []
        var isDocumented = false
        var line = 0
    }

    /// The declaration that starts here (several for `case a, b`), or none.
    private mutating func declaration(in surroundings: Declaration.Kind?) -> [Declaration] {
        let start = position
        var prefix = Prefix()
        prefix.isDocumented = documented[position]
        while isSymbol("@") { prefix.attributes.append(attribute()) }
        prefix.line = token()?.line ?? 0
        while let modifier = modifierAtHand() { prefix.modifiers.insert(modifier) }
        guard let keyword = token(), keyword.kind == .word, let kind = Declaration.Kind(rawValue: keyword.text),
            start == 0 || !code[start - 1].isSymbol("."), isUsed(kind, in: surroundings)
        else {
            position = start
            return []
        }
        position += 1
        switch kind {
        case .struct, .class, .enum, .actor, .protocol, .extension: return [type(kind, prefix)]
        case .func, .`init`, .deinit, .subscript: return [function(kind, prefix, hasBody: surroundings != .protocol)]
        case .var, .let: return [property(kind, prefix)]
        case .case: return cases(prefix)
        case .typealias, .associatedtype:
            let name = word()
            return [make(kind, prefix, name: name, endLine: code[position - 1].line)]
        }
    }

    /// Some keywords are ordinary words elsewhere: `actor` before something that is no name; `case` outside of an enumeration; `init(…)`
    /// at the top.
    private func isUsed(_ kind: Declaration.Kind, in surroundings: Declaration.Kind?) -> Bool {
        switch kind {
        case .actor: token(1)?.kind == .word
        case .case: surroundings == .enum
        case .`init`, .subscript, .deinit: surroundings != nil
        default: true
        }
    }

    private mutating func attribute() -> String {
        let start = position
        position += 2
        while isSymbol("."), isAdjacent(position - 1) { position += 2 }
        if isSymbol("("), isAdjacent(position - 1) { skip() }
        return code[start..<position].map(\.text).joined()
    }

    /// Steps over a modifier, with what stands in parentheses behind it: `private(set)`.
    private mutating func modifierAtHand() -> String? {
        guard let word = token(), word.kind == .word, Self.modifiers.contains(word.text), let next = token(1) else { return nil }
        if word.text == "class", next.kind == .word, !["func", "var", "let", "subscript"].contains(next.text),
            !Self.modifiers.contains(next.text)
        {
            return nil
        }
        position += 1
        guard isSymbol("(") else { return word.text }
        let isOnlyForSetting = token(1)?.isWord("set") ?? false
        skip()
        return isOnlyForSetting ? "\(word.text)(set)" : word.text
    }

    /// The name at hand; empty when there is none.
    private mutating func word() -> String {
        guard let name = token(), name.kind == .word else { return "" }
        position += 1
        return name.text
    }

    private func make(
        _ kind: Declaration.Kind, _ prefix: Prefix, name: String, firstLabel: String = "", inherited: [String] = [], endLine: Int,
        body: Range<Int>? = nil, members: [Declaration] = []
    ) -> Declaration {
        Declaration(
            kind: kind, name: name, firstLabel: firstLabel, inherited: inherited, modifiers: prefix.modifiers,
            attributes: prefix.attributes,
            isDocumented: prefix.isDocumented, line: prefix.line, endLine: endLine, body: body, members: members)
    }

    // MARK: Kinds of declarations

    private mutating func type(_ kind: Declaration.Kind, _ prefix: Prefix) -> Declaration {
        var name = word()
        while isSymbol("."), token(1)?.kind == .word {
            position += 1
            name += "." + word()
        }
        let inherited = inheritedNames()
        position += 1
        let start = position
        let found = members(of: kind)
        let body = start..<min(position, code.count)
        position += 1
        return make(kind, prefix, name: name, inherited: inherited, endLine: lastLine, body: body, members: found)
    }

    /// The names between the colon and the brace or `where`; those of generic parameters are left out.
    private mutating func inheritedNames() -> [String] {
        var names: [String] = []
        var depth = 0
        var isInherited = false
        while let here = token(), !here.isSymbol("{") {
            if here.isSymbol("<") { depth += 1 }
            if here.isSymbol(">") { depth -= 1 }
            if here.isSymbol(":"), depth == 0 { isInherited = true }
            if here.isWord("where") { break }
            if isInherited, depth == 0, here.kind == .word { names.append(here.text) }
            if here.isSymbol("(") { skip() } else { position += 1 }
        }
        while position < code.count, !isSymbol("{") { position += 1 }
        return names
    }

    private var lastLine: Int { code[min(position, code.count) - 1].endLine }

    private mutating func function(_ kind: Declaration.Kind, _ prefix: Prefix, hasBody: Bool) -> Declaration {
        var name = kind.rawValue
        var label = ""
        if kind == .func {
            name = ""
            // An operator's name may begin like a group of something else: `<` of generics comes only after a word.
            while let part = token(), part.kind == .symbol, !part.isSymbol("(") {
                name += part.text
                position += 1
            }
            if name.isEmpty { name = word() }
        }
        if kind != .deinit {
            while position < code.count, !isSymbol("(") { position += 1 }
            if let word = token(1), word.kind == .word { label = word.text }
            skip()
        }
        guard hasBody else { return make(kind, prefix, name: name, firstLabel: label, endLine: lastLine) }
        while position < code.count, !isSymbol("{"), !isSymbol("}") {
            if isSymbol("(") || isSymbol("[") { skip() } else { position += 1 }
        }
        return withBody(kind, prefix, name: name, firstLabel: label)
    }

    /// The brace is at hand.
    private mutating func withBody(_ kind: Declaration.Kind, _ prefix: Prefix, name: String, firstLabel: String = "") -> Declaration {
        guard isSymbol("{") else { return make(kind, prefix, name: name, firstLabel: firstLabel, endLine: lastLine) }
        let start = position + 1
        skip()
        return make(
            kind, prefix, name: name, firstLabel: firstLabel, endLine: lastLine, body: start..<max(start, position - 1))
    }

    private mutating func property(_ kind: Declaration.Kind, _ prefix: Prefix) -> Declaration {
        let name = word()
        let line = code[position - 1].line
        while let here = token(), !here.isSymbol("="), !here.isSymbol("}"), !here.isSymbol(";"), !startsSomethingElse(here) {
            if here.isSymbol("{") { return withBody(kind, prefix, name: name) }
            if here.isSymbol("(") || here.isSymbol("[") { skip() } else { position += 1 }
        }
        return make(kind, prefix, name: name, endLine: line)
    }

    /// Whether a token on a line of its own starts another declaration.
    private func startsSomethingElse(_ token: Token) -> Bool {
        guard token.line > code[position - 1].endLine else { return false }
        return token.isSymbol("@") || token.isSymbol("#")
            || token.kind == .word && (Self.modifiers.contains(token.text) || Declaration.Kind(rawValue: token.text) != nil)
    }

    private mutating func cases(_ prefix: Prefix) -> [Declaration] {
        var found: [Declaration] = []
        repeat {
            if isSymbol(",") { position += 1 }
            let name = word()
            if isSymbol("(") { skip() }
            found.append(make(.case, prefix, name: name, endLine: lastLine))
            if isSymbol("=") { position += isSymbol("-", 1) ? 3 : 2 }
        } while isSymbol(",")
        return found
    }
}
