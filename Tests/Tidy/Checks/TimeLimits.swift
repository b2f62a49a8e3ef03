/// A test that waits for a server may wait for ever, unless its suite says how long it may take.
public enum TimeLimits {
    /// What TestSupport has for tests that need a server or a program.
    public static let servers: Set<String> = [
        "TestDatabase", "TestBroker", "TestRedis", "usesBroker", "controlsBroker", "ServerAccess", "LiveProgram", "LocalServer",
        "ChildProcess",
        "PlayedAuthority",
    ]

    /// Suites that take a server, directly or through a helper of their target, and have no `.timeLimit`.
    public static func missing(_ project: Project) -> [Finding] {
        let areas = Dictionary(grouping: project.sources.filter { $0.isTest && $0.area != "Tests/TestSupport" }, by: \.area)
        return areas.values.flatMap { files in
            let takers = takers(files)
            return files.flatMap { file in suites(file).filter { isUnlimited($0, in: file, takers) }.map { finding($0, in: file, takers) } }
        }
    }

    private static func finding(_ suite: Declaration, in file: SourceFile, _ takers: Set<String>) -> Finding {
        let name = words(suite, in: file).first(where: takers.contains) ?? "a server"
        return Finding(file.path, suite.line, "the suite \(suite.name) uses \(name) and has no .timeLimit")
    }

    private static func isUnlimited(_ suite: Declaration, in file: SourceFile, _ takers: Set<String>) -> Bool {
        guard words(suite, in: file).contains(where: takers.contains) else { return false }
        return !suite.attributes.contains { $0.contains(".timeLimit(") }
    }

    /// The types at the top of a file that hold tests.
    private static func suites(_ file: SourceFile) -> [Declaration] {
        file.declarations.filter { type in
            type.kind.hasMembers
                && (type.attributes.contains { $0.hasPrefix("@Suite") } || type.members.contains { $0.isTest })
        }
    }

    /// The words of a declaration: those between its braces and those of its attributes.
    private static func words(_ declaration: Declaration, in file: SourceFile) -> [String] {
        let attributes = Tokenizer.tokens(of: Array(declaration.attributes.joined(separator: " ").utf8))
        return (attributes + file.code[declaration.body ?? 0..<0]).filter { $0.kind == .word }.map(\.text)
    }

    /// The names of helpers (types, extensions, functions at the top) that take a server, with TestSupport's own.
    private static func takers(_ files: [SourceFile]) -> Set<String> {
        let own = Set(files.flatMap { $0.declarations.filter { $0.kind != .extension }.map(\.name) })
        let helpers = files.flatMap { file in
            file.declarations.filter { helper in own.contains(helper.name) && !suites(file).contains { $0.name == helper.name } }
                .map { (name: $0.name, words: Set(words($0, in: file))) }
        }
        var takers = servers
        while true {
            let more = helpers.filter { !takers.contains($0.name) && !$0.words.isDisjoint(with: takers) }
            if more.isEmpty { return takers }
            takers.formUnion(more.map(\.name))
        }
    }
}

extension Declaration {
    /// Whether it is a test.
    var isTest: Bool { attributes.contains { $0 == "@Test" || $0.hasPrefix("@Test(") } }
}
