import Foundation

/// The text of a project: what people have written, without what is built or fetched.
public struct Project: Sendable {
    /// Swift source, by path.
    public let sources: [SourceFile]
    /// Markdown, by path.
    public let documents: [TextFile]
    /// Shell scripts, C, migrations: files whose lines are looked at and nothing else.
    public let others: [TextFile]

    /// A file of lines.
    public struct TextFile: Sendable {
        /// Its path in the project.
        public let path: String
        /// Its lines, without their ends.
        public let lines: [Substring]

        /// Cuts the text into lines.
        public init(path: String, text: String) {
            self.path = path
            lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        }
    }

    /// A project of these files.
    public init(sources: [SourceFile], documents: [TextFile] = [], others: [TextFile] = []) {
        self.sources = sources
        self.documents = documents
        self.others = others
    }

    /// Reads the project in a folder.
    /// - Throws: when a file cannot be read.
    public init(folder: String) throws {
        var sources: [SourceFile] = []
        var documents: [TextFile] = []
        var others: [TextFile] = []
        for path in try Self.paths(in: folder) {
            switch (path as NSString).pathExtension {
            case "swift": sources.append(SourceFile(path: path, text: try Self.text(folder, path)))
            case "md": documents.append(TextFile(path: path, text: try Self.text(folder, path)))
            case "sh", "c", "h": others.append(TextFile(path: path, text: try Self.text(folder, path)))
            case "sql" where path.hasSuffix("/up.sql"): others.append(TextFile(path: path, text: try Self.text(folder, path)))
            case "" where path.hasPrefix("scripts/") || path.hasPrefix("Tests/Scripts/") || path.hasPrefix(".ci/"):
                others.append(TextFile(path: path, text: try Self.text(folder, path)))
            default: break
            }
        }
        self.init(sources: sources, documents: documents, others: others)
    }

    private static func text(_ folder: String, _ path: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
    }

    /// Every file, sorted; what begins with a dot is left out, except `.ci`.
    private static func paths(in folder: String) throws -> [String] {
        var found: [String] = []
        var open = [""]
        while let here = open.popLast() {
            for name in try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(here)") where !name.hasPrefix(".") || name == ".ci"
            {
                let path = here.isEmpty ? name : "\(here)/\(name)"
                var isFolder: ObjCBool = false
                guard FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder) else { continue }
                if isFolder.boolValue { open.append(path) } else { found.append(path) }
            }
        }
        return found.sorted()
    }
}

extension SourceFile {
    /// The folder of the target that the file belongs to: `Sources/NodeKit`, `Tests/NodeKitTests`, `services/debtors`,
    /// `Benchmarks/Sources/BenchmarkKit`.
    public var area: String {
        let parts = path.split(separator: "/")
        return parts.prefix(min(parts.count - 1, parts[0] == "Benchmarks" ? 3 : 2)).joined(separator: "/")
    }

    /// Its room in a house (a module, or a part of one): the first folder inside, or the file itself when it lies in none.
    public func room(in house: String) -> String {
        let parts = path.dropFirst(house.count + 1).split(separator: "/")
        return parts.count > 1 ? String(parts[0]) : String(name)
    }

    /// Whether it belongs to tests.
    public var isTest: Bool { path.hasPrefix("Tests/") || path.hasPrefix("Benchmarks/Tests/") }
}
