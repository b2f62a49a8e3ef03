import Testing

@testable import Tidy

/// Each rule finds what breaks it, and nothing else.
@Suite("Checks")
struct CheckTests {
    private func project(_ files: [String: String], documents: [String: String] = [:]) -> Project {
        Project(
            sources: files.sorted { $0.key < $1.key }.map { SourceFile(path: $0.key, text: $0.value) },
            documents: documents.map { Project.TextFile(path: $0.key, text: $0.value) })
    }

    private func found(_ findings: [Finding]) -> [String] { findings.sorted().map(\.description) }

    @Test("functions, files and lines have limits")
    func limits() {
        let fits = project([
            "Sources/A/a.swift": "func a() {\n" + String(repeating: "b()\n", count: 58) + "}\n" + String(repeating: "\n", count: 290)
                + String(repeating: "ö", count: 140)
        ])
        #expect(fits.sources[0].lines.count == 351)
        #expect(Limits.longFunctions(fits).isEmpty)
        #expect(Limits.longLines(fits).isEmpty)
        #expect(found(Limits.longFiles(fits)) == ["Sources/A/a.swift:351: the file has 351 lines; 350 are allowed"])
        let exceeds = project([
            "Sources/A/a.swift": "struct S {\nvar a: Int {\n" + String(repeating: "b()\n", count: 59) + "}\n}\n"
                + String(repeating: "x", count: 141)
        ])
        #expect(found(Limits.longFunctions(exceeds)) == ["Sources/A/a.swift:2: a has 61 lines; 60 are allowed"])
        #expect(found(Limits.longLines(exceeds)) == ["Sources/A/a.swift:64: the line has 141 columns; 140 are allowed"])
        #expect(Limits.longFiles(exceeds).isEmpty)
    }

    @Test("dictionaries and sets are not keyed by texts that somebody else chooses")
    func textKeys() {
        let code = """
            let a: [String: Int] = [:]
            var b: Set<String> = []
            func c(_ d: Dictionary<String, Int>, _ e: [Int: String], _ f: [String], _ g: [ExactText: Int]) {}
            """
        let findings = TextKeys.findings(project(["Sources/A/a.swift": code, "Tests/A/a.swift": code]))
        #expect(findings.map(\.path) == Array(repeating: "Sources/A/a.swift", count: 3))
        #expect(findings.map(\.line) == [1, 2, 3])
        #expect(TextKeys.findings(project([TextKeys.ownWords.min()!: code])).isEmpty)
    }

    @Test("what other modules see is documented, except what protocols of the standard library ask for")
    func documentation() {
        let findings = Documentation.undocumented(
            project([
                "Sources/A/a.swift": """
                /// Words.
                public struct A: Hashable {
                    public let b: Int
                    package(set) var own = 1
                    public static func == (a: A, b: A) -> Bool { true }
                    package init() {}
                    func own() {}
                }
                public extension A {}
                """
            ]))
        #expect(found(findings) == ["Sources/A/a.swift:3: let b has no doc comment", "Sources/A/a.swift:6: init init has no doc comment"])
    }

    @Test("tests that documents name exist, as suites or as targets")
    func testNames() {
        let files = ["Tests/BTests/Live/a.swift": "struct OneTests {}\nextension TwoTests {}\n"]
        let text = "# Tests\n| `OneTests.a`, `TwoTests` | BTests |\n`ThreeTests`, Tests/Scripts, TestsAndMore"
        let findings = Documentation.unknownTests(project(files, documents: ["docs/a.md": text]))
        #expect(found(findings) == ["docs/a.md:3: there is no ThreeTests"])
    }

    @Test("what a protocol of ours asks for is explained there, and nowhere else, if it is explained")
    func witnesses() {
        let findings = Documentation.undocumented(
            project([
                "Sources/A/a.swift": """
                protocol Upper {
                    /// Words.
                    init(fields: Int)
                }
                protocol Lower: Upper {
                    /// Words.
                    var a: Int { get }
                    var b: Int { get }
                }
                """,
                "Sources/B/b.swift": """
                /// Words.
                public struct Type {
                    public let a = 1
                    public let b = 2
                    public init(fields: Int) {}
                    public init(other: Int) {}
                }
                extension Outer.Type: Lower {}
                """,
            ]))
        #expect(found(findings) == ["Sources/B/b.swift:4: let b has no doc comment", "Sources/B/b.swift:6: init init has no doc comment"])
    }

    @Test("a document has one title; lines of code are none")
    func titles() {
        let one = "# Title\n\n```\n# comment\n```\n## Part\n"
        let findings = Documentation.titles(project([:], documents: ["a.md": one, "b.md": "text", "c.md": "# A\n\n# B"]))
        #expect(
            found(findings) == ["b.md:1: the document has 0 titles instead of one", "c.md:3: the document has 2 titles instead of one"])
    }

    @Test("modules import what stands above them")
    func imports() {
        let table = "| place | what |\n|---|---|\n| `Sources/A` | x |\n| `Sources/B`, `C` | `Sources/D` |\n"
        let findings = Imports.findings(
            project(
                [
                    "Sources/A/a.swift": "import Glibc\npublic import C\n", "Sources/B/b.swift": "import A\n@testable import C",
                    "Sources/D/d.swift": "import A", "Tests/T/t.swift": "import D",
                ], documents: ["docs/architecture.md": table]))
        #expect(
            found(findings) == [
                "Sources/A/a.swift:2: A imports C, which does not stand above it in the table of docs/architecture.md",
                "Sources/B/b.swift:2: B imports C, which does not stand above it in the table of docs/architecture.md",
                "docs/architecture.md:1: the table does not name the module D",
            ])
        #expect(Imports.findings(project([:])).count == 1)
    }

    @Test("a room holds only what belongs there, in the parts of a module, too")
    func roomRules() {
        let findings = RoomRules.findings(
            project([
                "Sources/A/Domain/a.swift": "import NodeKit\nlet a = Date()\nlet b = \"SELECT 1\" // Date\nlet c = \"Dates\"",
                "Sources/A/Store/a.swift": "import Messaging\nlet b = \"SELECT 1\"",
                "Sources/B/Part/Domain/a.swift": "import SMPProtocol",
                "Sources/B/Part/Inbox/a.swift": "let b = \"\"\"\n    INSERT INTO a VALUES \\(b)\n    \"\"\"",
                "Sources/C/API/a.swift": "let b = \"SELECT 1\"",
            ]))
        #expect(
            found(findings) == [
                "Sources/A/Domain/a.swift:1: Domain imports NodeKit", "Sources/A/Domain/a.swift:2: Domain uses Date",
                "Sources/A/Domain/a.swift:3: Domain holds SQL; statements live in Store",
                "Sources/A/Store/a.swift:1: Store imports Messaging",
                "Sources/B/Part/Inbox/a.swift:1: Inbox holds SQL; statements live in Store",
            ])
    }

    @Test("rooms that name each other in a circle are found, with the name that is said least")
    func circles() {
        let findings = Rooms.circles(
            project([
                "Sources/A/X/x.swift": "struct X { let y: Y.Inner; struct Own {} }",
                "Sources/A/Y/y.swift": "struct Y { struct Inner { let z: Z; let again: Z } }",
                "Sources/A/Z/z.swift": "struct Z { let x: X; let a: X }",
                "Sources/A/Top.swift": "struct Top { let x: X }",
                "Sources/B/x.swift": "struct X { let y: Y }", "Sources/B/y.swift": "struct Y { let x: X }",
            ]))
        #expect(found(findings) == ["Sources/A/X/x.swift:1: Y, of Y, is used in X, and these rooms of Sources/A form a circle: X, Y, Z"])
    }

    @Test("a name that is declared nearer hides that of another room; members and small words are no uses")
    func hiddenNames() {
        let findings = Rooms.circles(
            project([
                "Sources/A/X/x.swift": "struct X { let y: Y }\nfunc small() {}",
                "Sources/A/Y/y.swift": "struct Y { struct X {}; let x: X; func f() { let small = 1; g(small, a.X) } }",
            ]))
        #expect(findings.isEmpty)
    }

    @Test("a file of which nobody says a name is found; tests do not count")
    func orphans() {
        let findings = Orphans.files(
            project([
                "Sources/A/a.swift": "struct Used {}", "Sources/A/b.swift": "struct Unused { let used: Used }",
                "Sources/A/c.swift": "extension Used { func word() {} }",
                "Sources/A/d.swift": "extension Used: Conformance { func x() {} }",
                "Sources/A/e.swift": "extension Used { init(_ x: Int) {} }", "Tests/A/t.swift": "let a = Unused(), b = a.word()",
                "services/a/main.swift": "struct Main {}",
            ]))
        #expect(
            found(findings) == [
                "Sources/A/b.swift:1: no other file names anything of Unused", "Sources/A/c.swift:1: no other file names anything of word",
            ])
    }

    @Test("a suite that takes a server has a time limit, also when a helper takes it")
    func timeLimits() {
        let findings = TimeLimits.missing(
            project([
                "Tests/A/a.swift": """
                @Suite("direct") struct A { @Test func a() { TestDatabase.with {} } }
                @Suite("trait", .usesBroker) struct B {}
                @Suite("limited", .timeLimit(.minutes(1))) struct C { @Test func a() { Helper.x() } }
                struct D { @Test("x") func a() { Helper.x() } }
                @Suite struct E { @Test func a() {} }
                """,
                "Tests/A/b.swift": "enum Helper { static func x() { TestBroker() } }\nextension Int { func x() { TestBroker() } }",
                "Tests/B/a.swift": "@Suite struct F { @Test func a() { Helper.x(); Int.x() } }",
            ]))
        #expect(
            found(findings) == [
                "Tests/A/a.swift:1: the suite A uses TestDatabase and has no .timeLimit",
                "Tests/A/a.swift:2: the suite B uses usesBroker and has no .timeLimit",
                "Tests/A/a.swift:4: the suite D uses Helper and has no .timeLimit",
            ])
    }

    @Test("runs of equal lines between two modules are counted, however they are indented")
    func duplicates() {
        let a = SourceFile(path: "a", text: "x\n1\n2\n\n3\n4\ny\n1\n2\n")
        let b = SourceFile(path: "b", text: "  1\n  2\n  3\n  4\n  z\n")
        let runs = Duplicates.runs([a], [b], atLeast: 3)
        #expect(runs.map(\.line) == [2])
        #expect(runs.map(\.count) == [4])
    }
}
