/// Imports between our modules point upwards in the table "The tree" of docs/architecture.md: a module may import those of the rows above
/// its own.
public enum Imports {
    static let document = "docs/architecture.md"

    /// Imports that point the wrong way, and modules that the table does not know.
    public static func findings(_ project: Project) -> [Finding] {
        guard let table = project.documents.first(where: { $0.path == document }) else {
            return [Finding(document, 1, "the document that says how modules import each other is missing")]
        }
        let rows = rows(table)
        var unknown: Set<String> = []
        var found: [Finding] = []
        for file in project.sources where file.path.hasPrefix("Sources/") {
            let module = String(file.area.dropFirst("Sources/".count))
            guard let row = rows[module] else {
                if unknown.insert(module).inserted { found.append(Finding(document, 1, "the table does not name the module \(module)")) }
                continue
            }
            for (imported, line) in file.imports {
                guard let other = rows[imported], other >= row else { continue }
                found.append(
                    Finding(file.path, line, "\(module) imports \(imported), which does not stand above it in the table of \(document)"))
            }
        }
        return found
    }

    /// The row of each module, from the code in the first column: `Sources/Persistence`, or only `CCurl` behind another one.
    private static func rows(_ document: Project.TextFile) -> [String: Int] {
        var rows: [String: Int] = [:]
        for (number, line) in document.lines.enumerated() where line.hasPrefix("|") {
            let cell = line.dropFirst().prefix { $0 != "|" }
            guard cell.contains("`Sources/") else { continue }
            let pieces = cell.split(separator: "`", omittingEmptySubsequences: false)
            for index in stride(from: 1, to: pieces.count, by: 2) {
                rows[String(pieces[index].split(separator: "/").last ?? "")] = number
            }
        }
        return rows
    }
}
