/// How long things may be.
public enum Limits {
    /// Lines of a function, from its first word to its closing brace.
    public static let functionLines = 60
    /// Lines of a file.
    public static let fileLines = 350
    /// Characters of a line.
    public static let columns = 140

    /// Functions that do not fit on a screen.
    public static func longFunctions(_ project: Project) -> [Finding] {
        project.sources.flatMap { file in
            file.allDeclarations.filter { $0.isFunction && $0.lineCount > functionLines }.map {
                Finding(file.path, $0.line, "\($0.name) has \($0.lineCount) lines; \(functionLines) are allowed")
            }
        }
    }

    /// Files in which one looks for things.
    public static func longFiles(_ project: Project) -> [Finding] {
        project.sources.filter { $0.lines.count > fileLines }.map {
            Finding($0.path, fileLines + 1, "the file has \($0.lines.count) lines; \(fileLines) are allowed")
        }
    }

    /// Lines that are wider than a window. (Documents are left out: a table's row cannot be wrapped.)
    public static func longLines(_ project: Project) -> [Finding] {
        let files = project.sources.map { ($0.path, $0.lines) } + project.others.map { ($0.path, $0.lines) }
        return files.flatMap { path, lines in
            lines.indices.filter { lines[$0].count > columns }.map {
                Finding(path, $0 + 1, "the line has \(lines[$0].count) columns; \(columns) are allowed")
            }
        }
    }
}

extension Declaration {
    /// From its first word to its end.
    public var lineCount: Int { endLine - line + 1 }
}
