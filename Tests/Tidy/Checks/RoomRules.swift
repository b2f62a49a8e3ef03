/// What a room of a node may not hold ("The rooms of a node" in docs/architecture.md).
public enum RoomRules {
    /// A room, and what has no place in it.
    struct Rule {
        let room: String
        var modules: Set<String> = []
        var words: Set<String> = []
        var holdsSQL = false
    }

    static let rules = [
        Rule(
            room: "Domain",
            modules: ["Persistence", "Messaging", "WebFetch", "SharedCache", "NodeKit", "Hummingbird", "HTTPTypes", "Logging"],
            words: ["Date", "ContinuousClock", "SuspendingClock", "SystemClock", "SystemRandomNumberGenerator"]),
        Rule(room: "Store", modules: ["Messaging", "WebFetch", "SharedCache", "Hummingbird", "HTTPTypes"], holdsSQL: true),
        Rule(room: "Inbox", modules: ["WebFetch", "Hummingbird", "HTTPTypes"]),
        Rule(room: "API", modules: ["Messaging", "Persistence"]),
        Rule(room: "Sweeps", modules: ["Hummingbird", "HTTPTypes"]),
        Rule(room: "Commands", modules: ["Hummingbird", "HTTPTypes"]),
    ]

    /// What lies in the wrong room. Only modules with a `Domain` are looked at: they are nodes.
    public static func findings(_ project: Project) -> [Finding] {
        let files = project.sources.filter { $0.path.hasPrefix("Sources/") }
        let nodes = Set(files.filter { $0.folders.contains("Domain") }.map(\.area))
        return files.filter { nodes.contains($0.area) }.flatMap { file in
            rules.filter { file.folders.contains($0.room) }.flatMap { misplaced(in: file, $0) }
        }
    }

    private static func misplaced(in file: SourceFile, _ rule: Rule) -> [Finding] {
        let imports = file.imports.filter { rule.modules.contains($0.module) }
            .map { Finding(file.path, $0.line, "\(rule.room) imports \($0.module)") }
        let words = file.code.filter { $0.kind == .word && rule.words.contains($0.text) }
            .map { Finding(file.path, $0.line, "\(rule.room) uses \($0.text)") }
        let sql =
            rule.holdsSQL
            ? []
            : file.code.filter { $0.kind == .string && isSQL($0.text) }
                .map { Finding(file.path, $0.line, "\(rule.room) holds SQL; statements live in Store") }
        return imports + words + sql
    }

    private static let statements = ["SELECT", "INSERT INTO", "UPDATE", "DELETE FROM", "CREATE TABLE", "TRUNCATE", "COPY", "WITH"]

    /// Whether a text begins like a statement. (Its words are written in capitals.)
    private static func isSQL(_ text: String) -> Bool {
        let body = text.drop { "\"# \n".contains($0) }
        return statements.contains { body.hasPrefix($0 + " ") }
    }
}

extension SourceFile {
    /// The folders in which it lies.
    var folders: [String] { path.split(separator: "/").dropLast().map(String.init) }
}
