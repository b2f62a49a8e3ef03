import Testing

@testable import Tidy

@Suite("Tokenizer")
struct TokenizerTests {
    private func tokens(_ text: String) -> [String] { Tokenizer.tokens(of: Array(text.utf8)).map { "\($0.kind) \($0.text)" } }

    @Test("words, numbers and symbols are told apart")
    func basics() {
        #expect(
            tokens("let x1 = 0x1F-2.5") == [
                "word let", "word x1", "symbol =", "number 0x1F", "symbol -", "number 2", "symbol .", "number 5",
            ])
        #expect(tokens("`class`.größe") == ["word class", "symbol .", "word größe"])
    }

    @Test(
        "a text is one token, whatever is in it",
        arguments: [
            #""plain""#, #""a \" quote""#, #""// no comment""#, ##"#"raw "quoted" \n"#"##, "\"\"\"\n two \" lines\n\"\"\"",
            ###"##"one "# is not the end"##"###, "\"\"\"\n  \\\"\"\" inside\n\"\"\"", "#/[\"/]{2}\\/x/#", "\"\"",
        ])
    func texts(_ text: String) {
        #expect(tokens("a \(text) b") == ["word a", "string \(text)", "word b"])
    }

    @Test("what is interpolated is code, also inside of a text inside of a text")
    func interpolations() {
        #expect(
            tokens(#""a \(b + "c \(d)") e" f"#) == [
                #"string "a \"#, "symbol (", "word b", "symbol +", #"string "c \"#, "symbol (", "word d", "symbol )", #"string ""#,
                "symbol )",
                #"string  e""#, "word f",
            ])
        #expect(tokens(##"#"\(no) \#(yes)"#"##) == [##"string #"\(no) \#"##, "symbol (", "word yes", "symbol )", ##"string "#"##])
    }

    @Test("comments end where they end, and documentation is told from the rest")
    func comments() {
        #expect(tokens("// x \"y\nz") == ["comment // x \"y", "word z"])
        #expect(tokens("/// x\nz") == ["documentation /// x", "word z"])
        #expect(tokens("/* a /* b */ c */ z") == ["comment /* a /* b */ c */", "word z"])
        #expect(tokens("/** a */ /**/ z") == ["documentation /** a */", "comment /**/", "word z"])
    }

    @Test("each token knows its lines")
    func lines() {
        let tokens = Tokenizer.tokens(of: Array("a\n\"\"\"\nb\n\"\"\" c".utf8))
        #expect(tokens.map { [$0.line, $0.endLine] } == [[1, 1], [2, 4], [4, 4]])
    }

    @Test(
        "what breaks off in the middle ends with the file",
        arguments: ["\"abc", "\"\"\"abc", "/* abc", "`abc", "\"\\(abc", "#/abc", "\"abc\\"])
    func unfinished(_ text: String) {
        #expect(Tokenizer.tokens(of: Array(text.utf8)).last?.range.upperBound ?? 0 <= text.utf8.count)
        #expect(!Tokenizer.tokens(of: Array(text.utf8)).isEmpty)
    }
}
