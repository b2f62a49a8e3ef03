/// What is written for people.
public enum Documentation {
    /// What other modules see, and should therefore be explained; what a protocol asks for is explained there.
    public static func exported(_ project: Project) -> [(file: SourceFile, declaration: Declaration)] {
        let witnesses = Witnesses(project)
        return project.sources.flatMap { file in
            file.declarations.flatMap { exported(in: $0, witnesses) }.map { (file, $0) }
        }
    }

    private static func exported(in declaration: Declaration, _ witnesses: Witnesses) -> [Declaration] {
        let members = declaration.members.filter { !witnesses.contain($0, of: declaration.name) }
        let own = declaration.isExported && declaration.kind != .extension ? [declaration] : []
        return own + members.flatMap { exported(in: $0, witnesses) }
    }

    /// Declarations that other modules see and that nobody has explained.
    public static func undocumented(_ project: Project) -> [Finding] {
        exported(project).filter { !$0.declaration.isDocumented }.map { file, declaration in
            Finding(file.path, declaration.line, "\(declaration.kind.rawValue) \(declaration.name) has no doc comment")
        }
    }

    /// Documents that have no title (a line that begins with `# `), or more than one.
    public static func titles(_ project: Project) -> [Finding] {
        project.documents.compactMap { document in
            var isCode = false
            var titles: [Int] = []
            for (index, line) in document.lines.enumerated() {
                if line.hasPrefix("```") { isCode.toggle() }
                if !isCode, line.hasPrefix("# ") { titles.append(index + 1) }
            }
            guard titles.count != 1 else { return nil }
            return Finding(document.path, titles.dropFirst().first ?? 1, "the document has \(titles.count) titles instead of one")
        }
    }
}
