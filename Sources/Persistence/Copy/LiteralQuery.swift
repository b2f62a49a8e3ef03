/// COPY takes no parameters. So the server is asked first to write them as literals of SQL, with its own rules of quoting, and these stand
/// where the placeholders stood.
enum LiteralQuery {
    /// Asks for the literals of the query's parameters, as a row of texts.
    static func request(_ query: Query) -> Query {
        let columns = query.parameters.types.enumerated().map { index, type in
            "'(' || quote_nullable($\(index + 1)::text) || '::' || format_type(\(type.rawValue), NULL) || ')'"
        }
        return Query(Statement(query.statement.name, "SELECT " + columns.joined(separator: ", ")), query.parameters)
    }

    /// The text with literals in place of its placeholders `$1`, `$2`… A placeholder inside of quotes or comments is a mistake in the
    /// program, which is not carried on with.
    static func text(_ sql: String, _ literals: [String]) -> String {
        var output: [UInt8] = []
        var rest = sql.utf8[...]
        while let byte = rest.first {
            if let quoted = quotedPrefix(rest) {
                precondition(!containsPlaceholder(quoted), "a placeholder of a COPY is quoted")
                output.append(contentsOf: quoted)
                rest = rest[quoted.endIndex...]
            } else if byte == UInt8(ascii: "$") {
                let digits = rest.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                guard let number = Int(String(decoding: digits, as: UTF8.self)), literals.indices.contains(number - 1) else {
                    preconditionFailure("a COPY with dollar quotes, or with a placeholder that has no parameter")
                }
                output.append(contentsOf: literals[number - 1].utf8)
                rest = rest[digits.endIndex...]
            } else {
                output.append(byte)
                rest.removeFirst()
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// The quoted text, quoted name or comment that begins here.
    private static func quotedPrefix(_ text: Substring.UTF8View) -> Substring.UTF8View? {
        func through(_ end: String, after start: Int) -> Substring.UTF8View {
            let ending = Array(end.utf8)
            var position = text.index(text.startIndex, offsetBy: start)
            while position < text.endIndex {
                if text[position...].starts(with: ending) { return text[..<text.index(position, offsetBy: ending.count)] }
                precondition(text[position] != UInt8(ascii: "\\"), "a COPY with a backslash in quotes")
                position = text.index(after: position)
            }
            return text
        }
        // A doubled quote inside of quotes reads as two quoted texts side by side, which comes to the same.
        if text.starts(with: "'".utf8) { return through("'", after: 1) }
        if text.starts(with: "\"".utf8) { return through("\"", after: 1) }
        if text.starts(with: "--".utf8) { return through("\n", after: 2) }
        if text.starts(with: "/*".utf8) { return through("*/", after: 2) }
        return nil
    }

    private static func containsPlaceholder(_ text: Substring.UTF8View) -> Bool {
        zip(text, text.dropFirst()).contains { $0 == UInt8(ascii: "$") && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($1) }
    }
}
